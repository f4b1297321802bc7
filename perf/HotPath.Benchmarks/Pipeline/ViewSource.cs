using System;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Ports;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>Messages as they arrive, decoded as those of a client of a <c>tcp</c> table are.</summary>
/// <param name="arrivals">The generator.</param>
/// <param name="decoder">Decoder of the table.</param>
/// <param name="allocations">Counts behind the warm-up.</param>
internal sealed class ViewSource(Arrivals arrivals, IRecordDecoder decoder, AllocationCount allocations)
    : MeasuredSource("paced", isReplayable: true)
{
    private bool _isCounted;

    /// <inheritdoc/>
    public override ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (arrivals.IsOver)
        {
            return End();
        }

        bool isWarm = arrivals.IsWarm;
        if (!arrivals.TryNext(out ReadOnlySpan<byte> message))
        {
            return ReadStatus.Idle;
        }

        if (isWarm)
        {
            allocations.Begin();
        }

        record.RecordNumber = arrivals.Given;
        record.ArrivalNs = arrivals.DueNs;
        return decoder.Decode(message, record);
    }

    private ReadStatus End()
    {
        if (!_isCounted)
        {
            _isCounted = true;
            allocations.End();
        }

        return ReadStatus.End;
    }
}
