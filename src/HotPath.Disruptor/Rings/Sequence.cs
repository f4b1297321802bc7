using System.Runtime.InteropServices;
using System.Threading;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// A position in the log up to which its owner is done: published by the producer, consumed by a consumer. Everything below it is
/// settled; the frame at it is not.
/// </summary>
/// <remarks>Threading: any thread may read; only the owner calls <see cref="Publish"/>.</remarks>
[StructLayout(LayoutKind.Explicit, Size = (2 * CacheLine.PaddingBytes) + sizeof(long))]
public sealed class Sequence
{
    // [0, 128) padding | [128, 136) value | [136, 264) padding
    [FieldOffset(CacheLine.PaddingBytes)]
    private long _value;

    /// <summary>Starts at a position.</summary>
    /// <param name="initialValue">First value readers observe. Unit: bytes.</param>
    public Sequence(long initialValue = 0) => _value = initialValue;

    /// <summary>Last published position. Unit: bytes. Ordering: acquire.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Makes every earlier write visible to readers of <see cref="Value"/>. Ordering: release.</summary>
    /// <param name="value">New position; not below the current one. Unit: bytes.</param>
    public void Publish(long value) => Volatile.Write(ref _value, value);
}
