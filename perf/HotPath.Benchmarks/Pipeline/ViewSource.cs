using System;
using HotPath.Dataflow.Ports;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>Messages as they arrive, decoded as those of a client of a <c>tcp</c> table are.</summary>
/// <param name="arrivals">The generator.</param>
/// <param name="decoder">Decoder of the table.</param>
/// <param name="allocations">Counts behind the warm-up.</param>
internal sealed class ViewSource(Arrivals arrivals, IRecordDecoder decoder, AllocationCount allocations) : ITableSource
{
    private bool _isCounted;

    /// <inheritdoc/>
    public string Name => "paced";

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <inheritdoc/>
    public bool IsReplayable => true;

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (records != 0)
        {
            throw new NotSupportedException($"{Name}: a measurement starts with an empty data directory");
        }
    }

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
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

    /// <inheritdoc/>
    public void Dispose()
    {
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
