using System.Runtime.InteropServices;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Rings;

/// <summary>What only the producer of a ring reads and writes, alone between paddings.</summary>
[StructLayout(LayoutKind.Explicit, Size = (2 * CacheLine.PaddingBytes) + (3 * sizeof(long)))]
internal struct ProducerFields
{
    // [0, 128) padding | [128, 152) fields | [152, 280) padding
    [FieldOffset(CacheLine.PaddingBytes)]
    public long Claimed;

    [FieldOffset(CacheLine.PaddingBytes + sizeof(long))]
    public long Gate;

    [FieldOffset(CacheLine.PaddingBytes + (2 * sizeof(long)))]
    public long Published;
}
