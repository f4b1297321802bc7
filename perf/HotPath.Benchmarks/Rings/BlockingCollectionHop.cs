using System.Collections.Concurrent;

namespace HotPath.Benchmarks.Rings;

/// <summary>A bounded <see cref="BlockingCollection{T}"/>.</summary>
internal sealed class BlockingCollectionHop : IHop
{
    private readonly BlockingCollection<Payload> _queue = new(1 << 14);

    public void Produce(long messages)
    {
        for (long i = 0; i < messages; i++)
        {
            _queue.Add(new Payload(i));
        }
    }

    public long Consume(long messages)
    {
        long sum = 0;
        for (long i = 0; i < messages; i++)
        {
            sum += _queue.Take().Sum;
        }

        return sum;
    }

    public void Dispose() => _queue.Dispose();
}
