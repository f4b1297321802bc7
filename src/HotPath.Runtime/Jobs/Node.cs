using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Journal.Log;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Processing;
using HotPath.Runtime.Replays;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Jobs;

/// <summary>
/// A whole node, ingress to egress: agents around one ring. Whoever owns it decides what calls their duty cycles:
/// threads by a thread plan, or a simulation one at a time under a seed. The code is the same.
/// </summary>
/// <remarks>
/// Threading: construct, complete and dispose on one thread; agents as their threads are arranged in between.
/// </remarks>
/// <typeparam name="TEnvironment">Seams to the outside: a struct, so that they cost nothing.</typeparam>
public sealed class Node<TEnvironment> : IDisposable
    where TEnvironment : struct, IEnvironment
{
    private readonly IJobPlan _plan;
    private readonly NodeResources _resources;
    private readonly IngressState _state;
    private readonly MarkBoard _marks;
    private readonly List<ShardAgent<TEnvironment>> _shards = [];
    private readonly List<IAgent> _agents = [];
    private readonly IAdmission _admission;
    private readonly LogFeeder<TEnvironment>? _feeder;
    private readonly JournalReplayParts<TEnvironment>? _replay;
    private readonly RecorderAgent<TEnvironment>? _recorder;
    private readonly EgressAgent<TEnvironment>? _egress;
    private readonly DurableParts<TEnvironment>? _durable;
    private readonly TEnvironment _environment;
    private readonly long _startNs;
    private readonly long _startAllocatedBytes = GC.GetTotalAllocatedBytes();

    /// <summary>Opens everything a job needs.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <param name="stop">Asks ingress to admit nothing more.</param>
    /// <exception cref="HotPathException">HP1001: bad option. HP2001: missing input. HP2002: unwritable sink. HP2003:
    /// damaged log.</exception>
    public Node(NodeJob job, TEnvironment environment, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(job);
        job.Options.Validate();
        _environment = environment;
        _startNs = environment.NowNs;
        _plan = job.Plan;
        _marks = new MarkBoard(job.ShardCount);
        _resources = new NodeResources(
            job.Options, new NodeControl(stop), job.Durable?.StartPosition ?? job.Journal?.StartPosition ?? 0);
        _state = new IngressState(_plan.Tables, _resources.Heap);
        try
        {
            _durable = job.Durable is { } options ? CreateDurable(options, job.ShardCount) : null;
            _resources.Separate();
            _feeder = job.ReplayPath is { } path ? CreateFeeder(path) : null;
            _replay = job.Journal is { } journal
                ? new JournalReplayParts<TEnvironment>(journal, _plan, _resources, _state, environment)
                : null;
            _admission = _feeder ?? (IAdmission?)_replay?.Feeder ?? CreateAdmission(job.Connectors);
            _agents.Add(_admission);
            for (int i = 0; i < job.ShardCount; i++)
            {
                _resources.Separate();
                _shards.Add(new ShardAgent<TEnvironment>(
                    _plan,
                    i,
                    job.ShardCount,
                    _resources,
                    _marks,
                    _durable?.Seams ?? _replay?.Seams ?? ShardSeams.None,
                    environment));
            }

            _durable?.Restore(_shards);
            _replay?.Restore(_shards);
            _resources.Separate();
            _agents.AddRange(_shards);
            if (job.Options.RecordPath is { } recordPath)
            {
                _recorder = new RecorderAgent<TEnvironment>(recordPath, _resources, _marks, environment);
                _agents.Add(_recorder);
            }

            if (job.ShardCount > 0)
            {
                _egress = new EgressAgent<TEnvironment>(
                    _plan, job.Connectors, _shards, _resources, _durable?.Egress ?? _replay?.Egress, environment);
                _agents.Add(_egress);
            }

            if (_durable is not null)
            {
                _agents.Add(_durable.Journal);
                _agents.Add(_durable.Sync);
                _agents.Add(_durable.Checkpoints);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its agents, from ingress to egress.</summary>
    public IReadOnlyList<IAgent> Agents => _agents;

    /// <summary>Event frames sequenced, from any thread. Unit: events.</summary>
    public long Events => _admission.Events;

    /// <summary>Calls to the native allocator, from any thread. Unit: calls.</summary>
    public long AllocatorCalls => _resources.Heap.AllocatorCalls;

    /// <summary>Where the job stands, from any thread; the rate is the caller's to fill in.</summary>
    /// <returns>The figures.</returns>
    public JobProgress Progress() => new(
        _admission.Events,
        EventsPerSecond: 0,
        _resources.Ring.Cursor.Value,
        _shards.Select(shard => shard.WatermarkMs).DefaultIfEmpty(long.MinValue).Max(),
        LagMs(),
        _shards.Sum(shard => shard.StateEntries),
        _egress?.DeadLetters ?? 0,
        _shards.Sum(shard => shard.Outputs.BufferedBytes),
        _resources.Heap.LiveBytes,
        Latency());

    // The clock is read before the first record comes: there is no lag while no frame has been taken.
    private long LagMs()
    {
        long sequencedMs = _admission.IngestTimeMs;
        long takenMs = _shards.Select(shard => shard.IngestTimeMs).DefaultIfEmpty(sequencedMs).Min();
        return takenMs == 0 ? 0 : Math.Max(0, sequencedMs - takenMs);
    }

    /// <summary>
    /// Ends a run whose agents are all done: audits the ledger, closes sinks and log, draws up the report.
    /// </summary>
    /// <param name="threads">The thread plan used, for the report.</param>
    /// <returns>The report.</returns>
    /// <exception cref="HotPathException">HP2002: a sink or the log cannot be closed. HP3002: the ledger does not
    /// balance.</exception>
    public JobReport Complete(string threads)
    {
        IReadOnlyList<SinkChannel> sinks = _egress?.Sinks ?? [];
        List<StatementCounters> statements = [.. _shards.SelectMany(shard => shard.Program.Counters)];
        List<EventIdCounters> eventIds = [.. _shards.SelectMany(shard => shard.Program.EventIds)];
        LedgerAudit.Check(_plan, _resources.Control.EndPosition, _state.Ledger, eventIds, statements, sinks);
        foreach (SinkChannel sink in sinks)
        {
            sink.Complete();
        }

        List<SinkDigest> digests = [.. sinks.Select(sink => sink.Digest)];
        IReadOnlyList<MarkHash> marks = _marks.ToList();
        LogTrailer? recorded = _recorder?.Writer.Complete(_resources.Control.IsStopped, digests, marks);
        long durationNs = _environment.NowNs - _startNs;
        long eventsBefore =
            (_admission as RecoveringAdmission<TEnvironment>)?.EventsBefore ?? _replay?.Feeder.EventsBefore ?? 0;
        var report = new JobReport
        {
            Events = _admission.Events,
            Rejected = _state.Ledger.All.Sum(counters => counters.Rejected),
            DeadLetters = _egress?.DeadLetters ?? 0,
            DurationNs = durationNs,
            EventsBefore = eventsBefore,
            EventsPerSecond = durationNs > 0 ? (_admission.Events - eventsBefore) * 1e9 / durationNs : 0,
            Checkpoints = _durable?.Checkpoints.Committed ?? 0,
            TimeToFirstEventNs = _admission.FirstEventNs < 0 ? -1 : _admission.FirstEventNs - _startNs,
            EndPosition = _resources.Control.EndPosition,
            Chain = recorded?.Chain ?? _feeder?.Chain ?? _replay?.Feeder.Chain,
            MarkHashes = marks,
            Sinks = digests,
            SinkLedger = [.. sinks.Select(sink => sink.Counters)],
            Statements = statements,
            Sources = _shards.Count == 0 ? _state.Ledger.All : SourceDecisions.Of(_plan, _state.Ledger, eventIds),
            Tenants = _state.Tenants.ToList(),
            WatermarkMs = _shards.Select(shard => shard.WatermarkMs).DefaultIfEmpty(long.MinValue).Max(),
            StateEntries = _shards.Sum(shard => shard.StateEntries),
            NativeHeapBytes = _resources.Heap.LiveBytes,
            SpilledBytes = _shards.Sum(shard => shard.Outputs.SpilledBytes),
            AllocatorCalls = _resources.Heap.AllocatorCalls,
            AllocatedBytes = GC.GetTotalAllocatedBytes() - _startAllocatedBytes,
            ThreadPlan = threads,
            ShardCount = _shards.Count,
            Stopped = _resources.Control.IsStopped,
            Balanced = true,
            FirstDeadLetters = _egress?.FirstDeadLetters ?? [],
            Latency = [.. (_resources.Latency?.Complete() ?? []).Select(Named)],
        };
        report = _replay?.Compare(report) ?? report;
        return _feeder?.Trailer is { } trailer ? ReplayComparison.Compare(report, trailer) : report;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _egress?.Dispose();
        _recorder?.Dispose();
        foreach (ShardAgent<TEnvironment> shard in _shards)
        {
            shard.Dispose();
        }

        _shards.Clear();
        _admission?.Dispose();
        _durable?.Dispose();
        _replay?.Dispose();
        _state.Dispose();
        _resources.Dispose();
    }

    private LatencyReading Latency()
    {
        LatencyReading reading = _resources.Latency?.Read() ?? LatencyReading.None;
        return reading with { SinceStart = [.. reading.SinceStart.Select(Named)] };
    }

    private LatencyFigures Named(LatencyFigures figures) => figures.TenantId > 0
        ? figures with { Tenant = Encoding.UTF8.GetString(_state.Tenants.NameOf(figures.TenantId)) }
        : figures;

    private LogFeeder<TEnvironment> CreateFeeder(string path)
    {
        var reader = new LogReader(_environment.OpenRead(path), _resources.Heap);
        return new LogFeeder<TEnvironment>(reader, _plan, _resources, _state, _environment);
    }

    private DurableParts<TEnvironment> CreateDurable(DurableOptions options, int shardCount) =>
        new(options, _plan, shardCount, _resources, _state, _marks, _environment);

    private IAdmission CreateAdmission(IConnectors connectors) => _durable is null
        ? CreateIngress(connectors)
        : new RecoveringAdmission<TEnvironment>(
            _durable.Options,
            _plan,
            _resources,
            _state,
            _marks,
            _durable.Schedule,
            () => CreateIngress(connectors),
            _environment);

    private IngressAgent<TEnvironment> CreateIngress(IConnectors connectors)
    {
        var sequencer = new Sequencer<TEnvironment>(
            _resources.Ring, _plan, _state, _durable?.Schedule, _resources.Options.FrameBytesMax, _environment);
        return new IngressAgent<TEnvironment>(
            _plan, connectors, sequencer, _resources, _state, _durable?.Journal.Commit.Durable, _environment);
    }
}
