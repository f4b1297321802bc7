using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Scalars;

/// <summary>
/// What scalar functions need besides their arguments: scratch memory for results, the frame's ingest time, and a place to
/// report failure as a value. One per shard; reset before each row.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class ScalarContext : IDisposable
{
    /// <summary>A context with scratch memory of its own.</summary>
    /// <param name="heap">Where scratch memory comes from.</param>
    public ScalarContext(NativeHeap heap) => Scratch = new ScratchArena(heap);

    /// <summary>Memory for results; valid until the next row.</summary>
    public ScratchArena Scratch { get; }

    /// <summary>Ingest time of the row's frame: CURRENT_TIMESTAMP and PROCTIME. Unit: ms since the Unix epoch.</summary>
    public long IngestTimeMs { get; private set; }

    /// <summary>First failure of this row, or <see cref="RejectReason.None"/>.</summary>
    public RejectReason Failure { get; private set; }

    /// <summary>Starts a row: forgets scratch values and failure.</summary>
    /// <param name="ingestTimeMs">Ingest time of the row's frame. Unit: ms since the Unix epoch.</param>
    public void Begin(long ingestTimeMs)
    {
        Scratch.Reset();
        Failure = RejectReason.None;
        IngestTimeMs = ingestTimeMs;
    }

    /// <summary>Reports that the row fails. The caller returns any value; the row is dropped before it touches state.</summary>
    /// <param name="reason">Why.</param>
    public void Fail(RejectReason reason)
    {
        if (Failure == RejectReason.None)
        {
            Failure = reason;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Scratch.Dispose();
}
