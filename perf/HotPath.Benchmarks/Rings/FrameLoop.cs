using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary>The consumer of both rings.</summary>
internal static class FrameLoop
{
    public static long Consume<TRing>(TRing ring, Sequence consumer, long messages)
        where TRing : class, IFrameRing
    {
        Sequence cursor = ring.Cursor;
        long next = consumer.Value;
        long end = next + (messages * Message.LengthBytes);
        long sum = 0;
        while (next < end)
        {
            long available = cursor.Value;
            if (available == next)
            {
                continue;
            }

            nint frame = ring.AddressOf(next);
            for (; next < available; next += Message.LengthBytes)
            {
                sum += Message.Read(frame);
                frame += Message.LengthBytes;
            }

            consumer.Publish(next);
        }

        return sum;
    }
}
