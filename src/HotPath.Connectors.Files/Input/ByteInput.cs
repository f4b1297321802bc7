using System;

namespace HotPath.Connectors.Files.Input;

/// <summary>Bytes of one input in order.</summary>
/// <remarks>Threading: single-threaded.</remarks>
internal abstract class ByteInput : IDisposable
{
    /// <summary>Returned by <see cref="Read"/> when more may come later.</summary>
    public const int NothingNow = -1;

    protected ByteInput(string name) => Name = name;

    /// <summary>Path or <c>stdin</c>, for messages.</summary>
    public string Name { get; }

    /// <summary>Whether the same bytes can be read again from the start by a later process.</summary>
    public abstract bool IsReplayable { get; }

    /// <summary>Whether the input ended where its container says that more must follow.</summary>
    public bool IsCutShort { get; protected set; }

    /// <summary>Reads some bytes.</summary>
    /// <param name="target">Not empty.</param>
    /// <returns>How many; 0 at the end; <see cref="NothingNow"/>. Unit: bytes.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable or damaged.</exception>
    public abstract int Read(Span<byte> target);

    /// <inheritdoc/>
    public abstract void Dispose();
}
