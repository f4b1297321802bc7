using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using HotPath.Client.Protocol;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Sockets;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Tcp;

/// <summary>
/// The network's thread of a table: one for all clients, which sleeps while nothing comes. It reads frames into the
/// queue, says what is safe, and ends connections that are slow, dead or hostile; none of them costs another more than
/// its turn.
/// </summary>
/// <remarks>
/// Threading: construct, start and dispose on ingress's thread, which also calls <see cref="NoteSafe"/>; everything
/// else happens on the thread that it owns. In steady state nothing is allocated for a record.
/// </remarks>
internal sealed class IngressServer : IDisposable
{
    private const int BusyWaitMs = 1;
    private const int ActiveWaitMs = 10;
    private const int ActiveMs = 1000;
    private const int IdleWaitMs = 100;
    private const int AcceptedMax = 16;
    private const int LeavingMax = 64;
    private const int AcceptPauseMs = 1000;
    private const int GreetingGraceMs = 1000;
    private const int TellMs = 10;
    private const int StopMs = 500;
    private const int Backlog = 512;

    private readonly TcpOptions _options;
    private readonly RecordQueue _queue;
    private readonly string _table;
    private readonly Socket _listener;
    private readonly List<Connection> _connections = [];
    private readonly PollEntry[] _entries;
    private FrameIntake? _intake;
    private ClientDirectory? _clients;
    private Thread? _thread;
    private Exception? _failure;
    private long _safePosition;
    private long _acceptFromMs;
    private long _cameMs;
    private int _first;
    private volatile bool _isStopping;

    /// <summary>Listens; nobody is answered before <see cref="Start"/>.</summary>
    /// <param name="options">Options of the table.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="queue">Where records go.</param>
    /// <exception cref="HotPathException">HP2001: the address cannot be listened at.</exception>
    public IngressServer(TcpOptions options, string table, RecordQueue queue)
    {
        _options = options;
        _table = table;
        _queue = queue;
        _entries = new PollEntry[1 + options.ClientsMax + LeavingMax];
        _listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(options.Listen);
            _listener.Listen(Backlog);
            _listener.Blocking = false;
        }
        catch (SocketException error)
        {
            _listener.Dispose();
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"table {table}: cannot listen at {options.Listen}: {error.Message}; give it an address of its own in "
                + "'listen', or end what listens there",
                error);
        }
    }

    /// <summary>Where it listens.</summary>
    public EndPoint Address => _listener.LocalEndPoint!;

    /// <summary>What its clients did.</summary>
    public IngressCounters Counters { get; } = new();

    /// <summary>Begins to answer.</summary>
    /// <param name="clients">Clients of an earlier life.</param>
    /// <param name="isDurable">Whether acknowledged records outlive the process.</param>
    public void Start(IReadOnlyList<ClientCursor> clients, bool isDurable)
    {
        _clients = new ClientDirectory(clients, _options.KnownMax);
        _intake = new FrameIntake(_options, _clients, _queue, Counters, _table, isDurable);
        _thread = new Thread(Run) { IsBackground = true, Name = "hotpath-tcp" };
        _thread.Start();
    }

    /// <summary>Records in the queue are safe.</summary>
    /// <param name="queuePosition">Those that end there or before. Unit: bytes.</param>
    public void NoteSafe(long queuePosition) => Volatile.Write(ref _safePosition, queuePosition);

    /// <summary>Fails if its thread has failed.</summary>
    /// <exception cref="HotPathException">HP3001: it has.</exception>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new HotPathException(
                ErrorCode.InvariantBroken,
                $"table {_table}: the network's thread failed: {failure.Message}; report this",
                failure);
        }
    }

    /// <summary>Tells clients what is safe and that the node stops, and ends.</summary>
    public void Dispose()
    {
        // It never blocks for longer than a turn, and the queue must outlive it.
        _isStopping = true;
        _thread?.Join();
        _listener.Dispose();
        _connections.ForEach(static connection => connection.Dispose());
        _connections.Clear();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                long nowMs = Environment.TickCount64;
                Turn(nowMs, WaitMs(nowMs));
            }

            Stop();
        }
