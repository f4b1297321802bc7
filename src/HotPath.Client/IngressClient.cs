using System;
using System.Diagnostics;
using HotPath.Client.Protocol;
using HotPath.Foundation.Errors;

namespace HotPath.Client;

/// <summary>
/// Sends records to a table of connector 'tcp', each exactly once: it numbers them, holds them until the node says that
/// they are safe, and sends again what was lost with a connection or with the node's process.
/// </summary>
/// <remarks>
/// A sender that is started anew calls <see cref="Connect"/> and goes on with the record whose number
/// <see cref="NextSequence"/> then is. Threading: single-threaded; the caller's thread does all work, so call
/// <see cref="Work"/> when there is nothing to send for long.
/// Allocates only while its buffer grows, and at connections.
/// </remarks>
public sealed class IngressClient : IDisposable
{
    private const int FlushBytes = 32 * 1024;
    private const int WaitMs = 50;
    private const int PauseMsMin = 20;
    private const int PauseMsMax = 500;

    private readonly IngressClientOptions _options;
    private readonly UnacknowledgedFrames _frames;
    private NodeLink? _link;
    private NodeWelcome? _welcome;
    private bool _isRewound;
    private bool _isDisposed;

    /// <summary>A client that is not connected.</summary>
    /// <param name="options">Where to, and who.</param>
    /// <exception cref="HotPathException">HP1001: options are invalid.</exception>
    public IngressClient(IngressClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _frames = new UnacknowledgedFrames(options.BufferBytesMax);
    }

    /// <summary>Its client id.</summary>
    public string Name => _options.Client;

    /// <summary>Last sequence that is acknowledged. Unit: records.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Number of the record that is sent next. Unit: records.</summary>
    public long NextSequence { get; private set; } = 1;

    /// <summary>Connections so far. Unit: connections.</summary>
    public int Connections { get; private set; }

    /// <summary>Connects, and stands where the node says that this client stopped.</summary>
    /// <returns>What the node said; <see langword="null"/> when the client was told to stop.</returns>
    /// <exception cref="HotPathException">HP2010: the node does not answer. HP2011: it refused.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed; so of every other method.</exception>
    public NodeWelcome? Connect()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _link?.Dispose();
        _link = null;
        _welcome = null;
        _frames.Clear();
        _isRewound = false;
        if (!TryReach("is not reached"))
        {
            return null;
        }

