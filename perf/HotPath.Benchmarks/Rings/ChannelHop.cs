using System.Threading.Channels;

namespace HotPath.Benchmarks.Rings;

/// <summary>A bounded <see cref="Channel{T}"/> of one writer and one reader, tried in a loop.</summary>
internal sealed class ChannelHop : IHop
{
    private readonly Channel<Payload> _channel = Channel.CreateBounded<Payload>(
        new BoundedChannelOptions(1 << 14) { SingleReader = true, SingleWriter = true });

    public void Produce(long messages)
    {
        for (long i = 0; i < messages; i++)
        {
            var payload = new Payload(i);
            while (!_channel.Writer.TryWrite(payload))
            {
            }
        }
    }

    public long Consume(long messages)
    {
        long sum = 0;
        for (long i = 0; i < messages; i++)
        {
            Payload payload;
            while (!_channel.Reader.TryRead(out payload))
            {
            }

            sum += payload.Sum;
        }

        return sum;
    }

    public void Dispose()
    {
    }
}
