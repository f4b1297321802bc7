using System;
using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary>As <see cref="RingHop"/>, in a loop of a <see cref="RingProducer"/>.</summary>
internal sealed class ProducerHop : IHop
{
    private readonly int _batch;
    private readonly RingBuffer _ring = new(1 << 20);
    private readonly Sequence _consumer;

    public ProducerHop(int batch)
    {
        _batch = batch;
        _consumer = _ring.AddConsumer();
    }

    public void Produce(long messages)
    {
        using RingProducer producer = _ring.StartProducing();
        if (_batch == 1)
        {
            for (long i = 0; i < messages; i++)
            {
                nint frame;
                while (!producer.TryClaim(Message.LengthBytes, out frame))
                {
                }

                Message.Write(frame, i);
                producer.Publish();
            }

            return;
        }

        for (long i = 0; i < messages;)
        {
            int batch = (int)Math.Min(_batch, messages - i);
            nint frame;
            while (!producer.TryClaim(batch * Message.LengthBytes, out frame))
            {
            }

            for (int n = 0; n < batch; n++)
            {
                Message.Write(frame, i++);
                frame += Message.LengthBytes;
            }

            producer.Publish();
        }
    }

    public long Consume(long messages) =>
        FrameLoop.Consume(new RingAddress(_ring), _ring.Cursor, _consumer, messages);

    public void Dispose() => _ring.Dispose();
}
