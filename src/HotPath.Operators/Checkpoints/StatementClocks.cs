using System;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>Reads the clocks of windowed operators out of a checkpoint, without the operators.</summary>
public static class StatementClocks
{
    /// <summary>Reads a clock.</summary>
    /// <param name="program">A statement or a stage of one.</param>
    /// <param name="stage">Which stage, from 0.</param>
    /// <param name="tenant">Id of the tenant; 0 for global.</param>
    /// <param name="record">Record of kind <see cref="RecordKind.Clock"/>.</param>
    /// <returns><see langword="null"/> where there is no clock, or the record is damaged.</returns>
    public static StatementClock? Read(StatementProgram program, int stage, int tenant, ReadOnlySpan<byte> record)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Specification is not { } windows || !ClockRecord.IsWhole(record) || !ClockRecord.HasClock(record))
        {
            return null;
        }

        var counters = new StatementCounters(program.Definition.Id, 0, tenant, hasWindow: true);
        var clock = new WindowClock(tenant, counters);
        ClockRecord.ReadCounts(record, counters);
        ClockRecord.ReadClock(record, clock);
        bool hasTimers = program.KeepsFirstRows || windows.Kind == WindowKind.Session;
        long nextEndMs = hasTimers
            ? NextTimerMs(program, windows, record)
            : NextEndMs(windows, clock.WatermarkMs, record);
        return new StatementClock
        {
            Statement = program.Definition.Id,
            OperatorId = program.Definition.OperatorId,
            Stage = stage,
            Tenant = tenant,
            Operator = program.KeepsFirstRows
                ? "first rows"
                : (windows.IsProcessingTime ? "processing-time " : string.Empty)
                    + windows.Kind.ToString().ToLowerInvariant(),
            IsProcessingTime = windows.IsProcessingTime,
            WatermarkMs = clock.WatermarkMs,
            RaisedPosition = clock.RaisedPosition,
            RaisedIngestMs = clock.RaisedIngestMs,
            RaisedSource = clock.RaisedSource,
            RaisedRecord = clock.RaisedRecord,
            LastRowIngestMs = clock.LastRowIngestMs,
            Partitions = clock.Partitions?.All ?? [],
            OpenRows = counters.Open,
            NextEndMs = nextEndMs,
            NextFireAtMs = nextEndMs == StatementClock.None ? StatementClock.None
                : program.KeepsFirstRows ? nextEndMs
                : hasTimers ? ClockRecord.NextTimerOf(record) : windows.FireAtMs(nextEndMs),
        };
    }

    private static long NextTimerMs(
        StatementProgram program, WindowSpecification windows, ReadOnlySpan<byte> record)
    {
        long timerMs = ClockRecord.NextTimerOf(record);
        return timerMs == long.MaxValue ? StatementClock.None
            : program.KeepsFirstRows ? timerMs
            : windows.Zone?.ToLocalMs(timerMs + 1) ?? timerMs + 1;
    }

    private static long NextEndMs(WindowSpecification windows, long watermarkMs, ReadOnlySpan<byte> record)
    {
        long nextMs = StatementClock.None;
        for (int i = 0; i < ClockRecord.WindowsOf(record); i++)
        {
            long startMs = ClockRecord.WindowOf(record, i).StartMs;
            if (windows.FireAtMs(windows.LastEndOf(startMs)) > watermarkMs)
            {
                long endMs = windows.FirstUnfiredEnd(startMs, watermarkMs);
                nextMs = nextMs == StatementClock.None ? endMs : Math.Min(nextMs, endMs);
            }
        }

        return nextMs;
    }
}
