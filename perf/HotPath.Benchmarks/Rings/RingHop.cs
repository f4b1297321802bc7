using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary><see cref="RingBuffer"/>: claimed one by one, published one by one or in batches, consumed in batches.</summary>
internal sealed class RingHop : IHop
{
    private readonly int _batch;
    private readonly RingBuffer _ring = new(1 << 20);
    private readonly Sequence _consumer;

    public RingHop(int batch)
    {
        _batch = batch;
        _consumer = _ring.AddConsumer();
    }

    public void Produce(long messages)
    {
        int open = 0;
        for (long i = 0; i < messages; i++)
        {
            nint frame;
            while (!_ring.TryClaim(Message.LengthBytes, out frame))
            {
                _ring.Publish();
            }

            Message.Write(frame, i);
            if (++open == _batch)
            {
                _ring.Publish();
                open = 0;
            }
        }

        _ring.Publish();
    }

    public long Consume(long messages) => FrameLoop.Consume(_ring, _consumer, messages);

    public void Dispose() => _ring.Dispose();
}