        Acknowledged = _welcome!.Sequence;
        NextSequence = Acknowledged + 1;
        return _welcome;
    }

    /// <summary>Sends a record, if the node's credit and the buffer allow it now.</summary>
    /// <param name="record">The record, in the format of the table.</param>
    /// <returns>What became of it; when taken it has the number <see cref="NextSequence"/> had.</returns>
    /// <exception cref="HotPathException">HP1001: longer than the node takes. HP2010: the node is gone for too long.
    /// HP2011: it refused.</exception>
    public SendStatus TrySend(ReadOnlySpan<byte> record)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckLength(record.Length);
        if (_isRewound)
        {
            return Resume();
        }

        if (NextSequence > _link!.Limit || !_frames.TryAppend(NextSequence, record))
        {
            _ = Work(waitMs: 0);
            return SendStatus.Full;
        }

        NextSequence++;
        if (_frames.Unsent.Length >= FlushBytes)
        {
            _ = Work(waitMs: 0);
        }

        return SendStatus.Taken;
    }

    /// <summary>Sends a record, and waits until the node's credit and the buffer allow it.</summary>
    /// <param name="record">The record, in the format of the table.</param>
    /// <returns>Anything but <see cref="SendStatus.Full"/>.</returns>
    /// <exception cref="HotPathException">As <see cref="TrySend"/>.</exception>
    public SendStatus Send(ReadOnlySpan<byte> record)
    {
        SendStatus status = TrySend(record);
        while (status == SendStatus.Full)
        {
            if (!Work(WaitMs))
            {
                return SendStatus.Stopped;
            }

            status = TrySend(record);
        }

        return status;
    }

    /// <summary>Waits until everything that was sent is acknowledged.</summary>
    /// <returns><see cref="SendStatus.Taken"/> when it is.</returns>
    /// <exception cref="HotPathException">HP2010, HP2011: as <see cref="TrySend"/>.</exception>
    public SendStatus Flush()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (Acknowledged + 1 < NextSequence || _isRewound)
        {
            if (_isRewound)
            {
                return Resume();
            }

            if (!Work(WaitMs))
            {
                return SendStatus.Stopped;
            }
        }

        return SendStatus.Taken;
    }

    /// <summary>Takes acknowledgements, sends what waits, connects again if the connection is lost.</summary>
    /// <param name="waitMs">How long to wait for the node if there is nothing to do. Unit: ms.</param>
    /// <returns>False when the client was told to stop.</returns>
    /// <exception cref="HotPathException">HP2010, HP2011: as <see cref="TrySend"/>.</exception>
    public bool Work(int waitMs)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        NodeLink link = _link ?? throw new InvalidOperationException("call Connect first");
        bool hasWork = link.Receive();
        Acknowledged = Math.Max(Acknowledged, link.Acknowledged);
        _frames.DropThrough(Acknowledged);
        int sentBytes = link.Send(_frames.Unsent);
        _frames.NoteSent(sentBytes);
        if (link.Failure is not null)
        {
            return Reconnect(link);
        }

        if (!hasWork && sentBytes == 0 && waitMs > 0)
        {
            link.Wait(waitMs, forRoom: !_frames.Unsent.IsEmpty);
        }

        return !_options.Stop.IsCancellationRequested;
    }

    /// <summary>Ends the connection; what is not acknowledged is not waited for.</summary>
    public void Dispose()
    {
        if (_link is { Failure: null } && _frames.IsEmpty)
        {
            _link.SayDone();
        }

        _link?.Dispose();
        _link = null;
        _isDisposed = true;
    }

    private void CheckLength(int lengthBytes)
    {
        if (_welcome is null)
        {
            throw new InvalidOperationException("call Connect first");
        }

        if (lengthBytes > _welcome.RecordBytesMax)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"record {NextSequence} has {lengthBytes} bytes, but table '{_welcome.Table}' takes at most "
                + $"{_welcome.RecordBytesMax}; raise its 'record.max-bytes', or send shorter ones");
        }
    }

    private SendStatus Resume()
    {
        _isRewound = false;
        return SendStatus.Rewound;
    }

    private bool Reconnect(NodeLink lost)
    {
        Check(lost);
        _options.OnNotice?.Invoke($"connection lost: {lost.Failure}");
        lost.Dispose();
        if (!TryReach("is gone"))
        {
            // The lost link stays: whoever asks again is told again.
            return false;
        }

        long sequence = _welcome!.Sequence;
        if (sequence >= NextSequence)
        {
            // As above: under these numbers its records would be taken for the other's.
            _link!.Dispose();
            _link = lost;
            throw new HotPathException(
                ErrorCode.ConnectionRefused,
                $"table '{_welcome.Table}' has record {sequence} of client '{_options.Client}', which this process did "
                + "not send: another one sends under the same id; give each its own");
        }

        if (sequence < Acknowledged)
        {
            _frames.Clear();
            _isRewound = true;
            NextSequence = sequence + 1;
        }
        else
        {
            _frames.Rewind();
            _frames.DropThrough(sequence);
        }

        Acknowledged = sequence;
        _options.OnNotice?.Invoke($"connected again; {sequence} records are acknowledged");
        return true;
    }

    private bool TryReach(string what)
    {
        long begin = Stopwatch.GetTimestamp();
        int pauseMs = PauseMsMin;
        string? failure = null;
        while (!_options.Stop.IsCancellationRequested)
        {
            NodeLink link = NodeLink.Open(_options, AttemptMs(begin));
            if (link.Failure is null)
            {
                _link = link;
                _welcome = link.Welcome;
                Connections++;
                return true;
            }

            // The last attempt may be cut short: what came before it says more than that.
            failure = link.IsOutOfTime && failure is not null ? failure : FailureOf(link, what);
            link.Dispose();
            Check(link);
            if (Stopwatch.GetElapsedTime(begin).TotalMilliseconds >= _options.RetryMs)
            {
                throw new HotPathException(
                    ErrorCode.NodeUnreachable,
                    $"{_options.Host}:{_options.Port} {failure}; tried for {_options.RetryMs} ms, give it more time "
                    + "or start the node; what was acknowledged is safe, start again to go on behind it");
            }

            _ = _options.Stop.WaitHandle.WaitOne(Math.Min(pauseMs, AttemptMs(begin)));
            pauseMs = Math.Min(2 * pauseMs, PauseMsMax);
        }

        return false;
    }

    private string FailureOf(NodeLink link, string what) => link.Bye is { } reason
        ? $"does not take client '{_options.Client}' now ({reason}): {link.Failure}"
        : $"{what}: {link.Failure}";

    // The first attempt of a client that is to try once only has the time of an attempt.
    private int AttemptMs(long begin)
    {
        double leftMs = _options.RetryMs - Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return _options.RetryMs == 0 ? _options.ConnectMs : (int)Math.Clamp(leftMs, 1, _options.ConnectMs);
    }

    private void Check(NodeLink link)
    {
        if (link.Bye is { } reason and not (ByeReason.STOPPING or ByeReason.BUSY or ByeReason.TIMEOUT))
        {
            throw new HotPathException(
                ErrorCode.ConnectionRefused,
                $"{_options.Host}:{_options.Port} refused client '{_options.Client}' ({reason}): {link.Failure}");
        }
    }
}
