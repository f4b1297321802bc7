using System;
using HotPath.Foundation.Memory;
using HotPath.Functions;

namespace HotPath.Operators.Functions;

/// <summary>Memory for functions' texts out of the scratch arena of a row.</summary>
/// <param name="scratch">The arena.</param>
internal sealed class ScratchText(ScratchArena scratch) : TextBuffer
{
    /// <inheritdoc/>
    public override Span<byte> Take(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        return Raw.WritableSpan(scratch.Take(lengthBytes), lengthBytes);
    }
}
