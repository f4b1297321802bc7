using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// What rows and ticks say about the sources behind a statement's clocks: watermarks of partitions, who is silent, and
/// what follows from that.
/// </summary>
/// <param name="chain">Stages of the shard.</param>
/// <param name="context">Of the shard's rows.</param>
/// <remarks>Threading: single-threaded; owned by one shard. Source: design.md, "Tenants, scope and clocks".</remarks>
internal sealed class SourceClocks(StageChain chain, ScalarContext context)
{
    private readonly Dictionary<(int Table, int Tenant), long?> _delaysMs = [];

    /// <summary>The watermark that a row makes of a clock: its own, or the lowest of all partitions.</summary>
    public long Merged(
        StatementState statement, TableProgram table, WindowClock clock, in EventFrame frame, long watermarkMs)
    {
        long ownMs = statement.Program.Definition.IsTenantScoped ? OfTenant(table, frame, watermarkMs) : watermarkMs;
        return table.HasPartitions
            ? (clock.Partitions ??= new PartitionClocks())
                .Take(frame.Source, frame.Partition, ownMs, frame.IngestTimeMs)
            : ownMs;
    }

    /// <summary>The watermark that a row carries for its tenant: as declared, unless the tenant has a delay of its own.
    /// </summary>
    public long OfTenant(TableProgram table, in EventFrame frame, long watermarkMs)
    {
        if (table.Delays is null || DelayMsOf(table, frame.Tenant) is not { } delayMs)
        {
            return watermarkMs;
        }

        context.Begin(frame.IngestTimeMs);
        return table.RowTime!(frame.Payload, context) - delayMs;
    }

    /// <summary>A row raises the clock of groups, which knows time only and fires nothing.</summary>
    public void RaiseGroups(StatementState statement, TableProgram table, in EventFrame frame, long watermarkMs)
    {
        WindowClock clock = statement.ClockOf(statement.ScopeOf(frame.Tenant));
        clock.WatermarkMs = Math.Max(clock.WatermarkMs, Merged(statement, table, clock, frame, watermarkMs));
        chain.WatermarkMs = Math.Max(chain.WatermarkMs, clock.WatermarkMs);
    }

    /// <summary>A row has come: whoever asks is told of it.</summary>
    public static void NoteRow(WindowClock clock, in EventFrame frame) =>
        clock.NoteRow(frame.Position, frame.IngestTimeMs, frame.Source, frame.SourceOffset);

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

    private long? DelayMsOf(TableProgram table, int tenant)
    {
        (int, int) key = (table.Definition.Id, tenant);
        if (!_delaysMs.TryGetValue(key, out long? delayMs))
        {
            bool isNamed = chain.Names.TryGet(DefinedName.Tenant(tenant), out byte[]? name);
            _delaysMs[key] = delayMs = isNamed ? table.Delays!.Of(name) : null;
        }

        return delayMs;
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
