using System;
using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary><see cref="RingBuffer"/>: claimed and published one by one or in batches, consumed in batches.</summary>
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
        for (long i = 0; i < messages;)
        {
            int batch = (int)Math.Min(_batch, messages - i);
            nint frame;
            while (!_ring.TryClaim(batch * Message.LengthBytes, out frame))
            {
            }

            for (int n = 0; n < batch; n++)
            {
                Message.Write(frame, i++);
                frame += Message.LengthBytes;
            }

            _ring.Publish();
        }
    }

    public long Consume(long messages) =>
        FrameLoop.Consume(new Address(_ring), _ring.Cursor, _consumer, messages);

    public void Dispose() => _ring.Dispose();

    private readonly struct Address(RingBuffer ring) : IFrameAddress
    {
        public nint Of(long position) => ring.AddressOf(position);
    }
}
