using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>The consumer of both rings, compiled for each of them as an agent's is.</summary>
internal static class FrameLoop
{
    public static long Consume<TAddress>(TAddress address, Sequence cursor, Sequence consumer, long messages)
        where TAddress : struct, IFrameAddress
    {
        long next = consumer.Value;
        long end = next + (messages * Message.LengthBytes);
        long sum = 0;
        while (next < end)
        {
            nint frame = address.Of(next);
            Raw.Prefetch(frame);
            long available = cursor.Value;
            if (available == next)
            {
                continue;
            }

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
