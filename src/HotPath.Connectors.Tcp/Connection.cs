using System;
using System.Net.Sockets;
using HotPath.Client;
using HotPath.Client.Protocol;

namespace HotPath.Connectors.Tcp;

/// <summary>One connection of a client: its socket, what was received and not taken, what is to be sent.</summary>
/// <remarks>
/// Threading: the network's thread. Its memory is bounded: received bytes by the longest frame, those to be sent by
/// three short frames. A buffer grows only after the begin of a frame said an acceptable length.
/// </remarks>
internal sealed class Connection : IDisposable
{
    /// <summary>Room for received bytes of a client that has said hello, at least. Unit: bytes.</summary>
    public const int OpenBytes = 32 * 1024;

    private const int GreetingBytes = 2048;
    private const int LeaveMs = 1000;
    private const int OutBytes = 3 * IngressProtocol.ShortFrameBytesMax;

    private readonly Socket _socket;
    private readonly byte[] _out = new byte[OutBytes];
    private byte[] _in = new byte[GreetingBytes];
    private int _inStart;
    private int _inEnd;
    private int _outStart;
    private int _outEnd;
    private bool _isOutputEnded;
    private long _emptyNs; // what is unread has come since
    private long _newestNs; // what was received last has come since
    private long _markNs;
    private long _markBytes = -1; // unread before the mark; -1 without one

    /// <summary>A connection that was just accepted.</summary>
    /// <param name="socket">Its socket; disposed with it.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    /// <param name="nowNs">Clock before it was accepted. Unit: ns of the monotonic clock.</param>
    public Connection(Socket socket, long nowMs, long nowNs)
    {
        _socket = socket;
        _emptyNs = nowNs;
        Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        SinceMs = nowMs;
    }

    /// <summary>The socket's descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Where it stands.</summary>
    public ConnectionState State { get; private set; }

    /// <summary>Since when it stands there. Unit: ms.</summary>
    public long SinceMs { get; private set; }

    /// <summary>Who it is; null before the hello.</summary>
    public ClientState? Client { get; private set; }

    /// <summary>Whether a whole frame waits for room in the queue.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Since when a frame is half there; -1 when none is. Unit: ms.</summary>
    public long PartialSinceMs { get; private set; } = -1;

    /// <summary>Since when it takes nothing of what is sent; -1 while it does. Unit: ms.</summary>
    public long BlockedSinceMs { get; private set; } = -1;

    /// <summary>Last sequence that it was told to be safe.</summary>
    public long Told { get; private set; }

    /// <summary>When it was told. Unit: ms.</summary>
    public long ToldMs { get; private set; }

    /// <summary>Whether it must be told again although nothing is new: it sent what it need not.</summary>
    public bool IsReminderDue { get; set; }

    /// <summary>Whether something is to be sent.</summary>
    public bool HasOutput => _outStart < _outEnd;

    /// <summary>What was received and not taken.</summary>
    public ReadOnlySpan<byte> Received => _in.AsSpan(_inStart, _inEnd - _inStart);

    /// <summary>
    /// Since when the first of those bytes may have been there: they had not come before. Unit: ns of the monotonic
    /// clock.
    /// </summary>
    public long ReceivedNs { get; private set; }

    /// <summary>Nothing lay unread in its socket.</summary>
    /// <param name="atNs">When. Unit: ns of the monotonic clock.</param>
    public void NoteEmpty(long atNs)
    {
        _emptyNs = Math.Max(_emptyNs, atNs);
        _markBytes = -1;
    }

    /// <summary>Receives what there is, as far as there is room.</summary>
    /// <param name="nowNs">Clock. Unit: ns of the monotonic clock.</param>
    /// <returns>False when the other side has ended.</returns>
    public bool TryReceive(long nowNs)
    {
        int roomBytes = _in.Length - _inEnd;
        if (roomBytes == 0)
        {
            return true;
        }

        int count = _socket.Receive(_in.AsSpan(_inEnd, roomBytes), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            NoteEmpty(nowNs);
            return true;
        }

        _newestNs = _emptyNs;
        ReceivedNs = _inStart == _inEnd ? _newestNs : ReceivedNs;
        _inEnd += Math.Max(0, count);
        if (count < roomBytes)
        {
            NoteEmpty(nowNs);
        }
        else
        {
            PassMark(count, nowNs);
        }

        return error == SocketError.Success && count > 0;
    }

