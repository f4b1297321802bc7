using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using HotPath.Client.Protocol;

namespace HotPath.Client;

/// <summary>One connection to a node, behind its welcome.</summary>
/// <remarks>Threading: single-threaded. Nothing waits but <see cref="Open"/> and <see cref="Wait"/>.</remarks>
internal sealed class NodeLink : IDisposable
{
    private const int UsPerMs = 1000;
    private const int ReceiveBytes = 4096;

    private readonly Socket? _socket;
    private readonly byte[] _received = new byte[ReceiveBytes];
    private int _receivedBytes;

    private NodeLink(Socket socket) => _socket = socket;

    private NodeLink(string failure) => Failure = failure;

    /// <summary>What the node said first.</summary>
    public NodeWelcome? Welcome { get; private set; }

    /// <summary>Last sequence that is acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Highest sequence that may be sent.</summary>
    public long Limit { get; private set; }

    /// <summary>Why the node ended the connection, or <see langword="null"/>.</summary>
    public ByeReason? Bye { get; private set; }

    /// <summary>Why the connection is of no more use; <see langword="null"/> while it is.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether the time for opening it was over before the node had answered.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>Connects and says hello.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="timeoutMs">How long that may take. Unit: ms.</param>
    /// <returns>A link; its <see cref="Failure"/> says what went wrong.</returns>
    public static NodeLink Open(IngressClientOptions options, int timeoutMs)
    {
        long begin = Stopwatch.GetTimestamp();
        Socket? socket = null;
        try
        {
            // Without a free descriptor there is none, which may pass.
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(options.Stop);
            timeout.CancelAfter(timeoutMs);
            ValueTask connecting = socket.ConnectAsync(options.Host, options.Port, timeout.Token);
            connecting.AsTask().GetAwaiter().GetResult();
            socket.Blocking = false;
            PeerProbes.Enable(socket);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return new NodeLink(error.Message);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return new NodeLink("it took too long to connect") { IsOutOfTime = true };
        }

        var link = new NodeLink(socket);
        link.Greet(options, begin, timeoutMs);
        return link;
    }

    /// <summary>Takes what the node has sent.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Receive()
    {
        bool hasAny = false;
        while (Failure is null)
        {
            int count = _socket!.Receive(
                _received.AsSpan(_receivedBytes), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return hasAny;
            }

            if (error != SocketError.Success || count == 0)
            {
                Failure = error == SocketError.Success ? "the node closed the connection" : Text(error);
                return hasAny;
            }

            hasAny = true;
            _receivedBytes += count;
            TakeFrames();
        }

        return hasAny;
    }

    /// <summary>Sends what fits.</summary>
    /// <param name="bytes">What to send.</param>
    /// <returns>How much went. Unit: bytes.</returns>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (Failure is not null || bytes.IsEmpty)
        {
            return 0;
        }

        int count = _socket!.Send(bytes, SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            // What the node said before it closed is worth more than that the send failed.
            _ = Receive();
            Failure ??= Text(error);
            return 0;
        }

        return Math.Max(0, count);
    }

    /// <summary>Waits until there is something to take, or room to send.</summary>
    /// <param name="waitMs">Unit: ms.</param>
    /// <param name="forRoom">Whether room is what is wanted.</param>
    public void Wait(int waitMs, bool forRoom)
    {
        if (Failure is null)
        {
            _ = _socket!.Poll(waitMs * UsPerMs, forRoom ? SelectMode.SelectWrite : SelectMode.SelectRead);
        }
    }

    /// <summary>Says that everything has been sent; best effort.</summary>
    public void SayDone()
    {
        Span<byte> frame = stackalloc byte[IngressProtocol.ShortFrameBytesMax];
        _ = Send(frame[..IngressProtocol.WriteBye(frame, ByeReason.DONE, "done")]);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    // It goes to terminals, and whoever answers may be anybody.
    private static string Printable(string text) =>
        string.Concat(text.Select(static character => char.IsControl(character) ? '?' : character));

    private static string Text(SocketError error) => new SocketException((int)error).Message;

    private void Greet(IngressClientOptions options, long begin, int timeoutMs)
    {
        Span<byte> frame = stackalloc byte[IngressProtocol.ShortFrameBytesMax];
        int lengthBytes = IngressProtocol.WriteHello(frame, options.Client);
        if (Send(frame[..lengthBytes]) < lengthBytes)
        {
            Failure ??= "the node does not read";
        }

        while (Failure is null && Welcome is null)
        {
            if (Stopwatch.GetElapsedTime(begin).TotalMilliseconds >= timeoutMs
                || options.Stop.IsCancellationRequested)
            {
                Failure = "no welcome came in time";
                IsOutOfTime = true;
                return;
            }

            Wait(waitMs: 20, forRoom: false);
            _ = Receive();
        }
    }

    private void TakeFrames()
    {
        int start = 0;
        while (Failure is null)
        {
            ReadOnlySpan<byte> rest = _received.AsSpan(start, _receivedBytes - start);
            FrameStatus status = IngressProtocol.Cut(rest, IngressProtocol.ShortFrameBytesMax, out long frameBytes);
            if (status == FrameStatus.Partial)
            {
                break;
            }

            if (status != FrameStatus.Whole || !TryTake(IngressProtocol.MessageOf(rest[..(int)frameBytes])))
            {
                Failure ??= "it does not speak the protocol of a table of connector 'tcp'; check host and port";
                return;
            }

            start += (int)frameBytes;
        }

        _received.AsSpan(start, _receivedBytes - start).CopyTo(_received);
        _receivedBytes -= start;
    }

    private bool TryTake(ReadOnlySpan<byte> message)
    {
        _ = SchemaInfo.TryReadTemplateId(message, out ushort template);
        switch (template)
        {
            case Protocol.Welcome.TemplateId when WelcomeDecoder.TryWrap(message, out WelcomeDecoder welcome, out _):
                Take(welcome);
                return true;
            case Acknowledgement.TemplateId
                when AcknowledgementDecoder.TryWrap(message, out AcknowledgementDecoder acknowledgement, out _):
                Acknowledged = Math.Max(Acknowledged, acknowledgement.Sequence);
                Limit = acknowledgement.Limit;
                return true;
            case Protocol.Bye.TemplateId when ByeDecoder.TryWrap(message, out ByeDecoder bye, out _):
                Bye = bye.Reason;
                Failure = Printable(bye.GetText());
                return true;
            default:
                return false;
        }
    }

    private void Take(WelcomeDecoder welcome)
    {
        Welcome = new NodeWelcome
        {
            Sequence = welcome.Sequence,
            Limit = welcome.Limit,
            RecordBytesMax = (int)Math.Min(welcome.RecordBytesMax, int.MaxValue / 2),
            Format = welcome.Format,
            IsDurable = (welcome.Flags & WelcomeFlags.Durable) != 0,
            Table = Printable(welcome.GetTable()),
        };
        Acknowledged = welcome.Sequence;
        Limit = welcome.Limit;
    }
}
