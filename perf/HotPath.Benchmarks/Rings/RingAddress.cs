using HotPath.Disruptor.Rings;

namespace HotPath.Benchmarks.Rings;

/// <summary>Where frames of a <see cref="RingBuffer"/> lie.</summary>
internal readonly struct RingAddress(RingBuffer ring) : IFrameAddress
{
    public nint Of(long position) => ring.AddressOf(position);
}
