using System;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Segments;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Admission of a durable node: first the frames that the journal holds behind the checkpoint, then the sources from
/// where those frames left them. Shards and egress do not know the difference.
/// </summary>
/// <remarks>Threading: single-threaded; the counters may be read by anyone.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class RecoveringAdmission<TEnvironment> : IAdmission
    where TEnvironment : struct, IEnvironment
{
    private readonly IJobPlan _plan;
    private readonly IngressState _state;
    private readonly RingBuffer _ring;
    private readonly MarkBoard _marks;
    private readonly JournalReader _reader;
    private readonly FrameFeed _feed;
    private readonly CheckpointSchedule _schedule;
    private readonly Func<IngressAgent<TEnvironment>> _openSources;
    private readonly Action<string>? _onNotice;
    private readonly Action? _onLive;
    private readonly int _batchFrames;
    private readonly long _startNs;
    private TEnvironment _environment;
    private IngressAgent<TEnvironment>? _live;
    private FrameFlyweight _held;
    private bool _isHolding;
    private MarkHash _mark = MarkHash.None;
    private long _frames;

    /// <summary>Opens the journal for recovery.</summary>
    /// <param name="options">Where the journal lies.</param>
    /// <param name="plan">The plan; the journal's must be the same.</param>
    /// <param name="node">What the agents of the node share; the ring starts at the checkpoint.</param>
    /// <param name="state">As of the checkpoint.</param>
    /// <param name="marks">Told what hashes the journal holds.</param>
    /// <param name="schedule">Decides which marks become checkpoints.</param>
    /// <param name="openSources">Opens the sources, once the journal has been read.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable. HP2008: damaged.</exception>
    public RecoveringAdmission(
        DurableOptions options,
        IJobPlan plan,
        NodeResources node,
        IngressState state,
        MarkBoard marks,
        CheckpointSchedule schedule,
        Func<IngressAgent<TEnvironment>> openSources,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(node);
        _plan = plan;
        _state = state;
        _ring = node.Ring;
        _marks = marks;
        _schedule = schedule;
        _openSources = openSources;
        _onNotice = options.OnNotice;
        _onLive = options.OnLive;
        _batchFrames = node.Options.BatchFrames;
        _environment = environment;
        _startNs = environment.NowNs;
        long position = _ring.ClaimedPosition;
        _reader = new JournalReader(options.Storage, node.Heap, options.Journal.Directory, position, position);
        _feed = new FrameFeed(options.Journal.Directory, plan, _ring, state);
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Ingress;

    /// <inheritdoc/>
    public bool IsDone => _live?.IsDone ?? false;

    /// <inheritdoc/>
    public long Events => _state.Events;

    /// <summary>Events that stood in checkpoint and journal. After the agent has ended. Unit: events.</summary>
    public long EventsBefore { get; private set; }

    /// <inheritdoc/>
    public long IngestTimeMs => _state.IngestTimeMs;

    /// <inheritdoc/>
    public long FirstEventNs => _live?.FirstEventNs ?? -1;

    /// <inheritdoc/>
    public int DoWork()
    {
        if (_live is not null)
        {
            return _live.DoWork();
        }

        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        while (work < frames && _live is null && TryStep())
        {
            work++;
        }

        _ring.Publish();
        return work;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _live?.Dispose();
    }

    private bool TryStep()
    {
        if (!_isHolding && !TryHold())
        {
            GoLive();
            return true;
        }

        _isHolding = !_feed.TryCopy(_held);
        if (!_isHolding && _held.Type == FrameType.Mark)
        {
            _schedule.OnRecoveredMark(_state.LastMarkEnd, _environment.NowNs);
        }

        return !_isHolding;
    }

    private bool TryHold()
    {
        _isHolding = _reader.TryRead(out _held);
        if (!_isHolding)
        {
            return false;
        }

        _frames++;
        if (_reader.Mark != _mark)
        {
            _mark = _reader.Mark;
            _marks.Expect(_mark);
        }

        if (_held.Type == FrameType.Plan)
        {
            PlanCheck.Compare(Encoding.UTF8.GetString(_held.PayloadSpan), _plan);
        }

        return true;
    }

    private void GoLive()
    {
        if (_ring.ClaimedPosition > 0)
        {
            double seconds = (_environment.NowNs - _startNs) / 1e9;
            _onNotice?.Invoke(FormattableString.Invariant(
                $"recovered to position {_ring.ClaimedPosition}: {_frames} frames replayed in {seconds:F3} s"));
        }

        _reader.Dispose();
        EventsBefore = _state.Events;
        _live = _openSources();
        _onLive?.Invoke();
    }
}
