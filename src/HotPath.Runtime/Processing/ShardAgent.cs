using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Processing;

/// <summary>
/// Feeds one shard's operators with the frames of the log. A large window firing stays pending and is worked off a unit
/// at a time between frames, so other tenants go on; no result depends on that interleaving.
/// </summary>
/// <remarks>Threading: single-threaded; the properties may be read by anyone.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class ShardAgent<TEnvironment> : IAgent, IDisposable
    where TEnvironment : struct, IEnvironment
{
    private const int LookAheadBytes = 1536;
    private const int FrameAheadBytes = 1024;
    private const int RunRowsMin = 8; // fewer cost more than they save
    private const int FiringShare = 4; // of the arena's limit
    private const int HashUnitEntries = 512; // beyond what a batch of frames changes
    private const int MarkEntriesMin = 256; // to hash before them what changes all the time would cost more
    private const int MarkEntryBytes = 64; // of log before a mark, for each entry that may still be left to it

    private readonly RingBuffer _ring;
    private readonly Sequence _consumed;
    private readonly NodeControl _control;
    private readonly MarkBoard _marks;
    private readonly int _index;
    private readonly int _batchFrames;
    private readonly long _arenaLimitBytes;
    private readonly int _evictionEntries;
    private readonly int _markEntriesMax;
    private readonly MarkInterval _markInterval;
    private readonly Sequence? _durable;
    private readonly long _cautiousPosition;
    private readonly OutputFrontier[] _limits;
    private readonly RowFrame[] _run = new RowFrame[RowFrame.RunRowsMax];
    private TEnvironment _environment;
    private readonly ShardCheckpoint? _checkpoint;
    private long _next;
    private long _markDuePosition;
    private long _ahead;
    private long _ingestTimeMs;
    private long _watermarkMs = long.MinValue;
    private long _stateEntries;
    private long _releasedBytes;
    private bool _isUnitPutOff;
    private int _singles; // frames to take before rows are gathered again
    private int _runRows = RowFrame.RunRowsMax; // to gather at most
    private long _decidedPosition = -1; // of the last frame for which a fault has been asked for
    private FaultPoint _fault; // of that frame

    /// <summary>A shard with empty state.</summary>
    /// <param name="plan">Makes the operators.</param>
    /// <param name="index">Which shard, from 0.</param>
    /// <param name="shardCount">How many there are.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="marks">Where state hashes go.</param>
    /// <param name="seams">Checkpoints, evicted state, notes.</param>
    /// <param name="environment">Seams to the outside.</param>
    public ShardAgent(
        IJobPlan plan,
        int index,
        int shardCount,
        NodeResources node,
        MarkBoard marks,
        ShardSeams seams,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(seams);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(node);
        _ring = node.Ring;
        _consumed = _ring.AddConsumer();
        _next = _ring.ClaimedPosition;
        Applied = new Sequence(_next);
        _control = node.Control;
        _marks = marks;
        _index = index;
        _batchFrames = node.Options.BatchFrames;
        _arenaLimitBytes = node.Options.OutputArenaLimitBytes;
        _environment = environment;
        Name = ThreadPlan.Shard(index);
        Outputs = new OutputArena(
            node.Heap,
            spillFolder: node.Options.SpillFolder,
            memoryBytesMax: node.Options.OutputArenaMemoryBytes);
        Program = plan.CreateShard(new ShardOptions
        {
            Index = index,
            Count = shardCount,
            Heap = node.Heap,
            Outputs = Outputs,
            FiringUnitRows = node.Options.FiringUnitRows,
            StateReader = seams.StateReader,
            StateMemoryBytes = StateLimits.ShareOf(plan.StateLimits.MemoryBytes, shardCount),
            SpillFolder = seams.StateFolder ?? node.Options.SpillFolder,
            Probe = node.Options.Probe,
            NoteAddress = seams.Poison?.NoteOf(index) ?? 0,
        });
        _limits = new OutputFrontier[plan.Sinks.Count];
        Frontiers = [.. plan.Sinks.Select(_ => new SinkFrontier(_next))];
        _durable = seams.Durable;
        _cautiousPosition = _durable is null ? 0 : seams.Poison?.CautiousPosition ?? 0;
        _evictionEntries = node.Options.EvictionUnitEntries;
        _markEntriesMax = node.Options.MarkEntriesMax;
        _markInterval = new MarkInterval(plan);
        _markDuePosition = _markInterval.DueBehind(_next);
        _checkpoint = seams.Checkpoints is null
            ? null
            : new ShardCheckpoint(
                seams.Checkpoints,
                Program.State,
                index,
                node.Options.CheckpointSliceEntries,
                StateLimits.ShareOf(plan.StateLimits.DirtyBytes, shardCount),
                node.Options.CheckpointImageBytesMax);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>Position below which every frame's outputs are in the arena.</summary>
    public Sequence Applied { get; }

    /// <summary>Position below which every frame has been taken; some of what it fires may be pending.</summary>
    public Sequence Consumed => _consumed;

    /// <summary>
    /// How far the rows of each sink are in the arena while a firing is pending; <see cref="Applied"/> may be further.
    /// </summary>
    public IReadOnlyList<SinkFrontier> Frontiers { get; }

    /// <summary>Finished rows on their way to egress.</summary>
    public OutputArena Outputs { get; }

    /// <summary>The operators. Only for the agent's thread, or after it has ended.</summary>
    public IShardProgram Program { get; }

    /// <summary>Ingest time of the newest frame taken. Unit: ms since the Unix epoch. Ordering: acquire.</summary>
    public long IngestTimeMs => Volatile.Read(ref _ingestTimeMs);

    /// <summary>
    /// Highest watermark after the last duty cycle. Unit: ms since the Unix epoch. Ordering: acquire.
    /// </summary>
    public long WatermarkMs => Volatile.Read(ref _watermarkMs);

    /// <summary>State entries after the last duty cycle. Unit: entries. Ordering: acquire.</summary>
    public long StateEntries => Volatile.Read(ref _stateEntries);

    private bool IsEgressAbreast => Outputs.BufferedBytes <= _arenaLimitBytes / FiringShare;

    private bool IsPending => Program.FirstPendingPosition != long.MaxValue;

    /// <inheritdoc/>
    public int DoWork()
    {
        // Over its limit the arena stops frames, never a firing half done: egress can release nothing past it.
        int framesMax = _environment.BatchFrames(_batchFrames);
        int frames = Outputs.BufferedBytes <= _arenaLimitBytes && _checkpoint?.HasRoom() != false
            ? TakeFrames(framesMax)
            : 0;
        int work = frames;

        // One unit a duty cycle: never more before the frames that have come meanwhile, however many they are.
        if (IsPending && !PutsUnitOff(frames, framesMax) && MayFire())
        {
            Program.RunPendingUnit();
            work++;
        }

        if (work > 0)
        {
            ReportPostponed();
            PublishProgress();
            Program.State.HashAhead(EntriesLeftToMark(), HashUnitEntries);
        }

        work += _checkpoint?.Work() == true ? 1 : 0;
        work += Program.State.Evict(_evictionEntries) ? 1 : 0;
        IsDone = _next == _control.EndPosition && !IsPending && _checkpoint?.IsBusy != true;
        return work;
    }

    /// <summary>Shows watermark and state as they are: what was restored is there before the first frame.</summary>
    public void PublishFigures()
    {
        Volatile.Write(ref _watermarkMs, Program.WatermarkMs);
        Volatile.Write(ref _stateEntries, Program.StateEntries);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Program.Dispose();
        Outputs.Dispose();
    }

    // What a mark has to hash keeps the rows behind it waiting; so, the nearer it is, the less is left to it.
    private int EntriesLeftToMark()
    {
        long left = Math.Max(MarkEntriesMin, (_markDuePosition - _next) / MarkEntryBytes);
        return (int)Math.Min(left, _markEntriesMax);
    }

    // A unit that is due ends the batch: it comes behind it, and egress has its turn before the next.
    private int TakeFrames(int framesMax)
    {
        Raw.Prefetch(_ring.AddressOf(_next)); // on its way while the cursor is
        long available = Available();
        int frames = 0;
        while (frames < framesMax && _next < available && !(Program.IsUnitDue && IsEgressAbreast))
        {
            int taken = TakeRun(available, framesMax - frames);
            frames += taken;
            if (taken > 0)
            {
                continue;
            }

            LookAhead(available);
            if (!TryStep())
            {
                break;
            }

            frames++;
        }

        return frames;
    }

    // Rows of one table that follow each other go to the operators together, as far as those take them. Where they take
    // next to none, rows go one by one for a while; what else lies between rows says nothing about them.
    private int TakeRun(long available, int framesMax)
    {
        if (_singles > 0)
        {
            _singles--;
            return 0;
        }

        var first = new FrameFlyweight(_ring.AddressOf(_next));
        if (first.Type != FrameType.Event || framesMax < RunRowsMin || IsPending)
        {
            return 0;
        }

        if (!Program.TakesRuns(first.Table))
        {
            _singles = RowFrame.RunRowsMax;
            return 0;
        }

        int count = Gather(first.Table, available, Math.Min(framesMax, _runRows), out long end);
        if (count < RunRowsMin)
        {
            _singles = count;
            return 0;
        }

        int taken = Program.OnRun(first.Table, _run.AsSpan(0, count));
        if (taken > 0)
        {
            _next = taken < count ? _run[taken].Position : end;
            _ingestTimeMs = _run[taken - 1].IngestTimeMs;
        }

        NoteRun(count, taken);
        return taken;
    }

    private void NoteRun(int count, int taken)
    {
        if (taken < count || count == _runRows)
        {
            _runRows = Math.Clamp(2 * taken, RunRowsMin, RowFrame.RunRowsMax);
        }

        _singles = taken == count ? 0 : taken < RunRowsMin / 2 ? RowFrame.RunRowsMax : 1;
    }

    private int Gather(int table, long available, int rowsMax, out long end)
    {
        int count = 0;
        for (end = _next; count < rowsMax && end < available; count++)
        {
            nint address = _ring.AddressOf(end);
            var frame = new FrameFlyweight(address);
            if (frame.Type != FrameType.Event || frame.Table != table || FaultOf(end) != FaultPoint.None)
            {
                break;
            }

            PrefetchBehind(address);
            _run[count] = EventFrames.InRun(frame);
            end += frame.AlignedBytes;
        }

        return count;
    }

    // Asked once a frame, and kept until the frame is taken: alone, if something is to go wrong.
    private FaultPoint FaultOf(long position)
    {
        if (position > _decidedPosition)
        {
            _decidedPosition = position;
            _fault = _environment.Fault(FaultPoint.DoubleDelivered) ? FaultPoint.DoubleDelivered
                : _environment.Fault(FaultPoint.DropDelivered) ? FaultPoint.DropDelivered
                : FaultPoint.None;
        }

        return position == _decidedPosition ? _fault : FaultPoint.None;
    }

    // A row that ends the process twice must be in the journal the second time, or nothing could be said about it.
    private long Available() => _next < _cautiousPosition
        ? Math.Min(_ring.Cursor.Value, _durable!.Value)
        : _ring.Cursor.Value;

    // A row waits for its group's memory longer than for anything else, so the row some frames on asks for its own now.
    private void LookAhead(long available)
    {
        if (_ahead < _next)
        {
            _ahead = _next;
        }

        long until = Math.Min(available, _next + LookAheadBytes);
        while (_ahead < until)
        {
            nint address = _ring.AddressOf(_ahead);
            PrefetchBehind(address);
            var frame = new FrameFlyweight(address);
            if (frame.Type == FrameType.Event)
            {
                Program.Prefetch(_ahead, frame.Tenant, frame.Table, frame.Payload);
            }

            _ahead += frame.AlignedBytes;
        }
    }

    private static void PrefetchBehind(nint address)
    {
        Raw.Prefetch(address + FrameAheadBytes);
        Raw.Prefetch(address + FrameAheadBytes + 64);
        Raw.Prefetch(address + FrameAheadBytes + 128);
    }

    // Rows that have come while the unit before ran go out before the next one does: every other turn, and only where
    // no frames are left behind and no row that is kept has paid for the unit.
    private bool PutsUnitOff(int frames, int framesMax)
    {
        _isUnitPutOff = !_isUnitPutOff && frames > 0 && frames < framesMax && !Program.IsUnitDue;
        return _isUnitPutOff;
    }

    // A firing that egress takes away is not to fill the arena, which would stop everyone's frames: while egress gets
    // on with what there is, it goes no faster. Where egress can take nothing before its end, it goes on.
    private bool MayFire()
    {
        long releasedBytes = Outputs.ReleasedBytes;
        bool isTaken = releasedBytes != _releasedBytes;
        _releasedBytes = releasedBytes;
        return !isTaken || IsEgressAbreast;
    }

    private bool TryStep()
    {
        var frame = new FrameFlyweight(_ring.AddressOf(_next));
        FrameType type = frame.Type;
        if (type == FrameType.Mark)
        {
            if (!TryMark(_next + frame.AlignedBytes))
            {
                return false;
            }

            _markDuePosition = _markInterval.DueBehind(_next + frame.AlignedBytes);
        }

        FaultPoint fault = type == FrameType.Event ? FaultOf(_next) : FaultPoint.None;
        if (fault == FaultPoint.DoubleDelivered)
        {
            Dispatch(type, frame);
        }

        if (fault != FaultPoint.DropDelivered)
        {
            Dispatch(type, frame);
        }

        _ingestTimeMs = frame.IngestTimeMs;
        _next += frame.AlignedBytes;
        return true;
    }

    // A mark says what the state is without anything pending. What that is may be told later, but not written into a
    // checkpoint: where one has to be, the mark waits, and what is behind it too.
    private bool TryMark(long endPosition)
    {
        if (!IsPending)
        {
            ReportPostponed();
            _marks.Report(_index, _next, Program.OnMark(_next));
            _checkpoint?.OnMark(endPosition);
            return true;
        }

        if (_checkpoint?.MayPass(endPosition) == false || !Program.TryPostponeMark(_next))
        {
            return false;
        }

        _checkpoint?.Pass(endPosition);
        return true;
    }

    private void ReportPostponed()
    {
        while (Program.TryTakeMark(out long position, out ulong hash))
        {
            _marks.Report(_index, position, hash);
        }
    }

    private void Dispatch(FrameType type, FrameFlyweight frame)
    {
        switch (type)
        {
            case FrameType.Event:
                Program.OnEvent(EventFrames.One(frame));
                break;
            case FrameType.Reject:
                long detail = frame.Detail;
                var reason = (RejectReason)RejectDetail.Reason(detail);
                Program.OnReject(EventFrames.One(frame), reason, RejectDetail.Column(detail));
                break;
            case FrameType.DefineTenant:
                Program.OnDefineTenant(frame.Tenant, frame.PayloadSpan);
                break;
            case FrameType.DefineSource:
                Program.OnDefineSource(frame.Table, frame.Source, frame.PayloadSpan);
                break;
            case FrameType.DefineClient:
                Program.OnDefineClient(frame.Partition, frame.PayloadSpan);
                break;
            case FrameType.EndOfInput:
                Program.OnEndOfInput(_next, frame.Table, frame.IngestTimeMs);
                break;
            case FrameType.Tick:
                Program.OnTick(_next, frame.IngestTimeMs, frame.Detail);
                break;
            default:
                break;
        }
    }

    private void PublishProgress()
    {
        PublishFigures();
        long pending = Program.FirstPendingPosition;
        if (pending != long.MaxValue)
        {
            PublishFrontiers();
        }

        Applied.Publish(Math.Min(_next, pending));
        _consumed.Publish(_next);
    }

    // Sinks that no pending firing feeds go on without it. What is told here is in the arena.
    private void PublishFrontiers()
    {
        Program.ReadFrontiers(_limits);
        OutputFrontier read = OutputFrontier.Before(_next);
        for (int sink = 0; sink < _limits.Length; sink++)
        {
            Frontiers[sink].Publish(_limits[sink].Min(read));
        }
    }
}
