using System;
using HdrHistogram;
using HotPath.Benchmarks.Codecs;
using HotPath.Benchmarks.Codecs.Shop;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// The generator of both sides, pipeline and control: messages that are due at fixed times, whoever is ready or not, and
/// how long each took from then. A late reader does not delay the next message, so nothing is omitted.
/// </summary>
/// <param name="eventsPerSecond">Rate. Unit: events/s.</param>
/// <param name="count">How many there are. Unit: events.</param>
/// <param name="warmUp">How many at the start do not count. Unit: events.</param>
internal sealed class Arrivals(int eventsPerSecond, long count, long warmUp)
{
    private const int Prepared = 1 << 12;
    private const int EventTimeOffset = 8 + 16; // behind the header and the event's identity
    private const long NsPerSecond = 1_000_000_000;
    private const long MaxNs = 600 * NsPerSecond;
    private const long NsPerMs = 1_000_000;

    private readonly byte[][] _messages = Prepare();
    private long _startNs;
    private long _given;
    private long _recorded;

    /// <summary>How long events took. Unit: ns.</summary>
    public LongHistogram Latencies { get; } = new(MaxNs, 3);

    /// <summary>When the newest message was due. Unit: ns of the monotonic clock.</summary>
    public long DueNs { get; private set; }

    /// <summary>Number of the newest message, from 1.</summary>
    public long Given => _given;

    /// <summary>Whether all have been given.</summary>
    public bool IsOver => _given == count;

    /// <summary>Whether the next message is the first that counts.</summary>
    public bool IsWarm => _given == warmUp;

    /// <summary>The next message, if it is due.</summary>
    /// <param name="message">The message; valid until the next call.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryNext(out ReadOnlySpan<byte> message)
    {
        long nowNs = MonotonicClock.NowNs;
        _startNs = _startNs == 0 ? nowNs : _startNs;
        long dueNs = DueOf(_given);
        if (dueNs > nowNs)
        {
            message = default;
            return false;
        }

        byte[] octets = _messages[_given & (Prepared - 1)];
        long eventTimeNs = (PipelineScript.StartMs * NsPerMs) + dueNs - _startNs;
        BitConverter.TryWriteBytes(octets.AsSpan(EventTimeOffset), eventTimeNs);
        DueNs = dueNs;
        _given++;
        message = octets;
        return true;
    }

    /// <summary>The oldest message that was not yet done is done now.</summary>
    public void NoteDone()
    {
        long index = _recorded++;
        if (index >= warmUp)
        {
            Latencies.RecordValue(Math.Clamp(MonotonicClock.NowNs - DueOf(index), 1, MaxNs));
        }
    }

    private long DueOf(long index) => _startNs + (index * NsPerSecond / eventsPerSecond);

    private static byte[][] Prepare()
    {
        var random = new SplitMix64(7);
        var buffer = new FixedBuffer(sizeBytes: 1024);
        byte[][] messages = new byte[Prepared][];
        for (int i = 0; i < Prepared; i++)
        {
            PageViewEncoder view = PageViewEncoder.Wrap(buffer.Octets);
            EnvelopeEncoder envelope = view.Envelope;
            envelope.TenantId = 7;
            envelope.SourceSequence = (ulong)i;
            envelope.UserId = (ulong)random.Below(PipelineScript.Keys);
            view.ProductId = (ulong)random.Below(100_000);
            view.DwellMillis = (uint)random.Below(60_000);
            view.WriteUrl("/store/men/apparel/shirt-0001234567890"u8);
            view.WriteReferrer("/store/men"u8);
            messages[i] = buffer.Octets.AsSpan(0, view.Finish()).ToArray();
        }

        return messages;
    }
}
