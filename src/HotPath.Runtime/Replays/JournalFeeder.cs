using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Segments;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Replays;

/// <summary>Feeds the frames of a journal to the ring, byte for byte, in place of ingress and sequencer.</summary>
/// <remarks>Threading: single-threaded; the counters may be read by anyone.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class JournalFeeder<TEnvironment> : IAdmission
    where TEnvironment : struct, IEnvironment
{
    private readonly JournalReplay _replay;
    private readonly IJobPlan _plan;
    private readonly RingBuffer _ring;
    private readonly NodeControl _control;
    private readonly IngressState _state;
    private readonly CheckpointBoard _board;
    private readonly JournalReader _reader;
    private readonly FrameFeed _feed;
    private readonly List<MarkHash> _marks = [];
    private readonly int _batchFrames;
    private TEnvironment _environment;
    private FrameFlyweight _held;
    private bool _isHolding;

    /// <summary>A feeder at the start of a replay.</summary>
    /// <param name="replay">The journal.</param>
    /// <param name="plan">The plan; the journal's must be the same.</param>
    /// <param name="node">What the agents of the node share; the ring starts where the replay does.</param>
    /// <param name="state">As of the start; brought up to date by each frame.</param>
    /// <param name="board">Asked for what sinks hold at the position of the newest checkpoint.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable. HP2008: damaged, or it ends before the
    /// checkpoint.</exception>
    public JournalFeeder(
        JournalReplay replay,
        IJobPlan plan,
        NodeResources node,
        IngressState state,
        CheckpointBoard board,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(node);
        _replay = replay;
        _plan = plan;
        _ring = node.Ring;
        _control = node.Control;
        _batchFrames = node.Options.BatchFrames;
        _state = state;
        _board = board;
        _environment = environment;
        _feed = new FrameFeed(replay.Directory, plan, node.Ring, state);
        _reader = new JournalReader(
            replay.Storage, node.Heap, replay.Directory, replay.StartPosition, replay.CheckpointPosition);
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Ingress;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public long Events => _state.Events;

    /// <summary>Events that stood in the snapshot. Unit: events.</summary>
    public long EventsBefore { get; private set; } = -1;

    /// <inheritdoc/>
    public long IngestTimeMs => _state.IngestTimeMs;

    /// <inheritdoc/>
    public long FirstEventNs { get; private set; } = -1;

    /// <summary>Whether everything that was asked for was read: it was not stopped.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Chain over the frames verified so far.</summary>
    public ulong Chain => _reader.Chain;

    /// <summary>Mark hashes in the footers read so far, in order. After the agent has ended.</summary>
    public IReadOnlyList<MarkHash> Marks => _marks;

    /// <inheritdoc/>
    public int DoWork()
    {
        if (EventsBefore < 0)
        {
            EventsBefore = Events;
        }

        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        while (work < frames && !IsDone && TryStep())
        {
            work++;
        }

        _ring.Publish();
        if (FirstEventNs < 0 && Events > EventsBefore)
        {
            FirstEventNs = _environment.NowNs;
        }

        if (IsDone)
        {
            bool isWhole = IsAtEnd && _plan.Tables.All(table => _state.IsEnded(table.Id));
            _control.End(_ring.ClaimedPosition, isStopped: !isWhole);
        }

        return work;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool TryStep()
    {
        if (!_isHolding && !TryHold())
        {
            IsDone = true;
            return true;
        }

        _isHolding = !_feed.TryCopy(_held);
        if (!_isHolding && _held.Type == FrameType.Mark && _state.LastMarkEnd == _replay.ComparedPosition)
        {
            _board.Request(_state.LastMarkEnd, mayDecline: false);
        }

        return !_isHolding;
    }

    private bool TryHold()
    {
        if (_control.IsStopRequested)
        {
            return false;
        }

        _isHolding = TryRead(out _held);
        if (_isHolding && _held.Position > _replay.StopPosition)
        {
            ReadFootersOfThePart();
            _isHolding = false;
        }

        IsAtEnd = !_isHolding;
        if (_isHolding && _held.Type == FrameType.Plan)
        {
            PlanCheck.Compare(Encoding.UTF8.GetString(_held.PayloadSpan), _plan);
        }

        return _isHolding;
    }

    private bool TryRead(out FrameFlyweight frame)
    {
        bool isRead = _reader.TryRead(out frame);
        if (_reader.Mark != (_marks.Count == 0 ? MarkHash.None : _marks[^1]))
        {
            _marks.Add(_reader.Mark);
        }

        return isRead;
    }

    // A footer holds the newest hash that was known when it was written: that of the last mark may come much later.
    private void ReadFootersOfThePart()
    {
        while (_reader.Mark.Position <= _replay.StopPosition && !_control.IsStopRequested && TryRead(out _))
        {
        }
    }
}