    /// <summary>Takes received bytes away.</summary>
    /// <param name="lengthBytes">How many. Unit: bytes.</param>
    public void Consume(int lengthBytes)
    {
        _inStart += lengthBytes;
        PartialSinceMs = -1;

        // Bytes are received behind a part of one frame at most, and that is taken now.
        ReceivedNs = _newestNs;
    }

    /// <summary>Only a part of a frame is there: makes room for the rest.</summary>
    /// <param name="frameBytes">Its length, already found acceptable; 0 if that is not known yet. Unit: bytes.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void AwaitRest(long frameBytes, long nowMs)
    {
        int keptBytes = _inEnd - _inStart;
        PartialSinceMs = keptBytes == 0 ? -1 : PartialSinceMs < 0 ? nowMs : PartialSinceMs;
        byte[] target = frameBytes > _in.Length ? new byte[frameBytes] : _in;
        _in.AsSpan(_inStart, keptBytes).CopyTo(target);
        _in = target;
        _inStart = 0;
        _inEnd = keptBytes;
    }

    /// <summary>It has said hello.</summary>
    /// <param name="client">Who it is.</param>
    /// <param name="welcome">What it is told.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Open(ClientState client, NodeWelcome welcome, long nowMs)
    {
        Client = client;
        Told = welcome.Sequence;
        ToldMs = nowMs;
        Enter(ConnectionState.Open, nowMs);
        byte[] larger = new byte[OpenBytes];
        Received.CopyTo(larger);
        _inEnd -= _inStart;
        _inStart = 0;
        _in = larger;
        _outEnd += IngressProtocol.WriteWelcome(_out.AsSpan(_outEnd), welcome);
    }

    /// <summary>Tells it what is safe, and how far it may send.</summary>
    /// <param name="sequence">Last sequence that is safe.</param>
    /// <param name="limit">Highest sequence that may be sent.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Tell(long sequence, long limit, long nowMs)
    {
        Told = sequence;
        ToldMs = nowMs;
        IsReminderDue = false;
        _outEnd += IngressProtocol.WriteAcknowledgement(_out.AsSpan(_outEnd), sequence, limit);
    }

    /// <summary>Tells it to go, and why.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="text">The same for people.</param>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Leave(ByeReason reason, string text, long nowMs)
    {
        _outEnd += IngressProtocol.WriteBye(_out.AsSpan(_outEnd), reason, text);
        Detach();
        IsStalled = false;
        Enter(ConnectionState.Leaving, nowMs);
        Flush(nowMs);
    }

    /// <summary>It is over.</summary>
    public void Close()
    {
        Detach();
        IsStalled = false;
        State = ConnectionState.Closed;
    }

    /// <summary>Sends what is to be sent, as far as the other side reads.</summary>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Flush(long nowMs)
    {
        while (HasOutput)
        {
            int count = _socket.Send(
                _out.AsSpan(_outStart, _outEnd - _outStart), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                BlockedSinceMs = BlockedSinceMs < 0 ? nowMs : BlockedSinceMs;
                return;
            }

            if (error != SocketError.Success)
            {
                Close();
                return;
            }

            _outStart += count;
        }

        _outStart = _outEnd = 0;
        BlockedSinceMs = -1;
        if (State == ConnectionState.Leaving && !_isOutputEnded)
        {
            EndOutput();
        }
    }

    /// <summary>Throws away what a connection that was told to go still sends, for a while.</summary>
    /// <param name="nowMs">Clock. Unit: ms.</param>
    public void Drain(long nowMs)
    {
        _inStart = _inEnd = 0;
        if (!TryReceive(_emptyNs) || nowMs - SinceMs > LeaveMs)
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // A socket that never runs empty would date everything back for ever: what comes behind the bytes that lie in it
    // now comes later than now.
    private void PassMark(int receivedBytes, long nowNs)
    {
        _markBytes -= receivedBytes;
        if (_markBytes > 0)
        {
            return;
        }

        _emptyNs = _markNs > _emptyNs ? _markNs : _emptyNs;
        int unreadBytes = _socket.Available;
        if (unreadBytes == 0)
        {
            NoteEmpty(nowNs);
            return;
        }

        _markNs = nowNs;
        _markBytes = unreadBytes;
    }

    private void Enter(ConnectionState state, long nowMs)
    {
        State = state;
        SinceMs = nowMs;
    }

    private void Detach()
    {
        if (Client is { } client && client.Connection == this)
        {
            client.Connection = null;
        }
    }

    // Closing a socket with unread bytes resets the connection, and the other side would lose the reason.
    private void EndOutput()
    {
        _isOutputEnded = true;
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Close();
        }
    }
}
