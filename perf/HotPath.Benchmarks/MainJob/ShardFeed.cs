using System;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Runtime.Processing;

namespace HotPath.Benchmarks.MainJob;

/// <summary>
/// One shard that reads a log again and again, each time as if it had been written later, with the look ahead that a
/// shard has. Its memory stays: after the first time a group takes what another has left, as in a job that runs for long.
/// </summary>
/// <param name="plan">A statement over one table, whose first column is its time.</param>
/// <param name="logPath">The log.</param>
public sealed class ShardFeed(IJobPlan plan, string logPath) : IDisposable
{
    private const int RunFrames = 64;
    private const int FramesAhead = 9; // about as far as a shard looks

    private readonly ShardState _state = new(plan);
    private readonly int _timeOffset = plan.Tables[0].Schema.SlotOffset(0);
    private readonly FrameFlyweight[] _frames = new FrameFlyweight[RunFrames];
    private readonly RowFrame[] _rows = new RowFrame[RunFrames];
    private long _behindBytes; // of what was read before
    private long _endBytes; // of what was read last

    /// <summary>What the operators hold. Unit: bytes.</summary>
    public long StateBytes => _state.Bytes;

    /// <summary>Groups that they hold, of overlapping windows by pane.</summary>
    public long StateEntries => _state.Shard.StateEntries;

    /// <summary>Reads the whole log.</summary>
    /// <param name="laterMs">How much later its rows are. Unit: ms.</param>
    public void Read(long laterMs)
    {
        _behindBytes = _endBytes;
        using LogReader reader = LogReader.Open(logPath, _state.Heap, followsChain: false);
        for (int count = ReadRun(reader, laterMs); count > 0; count = ReadRun(reader, laterMs))
        {
            Take(count);
        }
    }

    /// <summary>Reads the first row of the log, and fires what its watermark closes.</summary>
    /// <param name="laterMs">How much later it is. Unit: ms.</param>
    public void ReadFirst(long laterMs)
    {
        _behindBytes = _endBytes;
        using LogReader reader = LogReader.Open(logPath, _state.Heap, followsChain: false);
        if (ReadRun(reader, laterMs) > 0)
        {
            TakeOne(_frames[0]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    // The next events that lie in one batch, and so where they are until another is asked for.
    private int ReadRun(LogReader reader, long laterMs)
    {
        int count = 0;
        while (count < _frames.Length
            && (count == 0 ? reader.TryPeek(out FrameFlyweight frame) : reader.TryPeekInBatch(out frame)))
        {
            reader.Skip(frame);
            if (frame.Type == FrameType.Event)
            {
                Raw.Ref<long>(frame.Payload + _timeOffset) += laterMs;
                _frames[count++] = frame;
                _endBytes = PositionOf(frame) + frame.AlignedBytes;
            }
        }

        return count;
    }

    // What a run leaves goes one by one.
    private void Take(int count)
    {
        int taken = TakeRun(count);
        for (int i = taken - FramesAhead; i < count; i++)
        {
            if (i + FramesAhead < count && i + FramesAhead >= taken)
            {
                FrameFlyweight ahead = _frames[i + FramesAhead];
                _state.Shard.Prefetch(PositionOf(ahead), ahead.Tenant, ahead.Table, ahead.Payload);
            }

            if (i >= taken)
            {
                TakeOne(_frames[i]);
            }
        }
    }

    private int TakeRun(int count)
    {
        int table = _frames[0].Table;
        if (!_state.Shard.TakesRuns(table))
        {
            return 0;
        }

        for (int i = 0; i < count; i++)
        {
            _rows[i] = EventFrames.InRun(_frames[i]) with { Position = PositionOf(_frames[i]) };
        }

        return _state.Shard.OnRun(table, _rows.AsSpan(0, count));
    }

    private void TakeOne(FrameFlyweight frame)
    {
        _state.Shard.OnEvent(EventFrames.One(frame) with { Position = PositionOf(frame) });
        _state.Drain();
    }

    private long PositionOf(FrameFlyweight frame) => _behindBytes + frame.Position;
}
