using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Decisions to set rows and results aside, in the journal: written at its end, known before any of it is fed.
/// </summary>
public static class QuarantineLog
{
    /// <summary>Writes decisions behind the last frame and makes them durable.</summary>
    /// <param name="journal">The journal, just opened.</param>
    /// <param name="heap">Where memory for a frame comes from.</param>
    /// <param name="decisions">The decisions.</param>
    /// <param name="ingestTimeMs">Ingest time of the last frame. Unit: ms since the Unix epoch.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2006, HP2007: the journal cannot be written.</exception>
    public static void Append(
        JournalWriter journal, NativeHeap heap, IReadOnlyList<QuarantineCommand> decisions, long ingestTimeMs)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(heap);
        ArgumentNullException.ThrowIfNull(decisions);
        int lengthBytes = FrameDescriptor.Aligned(QuarantineCommand.FrameBytesMax);
        nint address = heap.Allocate(lengthBytes);
        foreach (QuarantineCommand decision in decisions)
        {
            decision.WriteTo(address, journal.Position, ingestTimeMs);
            journal.Append(new FrameFlyweight(address));
        }

        _ = journal.Commit();
        heap.Free(address, lengthBytes);
    }

    /// <summary>Searches a journal.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="heap">Where memory for a segment comes from.</param>
    /// <param name="directory">Directory of the segments.</param>
    /// <param name="fromPosition">Position of the first frame that is going to be fed. Unit: bytes.</param>
    /// <param name="found">Told every decision.</param>
    /// <returns>Ingest time of the last frame. Unit: ms since the Unix epoch.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable. HP2008: damaged.</exception>
    public static long Search(
        IDurableStorage storage,
        NativeHeap heap,
        string directory,
        long fromPosition,
        Action<QuarantineCommand> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        using var reader = new JournalReader(storage, heap, directory, fromPosition, fromPosition);
        long ingestTimeMs = 0;
        while (reader.TryRead(out FrameFlyweight frame))
        {
            ingestTimeMs = Math.Max(ingestTimeMs, frame.IngestTimeMs);
            if (QuarantineCommand.TryRead(frame, out QuarantineCommand command))
            {
                found(command);
            }
        }

        return ingestTimeMs;
    }

    /// <summary>Tells shards, before frames are fed.</summary>
    /// <param name="decisions">The decisions.</param>
    /// <param name="shards">The shards.</param>
    public static void Tell(IReadOnlyList<QuarantineCommand> decisions, IEnumerable<IShardProgram> shards)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        ArgumentNullException.ThrowIfNull(shards);
        foreach (IShardProgram shard in shards)
        {
            foreach (QuarantineCommand decision in decisions)
            {
                Tell(decision, shard);
            }
        }
    }

    private static void Tell(QuarantineCommand decision, IShardProgram shard)
    {
        if (decision.IsResult)
        {
            shard.QuarantineResult(decision.Position, decision.OperatorId, decision.Tenant, decision.Number);
        }
        else
        {
            shard.Quarantine(decision.Position, decision.OperatorId);
        }
    }
}
