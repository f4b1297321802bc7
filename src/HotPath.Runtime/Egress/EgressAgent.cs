using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Processing;

namespace HotPath.Runtime.Egress;

/// <summary>
/// Releases finished rows to their sinks, in each in the total order (position, statement, tenant, index), up to where
/// nothing earlier of that sink can come: every shard has taken the frames before, no firing that feeds the sink is
/// pending there and, on a durable node, the journal holds them. No sink waits for a firing of another's.
/// </summary>
/// <remarks>Threading: single-threaded; the properties may be read by anyone. Source: design.md, "Outputs".</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class EgressAgent<TEnvironment> : IAgent, IDisposable
    where TEnvironment : struct, IEnvironment
{
    private const int StretchesAtStart = 16 * 1024; // room for them, shared by the sinks
    private const int StretchesAtStartMin = 64;

    private readonly NodeControl _control;
    private readonly Sequence? _durable;
    private readonly LatencyMeter? _latency;
    private readonly TenantReleases? _tenants; // for the meter
    private readonly EgressCheckpoint<TEnvironment>? _checkpoint;
    private readonly ShardAgent<TEnvironment>[] _shards;
    private readonly OutputArena[] _arenas;
    private readonly long[] _waitingBytes; // by shard, of what is read and not released
    private readonly List<SinkChannel> _sinks = [];
    private readonly SinkQueue[] _queues; // one for each sink, or for all
    private readonly SinkQueue[] _queueOfSink;
    private readonly int[] _sinkOfStatement;
    private readonly int _unitRows; // at a time of a sink that a firing feeds
    private readonly int _batchRows; // and of any other
    private readonly RowSchema[] _schemaOfStatement;
    private readonly DeadLetterSample _sample = new();
    private TEnvironment _environment;
    private long _taken;
    private long _committed;
    private long _released;
    private bool _isFiring;
    private long _deadLetters;

    /// <summary>Opens the sinks.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="connectors">Opens sinks.</param>
    /// <param name="shards">Where rows come from.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="durable">Commit position, checkpoints and cursors of a durable node; otherwise
    /// <see langword="null"/>.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad option. HP2002: unwritable sink. HP2005: a sink
    /// does not hold what it had published.</exception>
    public EgressAgent(
        IJobPlan plan,
        IConnectors connectors,
        IReadOnlyList<ShardAgent<TEnvironment>> shards,
        NodeResources node,
        EgressRecovery? durable,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(node);
        _control = node.Control;
        _released = node.Ring.ClaimedPosition;
        _checkpoint = durable is null ? null : new EgressCheckpoint<TEnvironment>(durable.Board, environment);
        _environment = environment;
        _durable = durable?.Committed;
        _unitRows = node.Options.FiringUnitRows;
        _batchRows = Math.Max(_unitRows, node.Options.BatchFrames);
        _latency = node.Latency;
        _shards = [.. shards];
        _arenas = [.. shards.Select(shard => shard.Outputs)];
        _waitingBytes = new long[_shards.Length];
        try
        {
            foreach (SinkDefinition sink in plan.Sinks)
            {
                SinkCursor? cursor = durable?.CursorOf(sink.Id);
                _sinks.Add(new SinkChannel(sink, connectors, cursor));
            }

            _deadLetters = _sinks[^1].Counters.Released;
        }
        catch
        {
            Dispose();
            throw;
        }

        int capacity = Math.Max(StretchesAtStartMin, StretchesAtStart / _sinks.Count);
        bool isOneOrder = node.Options.ReleasesInOneOrder;
        _queues = [.. _sinks.Take(isOneOrder ? 1 : _sinks.Count)
            .Select(_ => new SinkQueue(_shards.Length, capacity, _released))];
        _queueOfSink = [.. _sinks.Select((_, sink) => _queues[isOneOrder ? 0 : sink])];
        _tenants = _latency is null ? null : new TenantReleases(_queueOfSink);
        int statements = plan.Statements.Select(static statement => statement.Late?.Id ?? statement.Id)
            .DefaultIfEmpty(0)
            .Max() + 1;
        _sinkOfStatement = new int[statements];
        _schemaOfStatement = new RowSchema[statements];
        _sinkOfStatement[DeadLetterSchema.StatementId] = _sinks.Count - 1;
        _schemaOfStatement[DeadLetterSchema.StatementId] = DeadLetterSchema.Schema;
        foreach (StatementDefinition statement in plan.Statements)
        {
            _sinkOfStatement[statement.Id] = statement.Sink;
            _schemaOfStatement[statement.Id] = statement.OutputSchema;
            if (statement.Late is { } late)
            {
                _sinkOfStatement[late.Id] = late.Sink;
                _schemaOfStatement[late.Id] = late.Schema;
            }
        }
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Egress;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>Sinks in the plan's order. Only for the agent's thread, or after it has ended.</summary>
    public IReadOnlyList<SinkChannel> Sinks => _sinks;

    /// <summary>The first dead letters. Only for the agent's thread, or after it has ended.</summary>
    public IReadOnlyList<DeadLetter> FirstDeadLetters => _sample.Rows;

    /// <summary>Dead letters released. Unit: rows. Ordering: acquire.</summary>
    public long DeadLetters => Volatile.Read(ref _deadLetters);

    /// <inheritdoc/>
    public int DoWork()
    {
        // Order matters: what is below the limits is in the arenas already, so draining them now misses nothing of it.
        long end = _control.EndPosition;
        Poll();
        int work = Drain();
        work += Release(_checkpoint?.LimitOf(_committed) ?? _committed);
        _latency?.Serve();
        if (_checkpoint?.TryCapture(_released, _sinks) == true)
        {
            work++;
        }

        Flush(isIdle: work == 0 || _released == end);
        IsDone = _released == end && _checkpoint?.IsDue != true;
        return work;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SinkChannel sink in _sinks)
        {
            sink.Dispose();
        }
    }

    // The frames that every shard has taken and the journal holds let every sink go; a firing stops those it feeds.
    private void Poll()
    {
        _isFiring = false;
        long applied = long.MaxValue;
        _taken = long.MaxValue;
        foreach (ShardAgent<TEnvironment> shard in _shards)
        {
            long appliedByShard = shard.Applied.Value;
            long taken = shard.Consumed.Value;
            _isFiring |= taken > appliedByShard;
            _taken = Math.Min(_taken, taken);
            applied = Math.Min(applied, appliedByShard);
        }

        _committed = _durable?.Value ?? long.MaxValue;
        _latency?.Observe(_taken, _committed, ref _environment);
        foreach (SinkQueue queue in _queues)
        {
            queue.Allowed = OutputFrontier.Before(_isFiring ? long.MaxValue : applied);
        }

        for (int sink = 0; _isFiring && sink < _sinks.Count; sink++)
        {
            _queueOfSink[sink].Allowed = _queueOfSink[sink].Allowed.Min(LimitOf(sink));
        }
    }

    private OutputFrontier LimitOf(int sink)
    {
        OutputFrontier limit = OutputFrontier.Unlimited;
        foreach (ShardAgent<TEnvironment> shard in _shards)
        {
            // What the shard said of the sink may be of a firing long ago.
            var applied = OutputFrontier.Before(shard.Applied.Value);
            limit = limit.Min(applied.Max(shard.Frontiers[sink].Value));
        }

        return limit;
    }

    private int Drain()
    {
        int rows = 0;
        for (int shard = 0; shard < _arenas.Length; shard++)
        {
            // What was there at the start, and at most a block beyond: a shard that goes on producing must not keep
            // egress from releasing.
            OutputArena arena = _arenas[shard];
            long unreadBytes = arena.BufferedBytes - _waitingBytes[shard];
            while (unreadBytes > 0 && arena.TryReadStretch(out OutputStretch stretch))
            {
                rows += stretch.Rows;
                unreadBytes -= stretch.LengthBytes;
                if (_environment.Fault(FaultPoint.DropOutput))
                {
                    arena.Release(stretch.RowAddress, stretch.LengthBytes);
                    continue;
                }

                OutputIdentity first = OutputArena.RecordAt(stretch.RowAddress).Identity;
                int sink = _sinkOfStatement[first.Statement];
                _sinks[sink].NoteProduced(stretch.Rows);
                _queueOfSink[sink].Add(shard, stretch, first);
                _tenants?.Note(first.Tenant, sink);
                _waitingBytes[shard] += stretch.LengthBytes;
            }
        }

        return rows;
    }

    private int Release(long bound)
    {
        int rows = 0;
        long released = long.MaxValue;
        foreach (SinkQueue queue in _queues)
        {
            queue.Raise(queue.Allowed.Min(OutputFrontier.Before(bound)));
            rows += Release(queue);
            _isFiring |= queue.IsCut;
            released = Math.Min(released, queue.Released);
        }

        for (int sink = 0; sink < _sinks.Count; sink++)
        {
            _sinks[sink].Check(_queueOfSink[sink].Released);
        }

        bool isNews = released > _released;
        _released = Math.Max(_released, released);
        if (_latency is not null)
        {
            NoteReleased(_latency, Math.Min(_taken, bound), isNews);
        }

        return rows;
    }

    // Beside a firing there is always work, and nobody's rows are to stay in a buffer for that.
    private void Flush(bool isIdle)
    {
        for (int sink = 0; sink < _sinks.Count; sink++)
        {
            if (isIdle || (_isFiring && !_queueOfSink[sink].IsCut))
            {
                _sinks[sink].FlushIfDirty();
            }
        }
    }

    private void NoteReleased(LatencyMeter latency, long taken, bool isNews)
    {
        if (_isFiring)
        {
            latency.NoteReleased(taken, _tenants!, _durable is not null, _environment.NowNs);
        }
        else if (isNews)
        {
            latency.NoteReleased(_released, _durable is not null, _environment.NowNs);
        }
    }

    // Not more of a sink's rows at a time: the rows of the others wait for no more than that. A sink that no firing
    // feeds gets rows of frames alone, no more of them than come, and would fall behind in units.
    private int Release(SinkQueue queue)
    {
        queue.Sort();
        bool isFed = queue.Allowed.Position < _taken;
        int rowsMax = isFed ? _unitRows : _batchRows;
        int rows = 0;
        while (rows < rowsMax && queue.TryPeek(out int shard, out OutputStretch stretch))
        {
            int count = Math.Min(stretch.Rows, rowsMax - rows);
            int lengthBytes = Write(stretch.RowAddress, count);
            queue.Remove(shard, count, lengthBytes);
            _waitingBytes[shard] -= lengthBytes;
            _arenas[shard].Release(stretch.RowAddress, lengthBytes);
            rows += count;
        }

        queue.Settle();
        return rows;
    }

    // Of one statement, one behind the other. Returns the length of their records.
    private int Write(nint rowAddress, int rows)
    {
        int statement = OutputArena.RecordAt(rowAddress).Identity.Statement;
        SinkChannel sink = _sinks[_sinkOfStatement[statement]];
        RowSchema schema = _schemaOfStatement[statement];
        sink.NoteTaken(rows);
        int lengthBytes = 0;
        for (int i = 0; i < rows; i++)
        {
            OutputRecord record = OutputArena.RecordAt(rowAddress + lengthBytes);
            lengthBytes += record.LengthBytes;
            Write(sink, record.Identity, new RowView(schema, record.RowAddress));
        }

        return lengthBytes;
    }

    private void Write(SinkChannel sink, in OutputIdentity identity, RowView row)
    {
        if (_environment.Fault(FaultPoint.DropAtSink))
        {
            return;
        }

        sink.Write(identity, row);
        if (_environment.Fault(FaultPoint.DoubleAtSink))
        {
            sink.Write(identity, row);
        }

        if (identity.Statement == DeadLetterSchema.StatementId)
        {
            Volatile.Write(ref _deadLetters, _deadLetters + 1);
            _sample.Note(row);
        }
    }
}
