using System.Runtime.InteropServices;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Rings;

/// <summary>A long alone between paddings.</summary>
/// <remarks>
/// A struct, because the runtime honours the Size of an explicit layout for structs only; on a class the padding behind
/// would be missing.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = (2 * CacheLine.PaddingBytes) + sizeof(long))]
internal struct PaddedLong
{
    // [0, 128) padding | [128, 136) value | [136, 264) padding
    [FieldOffset(CacheLine.PaddingBytes)]
    public long Value;
}