#pragma warning disable CA1031 // a thread's last handler: ingress throws it on, where it ends the job
        catch (Exception error)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _failure, error);
        }
    }

    /// <summary>One turn: wait, accept, read, tell, send, end.</summary>
    private void Turn(long nowMs, int waitMs)
    {
        int count = FillEntries(nowMs);
        SocketLook look = Look(_entries.AsSpan(0, count + 1), waitMs);
        nowMs = Environment.TickCount64;
        _intake!.NoteSafe(Volatile.Read(ref _safePosition));

        // Who comes first has the first room in the queue, so each is first in its turn.
        _first = count == 0 ? 0 : (_first + 1) % count;
        for (int i = 0; i < count; i++)
        {
            int index = (_first + i) % count;
            Serve(_connections[index], in _entries[index + 1], look, nowMs);
        }

        _queue.Publish();
        if (_entries[0].Returned != 0 && !_isStopping)
        {
            Accept(nowMs, look.EmptyNs);
        }

        RemoveClosed();
    }

    // First without sleeping: what was there already may have waited for long, what ends a sleep has just come.
    private static SocketLook Look(Span<PollEntry> entries, int waitMs)
    {
        long beginNs = MonotonicClock.NowNs;
        if (Poll(entries, waitMs: 0) > 0)
        {
            return SocketLook.AtOnce(beginNs);
        }

        _ = Poll(entries, waitMs);
        return SocketLook.AfterSleep(beginNs, MonotonicClock.NowNs, waitMs);
    }

    private static int Poll(Span<PollEntry> entries, int waitMs)
    {
        int count = PosixPoll.Wait(entries, waitMs, out int errno);
        if (errno != 0)
        {
            ThrowHelper.InvariantBroken($"poll failed with errno {errno}");
        }

        return count;
    }

    private int FillEntries(long nowMs)
    {
        bool isListening = nowMs >= _acceptFromMs && !_isStopping;
        _entries[0] = new PollEntry
        {
            Descriptor = isListening ? (int)_listener.SafeHandle.DangerousGetHandle() : -1,
            Requested = PollEntry.Readable,
        };
        for (int i = 0; i < _connections.Count; i++)
        {
            Connection connection = _connections[i];
            int requested = (connection.IsStalled ? 0 : PollEntry.Readable)
                | (connection.HasOutput ? PollEntry.Writable : 0);

            // An end of the other side is told without being asked for: who is not asked must not be looked at.
            _entries[i + 1] = new PollEntry
            {
                Descriptor = requested == 0 ? -1 : connection.Descriptor,
                Requested = (short)requested,
            };
        }

        return _connections.Count;
    }

    // A stall that is shorter than a sleep is not seen, so sleeps are short while there is something to measure.
    private int WaitMs(long nowMs)
    {
        foreach (Connection connection in _connections)
        {
            if (connection.IsStalled || connection.IsReminderDue || connection.Client is { } client
                && (client.IsWaiting || client.Acknowledged != connection.Told))
            {
                return BusyWaitMs;
            }
        }

        return nowMs - _cameMs < ActiveMs ? ActiveWaitMs : IdleWaitMs;
    }

    private void Serve(
        Connection connection, in PollEntry entry, SocketLook look, long nowMs)
    {
        bool hasCome = (entry.Returned & ~PollEntry.Writable) != 0;
        _cameMs = hasCome ? nowMs : _cameMs;
        look.Tell(connection, in entry);
        switch (connection.State)
        {
            case ConnectionState.Greeting or ConnectionState.Open:
                bool isAlive = connection.IsStalled || !hasCome
                    || connection.TryReceive(MonotonicClock.NowNs);
                if (hasCome || connection.IsStalled)
                {
                    _intake!.Take(connection, nowMs);
                }

                if (!isAlive && !connection.IsStalled && connection.State != ConnectionState.Leaving)
                {
                    connection.Close();
                }

                break;
            case ConnectionState.Leaving:
                connection.Flush(nowMs);
                connection.Drain(nowMs);
                break;
            default:
                return;
        }

        Tell(connection, nowMs);
        connection.Flush(nowMs);
        CheckTimes(connection, nowMs);
    }

    private void Tell(Connection connection, long nowMs)
    {
        if (connection is not { State: ConnectionState.Open, HasOutput: false, Client: { } client })
        {
            return;
        }

        long newlySafe = client.Acknowledged - connection.Told;
        bool isDue = newlySafe > 0
            && (!client.IsWaiting || newlySafe > _options.CreditRecords / 4 || nowMs - connection.ToldMs >= TellMs
                || _isStopping);
        if (isDue || connection.IsReminderDue)
        {
            connection.Tell(client.Acknowledged, _intake!.LimitOf(client), nowMs);
        }
    }

    private void CheckTimes(Connection connection, long nowMs)
    {
        if (connection.State == ConnectionState.Greeting && nowMs - connection.SinceMs > _options.HelloMs)
        {
            _intake!.Refuse(connection, ByeReason.TIMEOUT, $"no hello came within {_options.HelloMs} ms", nowMs);
        }
        else if (connection.State == ConnectionState.Open && connection.PartialSinceMs >= 0 && !connection.IsStalled
            && nowMs - connection.PartialSinceMs > _options.FrameMs)
        {
            _intake!.Refuse(
                connection, ByeReason.TIMEOUT, $"the rest of a frame did not come within {_options.FrameMs} ms", nowMs);
        }
        else if (connection.State == ConnectionState.Open && connection.BlockedSinceMs >= 0
            && nowMs - connection.BlockedSinceMs > _options.FrameMs)
        {
            // It reads nothing, so it would not read why either.
            Counters.NoteEnd(ByeReason.TIMEOUT);
            connection.Close();
        }
    }

    private void Accept(long nowMs, long nowNs)
    {
        for (int i = 0; i < AcceptedMax && (i == 0 || _listener.Poll(0, SelectMode.SelectRead)); i++)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (SocketException error)
            {
                // Whoever was waiting has gone, or there are no descriptors: the others go on meanwhile.
                bool hasGone = error.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted;
                _acceptFromMs = hasGone ? _acceptFromMs : nowMs + AcceptPauseMs;
                return;
            }

            Admit(socket, nowMs, nowNs);
        }
    }

    private void Admit(Socket socket, long nowMs, long nowNs)
    {
        Counters.NoteConnection();
        if (_connections.Count + 1 >= _entries.Length || !TryPrepare(socket))
        {
            Counters.NoteEnd(ByeReason.BUSY);
            socket.Dispose();
            return;
        }

        var connection = new Connection(socket, nowMs, nowNs);
        if (CountServed() >= _options.ClientsMax && !TryDropSilent(nowMs))
        {
            _intake!.Refuse(
                connection,
                ByeReason.BUSY,
                $"{_options.ClientsMax} clients are connected, the most that 'clients.max' allows; try again later",
                nowMs);
        }

        _connections.Add(connection);
    }

    private int CountServed()
    {
        int served = 0;
        foreach (Connection connection in _connections)
        {
            served += connection.State is ConnectionState.Greeting or ConnectionState.Open ? 1 : 0;
        }

        return served;
    }

    // Those that say nothing must not keep those out that have something to say.
    private bool TryDropSilent(long nowMs)
    {
        Connection? oldest = null;
        foreach (Connection connection in _connections)
        {
            if (connection.State == ConnectionState.Greeting && nowMs - connection.SinceMs >= GreetingGraceMs
                && (oldest is null || connection.SinceMs < oldest.SinceMs))
            {
                oldest = connection;
            }
        }

        if (oldest is not null)
        {
            _intake!.Refuse(oldest, ByeReason.TIMEOUT, "no hello came, and others wait", nowMs);
        }

        return oldest is not null;
    }

    private void RemoveClosed()
    {
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            Connection connection = _connections[i];
            if (connection.State == ConnectionState.Closed)
            {
                connection.Dispose();
                _connections[i] = _connections[^1];
                _connections.RemoveAt(_connections.Count - 1);
                if (connection.Client is { } client)
                {
                    _clients!.Leave(client);
                    Counters.NoteClients(_clients.Count);
                }
            }
        }
    }

    private void Stop()
    {
        long beginMs = Environment.TickCount64;
        _intake!.NoteSafe(Volatile.Read(ref _safePosition));
        foreach (Connection connection in _connections)
        {
            if (connection.State is ConnectionState.Greeting or ConnectionState.Open)
            {
                Tell(connection, beginMs);
                connection.Leave(ByeReason.STOPPING, "the node stops; connect again later", beginMs);
            }
        }

        while (_connections.Count > 0 && Environment.TickCount64 - beginMs < StopMs)
        {
            Turn(Environment.TickCount64, BusyWaitMs);
        }
    }

    private static bool TryPrepare(Socket socket)
    {
        try
        {
            socket.Blocking = false;
            socket.NoDelay = true;
            PeerProbes.Enable(socket);
            return true;
        }
        catch (SocketException)
        {
            return false; // it has gone already
        }
    }
}
