using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using HotPath.Client.Protocol;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Client.Tests;

public sealed class ClientOptionsTests
{
    [Test]
    public void Options_ThatAreWrong_AreAllNamedAtOnce()
    {
        var options = new IngressClientOptions
        {
            Host = " ",
            Port = 70_000,
            Client = "no spaces",
            RetryMs = -1,
            ConnectMs = 0,
            BufferBytesMax = 1,
        };
        HotPathException error = Assert.Throws<HotPathException>(() => new IngressClient(options))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(
            error.Message,
            Does.Contain("host").And.Contain("port 70000").And.Contain("'no spaces'").And.Contain("retry -1")
                .And.Contain("connect 0").And.Contain("buffer 1"));
    }

    [Test]
    public void Client_OfANodeThatIsNotThere_GivesUpAfterItsTime()
    {
        using var client = new IngressClient(
            new IngressClientOptions { Host = "127.0.0.1", Port = 1, Client = "a", RetryMs = 30 });
        HotPathException error = Assert.Throws<HotPathException>(() => client.Connect())!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.NodeUnreachable));
        Assert.That(error.Message, Does.Contain("127.0.0.1:1 is not reached").And.Contain("tried for 30 ms"));
    }

    /// <summary>A process that may open nothing more has no socket: that may pass, so it is tried again.</summary>
    [Test]
    public void Client_WithoutAFreeDescriptor_GivesUpAfterItsTime()
    {
        var options = new IngressClientOptions { Host = "127.0.0.1", Port = 1, Client = "a", RetryMs = 30 };
        using var client = new IngressClient(options);
        Assert.Throws<HotPathException>(() => client.Connect(), "what it loads, it loads now");
        int process = Environment.ProcessId;
        using Process limit = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList =
            {
                "-c",
                $"before=$(prlimit --pid {process} --nofile --noheadings --output SOFT); prlimit --pid {process} --nofile=3: && echo; "
                + $"read end; prlimit --pid {process} --nofile=$before:",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.That(limit.StandardOutput.ReadLine(), Is.Empty);
        HotPathException? error = null;
        try
        {
            error = Assert.Throws<HotPathException>(() => client.Connect());
        }
        finally
        {
            limit.StandardInput.Close();
            limit.WaitForExit();
        }

        Assert.That(error!.Code, Is.EqualTo(ErrorCode.NodeUnreachable));
        Assert.That(error.Message, Does.Contain("127.0.0.1:1 is not reached: Too many open files"));
    }

    [Test]
    public void Client_OfANodeThatSaysNothing_GivesUpAfterItsTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using IngressClient client = PatientClient(listener, retryMs: 200);
        var elapsed = Stopwatch.StartNew();
        HotPathException error = Assert.Throws<HotPathException>(() => client.Connect())!;
        Assert.That(elapsed.ElapsedMilliseconds, Is.InRange(200, 30_000));
        Assert.That(error.Message, Does.Contain("no welcome came in time").And.Contain("tried for 200 ms"));
    }

    /// <summary>The last attempt has what is left of the time, which may be too short for an answer.</summary>
    [Test]
    public void Client_ThatWasAnsweredBefore_TellsTheAnswer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = Task.Run(() =>
        {
            using Socket first = listener.AcceptSocket();
            var frame = new byte[IngressProtocol.ShortFrameBytesMax];
            _ = first.Receive(frame);
            _ = first.Send(frame.AsSpan(0, IngressProtocol.WriteBye(frame, ByeReason.BUSY, "all places are taken")));
        });
        using IngressClient client = PatientClient(listener, retryMs: 2_000);
        HotPathException error = Assert.Throws<HotPathException>(() => client.Connect())!;
        answering.GetAwaiter().GetResult();
        Assert.That(error.Code, Is.EqualTo(ErrorCode.NodeUnreachable));
        Assert.That(error.Message, Does.Contain("does not take client 'a' now (BUSY): all places are taken; tried for 2000 ms"));
    }

    /// <summary>It only waits, so that nothing it sends could fail when the node's machine loses power.</summary>
    [Test]
    public void Client_ThatWaits_HasTheKernelAskWhetherItsNodeIsThere()
    {
        const string probing = "02";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<Socket> serving = Task.Run(() => Welcome(listener));
        using var client = new IngressClient(new IngressClientOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Client = "a",
        });
        Assert.That(client.Connect(), Is.Not.Null);
        using Socket node = serving.Result;
        int port = ((IPEndPoint)node.RemoteEndPoint!).Port;
        Assert.That(() => TimerOf(port), Is.EqualTo(probing).After(10_000).MilliSeconds.PollEvery(10).MilliSeconds);
    }

    [Test]
    public void Client_ThatIsDisposed_SaysSo()
    {
        var client = new IngressClient(new IngressClientOptions { Host = "127.0.0.1", Port = 1, Client = "a" });
        client.Dispose();
        client.Dispose();
        Assert.That(() => client.Connect(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => client.Send("x"u8), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => client.Flush(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => client.Work(waitMs: 0), Throws.TypeOf<ObjectDisposedException>());
    }

    // Its attempts have all the time that is left.
    private static IngressClient PatientClient(TcpListener listener, int retryMs) => new(new IngressClientOptions
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        Client = "a",
        RetryMs = retryMs,
        ConnectMs = 60_000,
    });

    private static Socket Welcome(TcpListener listener)
    {
        Socket socket = listener.AcceptSocket();
        var frame = new byte[IngressProtocol.ShortFrameBytesMax];
        _ = socket.Receive(frame);
        int lengthBytes = IngressProtocol.WriteWelcome(frame, new NodeWelcome
        {
            Sequence = 0,
            Limit = 1,
            RecordBytesMax = 16,
            Format = RecordFormat.CSV,
            IsDurable = true,
            Table = "t",
        });
        _ = socket.Send(frame.AsSpan(0, lengthBytes));
        return socket;
    }

    // As in proc(5), net/tcp: number, local address, remote address, state, queues, timer:when.
    private static string? TimerOf(int localPort) => ((string[])["/proc/net/tcp", "/proc/net/tcp6"])
        .Where(File.Exists)
        .SelectMany(File.ReadLines)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[1].EndsWith($":{localPort:X4}", StringComparison.Ordinal))
        .Select(static fields => fields[5].Split(':')[0])
        .FirstOrDefault();
}
