using System;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// What rows and ticks say about the sources behind a statement's clocks: watermarks of partitions, who is silent, and
/// what follows from that.
/// </summary>
/// <param name="chain">Stages of the shard.</param>
/// <remarks>Threading: single-threaded; owned by one shard. Source: design.md, "Tenants, scope and clocks".</remarks>
internal sealed class SourceClocks(StageChain chain)
{
    /// <summary>The watermark that a row makes of a clock: its own, or the lowest of all partitions.</summary>
    public static long Merged(TableProgram table, WindowClock clock, in EventFrame frame, long watermarkMs) =>
        table.HasPartitions
            ? (clock.Partitions ??= new PartitionClocks())
                .Take(frame.Source, frame.Partition, watermarkMs, frame.IngestTimeMs)
            : watermarkMs;

    /// <summary>A row has come: whoever asks is told of it.</summary>
    public static void NoteRow(WindowClock clock, in EventFrame frame)
    {
        clock.LastRowIngestMs = frame.IngestTimeMs;
        if (clock.RaisedPosition == frame.Position)
        {
            clock.RaisedSource = frame.Source;
            clock.RaisedRecord = frame.SourceOffset;
        }
    }

    /// <summary>A tick of the clock, for the statements over one table.</summary>
    public void Tick(
        TableProgram table, StatementState[] statements, long position, long ingestTimeMs, long heldMs)
    {
        foreach (StatementState statement in statements)
        {
            if (statement.Grouping is not null && table.IdleMs > 0)
            {
                RaiseGroups(statement, table, ingestTimeMs, heldMs);
            }

            if (statement.Timed is { } timed && (timed.Program.TimeoutMs > 0 || table.IdleMs > 0))
            {
                Tick(timed, table, position, ingestTimeMs, heldMs);
            }
        }
    }

    private static void RaiseGroups(StatementState statement, TableProgram table, long ingestTimeMs, long heldMs)
    {
        for (int scope = 0; scope < statement.ScopesMax; scope++)
        {
            if (statement.FindClock(scope) is { Partitions: { } partitions } clock)
            {
                clock.WatermarkMs = Math.Max(
                    clock.WatermarkMs, partitions.Tick(ingestTimeMs, heldMs, table.IdleMs));
            }
        }
    }

    private void Tick(StatementState timed, TableProgram table, long position, long ingestTimeMs, long heldMs)
    {
        for (int scope = 0; scope < timed.ScopesMax; scope++)
        {
            if (timed.FindClock(scope) is not { LastRowIngestMs: > 0 } clock)
            {
                continue;
            }

            if (table.IdleMs > 0 && clock.Partitions is { } partitions)
            {
                long mergedMs = partitions.Tick(ingestTimeMs, heldMs, table.IdleMs);
                chain.LeaveOut(timed, clock, mergedMs, position, ingestTimeMs);
            }

            clock.LastRowIngestMs = Math.Min(ingestTimeMs, clock.LastRowIngestMs + heldMs);
            if (timed.Program.TimeoutMs > 0)
            {
                chain.TimeOut(timed, clock, position, ingestTimeMs);
            }
        }
    }
}
