using System;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;

namespace HotPath.Benchmarks.MainJob;

/// <summary>Seeded events for the main job's log.</summary>
/// <param name="count">How many. Unit: events.</param>
/// <param name="keys">Different keys. Unit: keys.</param>
/// <param name="eventsPerMs">How many lie in a millisecond of event time.</param>
public sealed class EventSource(
    long count, int keys = MainJobScript.Keys, int eventsPerMs = MainJobScript.EventsPerMs) : MeasuredSource("generated", isReplayable: false)
{
    private readonly SplitMix64 _random = new(7);
    private readonly byte[] _page = "/store/men/apparel/shirt-0001234567890"u8.ToArray();
    private long _given;

    /// <inheritdoc/>
    public override ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_given == count)
        {
            return ReadStatus.End;
        }

        RowBuilder row = record.Row;
        row.Begin();
        row.Set(0, MainJobScript.StartMs + (_given / eventsPerMs));
        row.Set(1, (long)_random.Below(keys));
        row.Set(2, _random.Below(4));
        row.Set(3, 1 + _random.Below(5));
        row.Set(4, (long)_random.Below(100_000));
        row.SetUtf8(5, _page);
        record.RecordNumber = ++_given;
        return ReadStatus.Row;
    }
}
