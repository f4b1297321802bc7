using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Shards;

/// <summary>Holds on to the one row that a result kernel writes.</summary>
/// <remarks>Threading: single-threaded; owned by one shard. Allocates only for a row longer than ever before.</remarks>
internal sealed class RowCapture : IDisposable
{
    private readonly ScratchArena _memory;

    /// <summary>No row.</summary>
    /// <param name="heap">Where the row lies.</param>
    public RowCapture(NativeHeap heap)
    {
        _memory = new ScratchArena(heap, initialBytes: 1024);
        Writer = new OutputWriter(this);
    }

    /// <summary>What the kernel writes to.</summary>
    public OutputWriter Writer { get; }

    /// <summary>First byte of the row.</summary>
    public nint Address { get; private set; }

    /// <summary>0 when there is none. Unit: bytes.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>The row.</summary>
    public ReadOnlySpan<byte> Span => Raw.Span(Address, LengthBytes);

    /// <summary>Forgets the row.</summary>
    public void Reset()
    {
        _memory.Reset();
        LengthBytes = 0;
    }

    /// <summary>Room for the row; not zeroed.</summary>
    public nint Reserve(int rowBytes) => Address = _memory.Take(rowBytes);

    /// <summary>The row is written.</summary>
    public void Commit(int rowBytes) => LengthBytes = rowBytes;

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
