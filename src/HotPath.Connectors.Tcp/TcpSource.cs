using System;
using System.Collections.Generic;
using HotPath.Client.Protocol;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Tcp;

/// <summary>
/// The clients of a table as its input: takes their records out of the queue, decodes them, and says what is safe.
/// </summary>
/// <remarks>Threading: ingress's thread. Allocates nothing per record.</remarks>
internal sealed class TcpSource : IClientSource
{
    private readonly IRecordDecoder _decoder;
    private readonly RecordQueue _queue;
    private readonly IngressServer _server;
    private readonly Action<string>? _onNotice;
    private LaggingPair _taken;
    private long _takenPosition;

    /// <summary>Listens.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="options">Its options.</param>
    /// <param name="decoder">Makes rows of its records.</param>
    /// <param name="onNotice">Told where it listens.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the address cannot be listened at.</exception>
    public TcpSource(string table, TcpOptions options, IRecordDecoder decoder, Action<string>? onNotice)
    {
        _decoder = decoder;
        _onNotice = onNotice;
        Table = table;
        _queue = new RecordQueue(options.RecordBytesMax, IngressProtocol.ClientBytesMax);
        try
        {
            _server = new IngressServer(options, table, _queue);
        }
        catch
        {
            _queue.Dispose();
            throw;
        }
    }

    /// <summary>Name of the table.</summary>
    public string Table { get; }

    /// <summary>What the clients did.</summary>
    public IngressCounters Counters => _server.Counters;

    /// <summary>Where it listens.</summary>
    public string Address => _server.Address.ToString()!;

    /// <inheritdoc/>
    public string Name => TcpConnector.Name;

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded => false;

    /// <inheritdoc/>
    public bool IsReplayable => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<ClientCursor> clients, bool isDurable)
    {
        _server.Start(clients, isDurable);
        _onNotice?.Invoke($"table '{Table}' listens at {Address}");
    }

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        // Clients go on where Begin says that they stand.
    }

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!_queue.TryNext(out QueuedRecord queued))
        {
            _server.ThrowIfFailed();
            return ReadStatus.Idle;
        }

        record.FileIndex = FileIndex;
        record.RecordNumber = queued.Sequence;
        record.ArrivalNs = queued.ArrivalNs;
        record.SetClient(queued.Client);
        _takenPosition = queued.EndPosition;
        return _decoder.Decode(queued.Content, record);
    }

    /// <inheritdoc/>
    public void NoteTaken(long endPosition) => _taken.Note(endPosition, _takenPosition);

    /// <inheritdoc/>
    public void NoteSafe(long position)
    {
        if (_taken.TryReach(position, out long queuePosition))
        {
            _server.NoteSafe(queuePosition);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _queue.Dispose();
    }
}
