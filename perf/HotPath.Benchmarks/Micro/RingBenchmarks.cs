using System;
using BenchmarkDotNet.Attributes;
using HotPath.Disruptor.Rings;
using HotPath.Journal.Frames;

namespace HotPath.Benchmarks.Micro;

/// <summary>A batch of frames of 168 bytes through the ring, producer and consumer on one thread: what a hop costs at least.</summary>
public class RingBenchmarks : IDisposable
{
    private const int BatchFrames = 256;
    private const int PayloadBytes = 104;

    private readonly RingBuffer _ring = new(1 << 20);
    private Sequence _consumer = null!;

    [GlobalSetup]
    public void Setup() => _consumer = _ring.AddConsumer();

    [Benchmark(OperationsPerInvoke = BatchFrames)]
    public long ClaimPublishConsume()
    {
        for (int i = 0; i < BatchFrames; i++)
        {
            var header = new FrameHeader { Type = FrameType.Event, Position = _ring.ClaimedPosition, PayloadBytes = PayloadBytes };
            if (_ring.TryClaim(FrameDescriptor.AlignedFrame(PayloadBytes), out nint address))
            {
                header.WriteTo(address);
            }
        }

        _ring.Publish();
        long sum = 0;
        long position = _consumer.Value;
        for (long end = _ring.Cursor.Value; position < end;)
        {
            var frame = new FrameFlyweight(_ring.AddressOf(position));
            sum += frame.Position;
            position += frame.AlignedBytes;
        }

        _consumer.Publish(position);
        return sum;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _ring.Dispose();
    }
}
