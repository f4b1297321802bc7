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
        if (_batch == 1)
        {
            ProduceSingly(messages);
            return;
        }

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
        FrameLoop.Consume(new RingAddress(_ring), _ring.Cursor, _consumer, messages);

    public void Dispose() => _ring.Dispose();

    private void ProduceSingly(long messages)
    {
        for (long i = 0; i < messages; i++)
        {
            nint frame;
            while (!_ring.TryClaim(Message.LengthBytes, out frame))
            {
            }

            Message.Write(frame, i);
            _ring.Publish();
        }
    }
}
