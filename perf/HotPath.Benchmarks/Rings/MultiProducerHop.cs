using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary><see cref="MultiProducerRingBuffer"/> with one producer: what being ready for several costs.</summary>
internal sealed class MultiProducerHop : IHop
{
    private readonly MultiProducerRingBuffer _ring = new(1 << 20);
    private readonly Sequence _consumer = new();

    public MultiProducerHop() => _ring.AddGate(_consumer);

    public void Produce(long messages)
    {
        for (long i = 0; i < messages; i++)
        {
            long position;
            nint frame;
            while (!_ring.TryClaim(Message.LengthBytes, out position, out frame))
            {
            }

            Message.Write(frame, i);
            _ring.Publish(position, Message.LengthBytes);
        }
    }

    public long Consume(long messages) =>
        FrameLoop.Consume(new Address(_ring), _ring.Cursor, _consumer, messages);

    public void Dispose() => _ring.Dispose();

    private readonly struct Address(MultiProducerRingBuffer ring) : IFrameAddress
    {
        public nint Of(long position) => ring.AddressOf(position);
    }
}
