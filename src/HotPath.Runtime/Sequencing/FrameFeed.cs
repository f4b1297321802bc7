using System;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Sequencing;

/// <summary>Puts frames that were sequenced before back into the ring, byte for byte, and checks and counts them.
/// </summary>
/// <remarks>Threading: single-threaded; owned by admission.</remarks>
public sealed class FrameFeed
{
    private readonly string _name;
    private readonly RingBuffer _ring;
    private readonly IngressState _state;
    private readonly RowSchema?[] _schemaOfTable;

    /// <summary>A feed into a ring.</summary>
    /// <param name="name">Log or journal, for messages.</param>
    /// <param name="plan">The plan that the frames are of.</param>
    /// <param name="ring">Where frames go.</param>
    /// <param name="state">Brought up to date by each frame.</param>
    public FrameFeed(string name, IJobPlan plan, RingBuffer ring, IngressState state)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _name = name;
        _ring = ring;
        _state = state;
        _schemaOfTable = new RowSchema?[plan.Tables.Select(table => table.Id).DefaultIfEmpty(0).Max() + 1];
        foreach (TableDefinition table in plan.Tables)
        {
            _schemaOfTable[table.Id] = table.Schema;
        }
    }

    /// <summary>Copies a frame.</summary>
    /// <param name="frame">The frame, at the ring's next position.</param>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP1001: larger than the ring. HP2003: not a frame of this plan.</exception>
    public bool TryCopy(FrameFlyweight frame)
    {
        int aligned = frame.AlignedBytes;
        if (aligned > _ring.CapacityBytes)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{_name}: a frame of {aligned} bytes does not fit a ring of {_ring.CapacityBytes} bytes; enlarge the "
                + "ring");
        }

        if (!_ring.TryClaim(aligned, out nint address))
        {
            return false;
        }

        Raw.Copy(frame.Address, address, aligned);
        var copy = new FrameFlyweight(address);
        _state.Apply(copy);
        if (copy.Type == FrameType.Event)
        {
            CheckRow(copy);
        }

        return true;
    }

    /// <summary>Operators read rows unchecked, so a row is checked once where it enters the process.</summary>
    private void CheckRow(FrameFlyweight frame)
    {
        RowSchema schema = _schemaOfTable[frame.Table]!;
        if (!new RowView(schema, frame.Payload).IsWellFormed(frame.PayloadBytes))
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"{_name}: the row at position {frame.Position} is not one of table '{schema.Name}'; use another copy");
        }
    }
}
