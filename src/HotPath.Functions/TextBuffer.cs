using System;

namespace HotPath.Functions;

/// <summary>
/// Memory for the text or the bytes that a function gives: the last parameter of a scalar function or of an aggregate's
/// <c>Result</c>. Taking it allocates nothing once the engine has seen the longest text.
/// </summary>
/// <remarks>Lifetime: what was taken is valid until the row has been worked off. Threading: single-threaded.</remarks>
public abstract class TextBuffer
{
    /// <summary>Takes memory with undefined content; return the part of it that was written.</summary>
    /// <param name="lengthBytes">Not negative. Unit: bytes.</param>
    /// <returns>The memory.</returns>
    public abstract Span<byte> Take(int lengthBytes);
}
