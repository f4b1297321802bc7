using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    [Test]
    public void Client_OfANodeThatSaysNothing_GivesUpAfterItsTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new IngressClient(new IngressClientOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Client = "a",
            RetryMs = 200,
            ConnectMs = 60_000,
        });
        var elapsed = Stopwatch.StartNew();
        HotPathException error = Assert.Throws<HotPathException>(() => client.Connect())!;
        Assert.That(elapsed.ElapsedMilliseconds, Is.InRange(200, 30_000));
        Assert.That(error.Message, Does.Contain("no welcome came in time").And.Contain("tried for 200 ms"));
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
}
