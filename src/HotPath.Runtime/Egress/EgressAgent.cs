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
/// Releases finished rows to their sinks in the total order (position, statement, tenant, index), up to the position
/// that every shard has applied and, on a durable node, the journal holds: from there on, nothing earlier can come.
/// </summary>
/// <remarks>Threading: single-threaded; the properties may be read by anyone. Source: design.md, "Outputs".</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class EgressAgent<TEnvironment> : IAgent, IDisposable
    where TEnvironment : struct, IEnvironment
{
    private readonly NodeControl _control;
    private readonly SequenceBarrier _applied;
    private readonly Sequence? _committed;
    private readonly LatencyMeter? _latency;
    private readonly EgressCheckpoint<TEnvironment>? _checkpoint;
    private readonly OutputArena[] _arenas;
    private readonly ShardOutputs[] _waiting;
    private readonly List<SinkChannel> _sinks = [];
    private readonly SinkChannel[] _sinkOfStatement;
    private readonly RowSchema[] _schemaOfStatement;
    private readonly DeadLetterSample _sample = new();
    private TEnvironment _environment;
    private long _released;
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
        _applied = new SequenceBarrier([.. shards.Select(static shard => shard.Applied)]);
        _committed = durable?.Committed;
        _latency = node.Latency;
        _arenas = [.. shards.Select(shard => shard.Outputs)];
        _waiting = [.. shards.Select(_ => new ShardOutputs())];
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

        int statements = plan.Statements.Select(statement => statement.Id).DefaultIfEmpty(0).Max() + 1;
        _sinkOfStatement = new SinkChannel[statements];
        _schemaOfStatement = new RowSchema[statements];
        _sinkOfStatement[DeadLetterSchema.StatementId] = _sinks[^1];
        _schemaOfStatement[DeadLetterSchema.StatementId] = DeadLetterSchema.Schema;
        foreach (StatementDefinition statement in plan.Statements)
        {
            _sinkOfStatement[statement.Id] = _sinks[statement.Sink];
            _schemaOfStatement[statement.Id] = statement.OutputSchema;
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
        // Order matters: what is below this position is in the arenas already, so draining them now misses nothing of
        // it.
        long end = _control.EndPosition;
        long limit = Releasable();
        int work = Drain();
        limit = _checkpoint?.LimitOf(limit) ?? limit;
        if (limit > _released)
        {
            work += Release(limit);
        }

        _latency?.Serve();
        if (_checkpoint?.TryCapture(_released, _sinks) == true)
        {
            work++;
        }

        if (work == 0 || limit == end)
        {
            foreach (SinkChannel sink in _sinks)
            {
                sink.FlushIfDirty();
            }
        }

        IsDone = limit == end && _checkpoint?.IsDue != true;
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

    private long Releasable()
    {
        long applied = _applied.Poll();
        long committed = _committed?.Value ?? long.MaxValue;
        _latency?.Observe(applied, committed, ref _environment);
        return Math.Min(applied, committed);
    }

    private int Drain()
    {
        int rows = 0;
        for (int shard = 0; shard < _arenas.Length; shard++)
        {
            // What was there at the start, no more: a shard that goes on producing must not keep egress from releasing.
            OutputArena arena = _arenas[shard];
            long unreadBytes = arena.BufferedBytes - _waiting[shard].WaitingBytes;
            while (unreadBytes > 0 && arena.TryRead(out OutputRecord record))
            {
                rows++;
                unreadBytes -= record.LengthBytes;
                if (_environment.Fault(FaultPoint.DropOutput))
                {
                    arena.Release(record);
                    continue;
                }

                _sinkOfStatement[record.Identity.Statement].NoteProduced();
                _waiting[shard].Add(record);
            }
        }

        return rows;
    }

    private int Release(long limit)
    {
        foreach (ShardOutputs waiting in _waiting)
        {
            waiting.Sort();
        }

        int rows = 0;
        int shard;
        while ((shard = NextShard(limit)) >= 0)
        {
            OutputRecord record = _waiting[shard].First;
            Write(record);
            _waiting[shard].RemoveFirst();
            _arenas[shard].Release(record);
            rows++;
        }

        _released = limit;
        foreach (SinkChannel sink in _sinks)
        {
            sink.Check(limit);
        }

        _latency?.NoteReleased(limit, _committed is not null, _environment.NowNs);
        return rows;
    }

    private int NextShard(long limit)
    {
        int next = -1;
        for (int shard = 0; shard < _waiting.Length; shard++)
        {
            ShardOutputs waiting = _waiting[shard];
            if (waiting.Count > 0
                && waiting.First.Identity.Position < limit
                && (next < 0 || waiting.First.Identity < _waiting[next].First.Identity))
            {
                next = shard;
            }
        }

        return next;
    }

    private void Write(in OutputRecord record)
    {
        int statement = record.Identity.Statement;
        SinkChannel sink = _sinkOfStatement[statement];
        var row = new RowView(_schemaOfStatement[statement], record.RowAddress);
        sink.NoteTaken();
        if (_environment.Fault(FaultPoint.DropAtSink))
        {
            return;
        }

        sink.Write(record.Identity, row);
        if (_environment.Fault(FaultPoint.DoubleAtSink))
        {
            sink.Write(record.Identity, row);
        }

        if (statement == DeadLetterSchema.StatementId)
        {
            Volatile.Write(ref _deadLetters, _deadLetters + 1);
            _sample.Note(row);
        }
    }
}
