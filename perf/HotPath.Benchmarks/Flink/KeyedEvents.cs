using System;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Flink;

/// <summary>The events of the peer's connector <c>mem-keyed</c>, by the same rule: the same keys in the same order.</summary>
/// <remarks>Source: <c>peers/flink</c>, KeyedFeed; keys are of java.util.SplittableRandom, seed 7.</remarks>
/// <param name="count">How many. Unit: events.</param>
/// <param name="keys">Different keys. Unit: keys.</param>
/// <param name="density">Events in a second of event time. Unit: events/s, a multiple of 1,000.</param>
internal sealed class KeyedEvents(long count, int keys, int density) : MeasuredSource("keyed", isReplayable: false)
{
    private const long StartMs = 1_767_225_600_000;
    private const int Keys = 1 << 22;

    private readonly int[] _keys = Draw(keys);
    private long _given;

    /// <inheritdoc/>
    public override ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_given == count)
        {
            return ReadStatus.End;
        }

        // Two that follow each other share a key.
        RowBuilder row = record.Row;
        row.Begin();
        row.Set(0, (long)_keys[(_given >> 1) & (Keys - 1)]);
        row.Set(1, _given & 1023);
        row.Set(2, StartMs + (_given / (density / 1000)));
        row.Set(3, (int)(_given & 1));
        row.Set(4, _given * (1_000_000_000L / density));
        record.RecordNumber = ++_given;
        return ReadStatus.Row;
    }

    /// <summary>What SplittableRandom(7).nextInt(bound) gives, again and again.</summary>
    /// <param name="bound">Keys are below it.</param>
    /// <returns>The keys.</returns>
    private static int[] Draw(int bound)
    {
        int[] drawn = new int[Keys];
        ulong seed = 7;
        int limit = bound - 1;
        for (int i = 0; i < drawn.Length; i++)
        {
            int random = Next(ref seed);
            if ((bound & limit) == 0)
            {
                drawn[i] = random & limit;
                continue;
            }

            int half = (int)((uint)random >> 1);
            while (unchecked(half + limit - (drawn[i] = half % bound)) < 0)
            {
                half = (int)((uint)Next(ref seed) >> 1);
            }
        }

        return drawn;
    }

    private static int Next(ref ulong seed)
    {
        ulong z = unchecked(seed += 0x9E37_79B9_7F4A_7C15);
        z = unchecked((z ^ (z >> 33)) * 0x62A9_D9ED_7997_05F5);
        return unchecked((int)(((z ^ (z >> 28)) * 0xCB24_D0A5_C88C_35B3) >> 32));
    }
}
