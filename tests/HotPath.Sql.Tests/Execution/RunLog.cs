using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// A log of random rows for all tables of a plan, a stretch of one table, then one of another: tenants as they come,
/// marks, ticks, and tables that end while others go on.
/// </summary>
internal sealed class RunLog
{
    private readonly Dictionary<string, int> _tenants = new(StringComparer.Ordinal);
    private readonly SplitMix64 _random;
    private long _nowMs;

    private RunLog(SplitMix64 random, long startMs)
    {
        _random = random;
        _nowMs = Math.Max(0, startMs);
    }

    private List<LogFrame> Frames { get; } = [];

    /// <summary>A log for a script of <see cref="RunStreams"/>.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="random">Decides.</param>
    /// <param name="isZoned">Whether row times are instants.</param>
    public static IReadOnlyList<LogFrame> Of(SqlJobPlan plan, SplitMix64 random, bool isZoned)
    {
        long startMs = random.Below(4) == 0 ? -3_000 : 1_709_251_200_000;
        var log = new RunLog(random, startMs);
        var heap = new NativeHeap();
        List<(TableDefinition Table, Queue<string?[]> Rows, RowBuilder Row)> open =
        [
            .. plan.Tables.Where(static table => table.Name is "ev" or "ob").Select(table =>
                (table, new Queue<string?[]>(RunStreams.Rows(random, startMs, isZoned)), new RowBuilder(heap, table.Schema))),
        ];
        while (open.Count > 0)
        {
            (TableDefinition table, Queue<string?[]> rows, RowBuilder row) = open[random.Below(open.Count)];
            log.AddRows(table, rows, row);
            if (rows.Count == 0)
            {
                log.Add(LogFrameKind.End, table.Id);
                row.Dispose();
                open.RemoveAll(one => one.Table == table);
            }

            log.AddMarkOrTick();
        }

        log.Add(LogFrameKind.Mark, table: 1);
        return log.Frames;
    }

    private void AddRows(TableDefinition table, Queue<string?[]> rows, RowBuilder row)
    {
        for (int left = 1 + _random.Below(50); left > 0 && rows.TryDequeue(out string?[]? values); left--)
        {
            int tenant = table.TenantColumn < 0 ? 0 : TenantOf(values[table.TenantColumn]!);
            TextRow.Fill(row, table.Schema, values);
            Add(LogFrameKind.Row, table.Id, tenant, Raw.Span(row.Address, row.LengthBytes).ToArray());
            _nowMs += _random.Below(40);
        }
    }

    private void AddMarkOrTick()
    {
        if (_random.Below(4) > 0)
        {
            Add(LogFrameKind.Mark, table: 1);
        }

        if (_random.Below(8) == 0)
        {
            _nowMs += _random.Below(9000);
            Add(LogFrameKind.Tick, table: 1);
        }
    }

    private int TenantOf(string name)
    {
        if (!_tenants.TryGetValue(name, out int tenant))
        {
            _tenants[name] = tenant = _tenants.Count + 1;
            Add(LogFrameKind.DefineTenant, table: 1, tenant, Encoding.UTF8.GetBytes(name));
        }

        return tenant;
    }

    private void Add(LogFrameKind kind, int table, int tenant = 0, byte[]? bytes = null) =>
        Frames.Add(new LogFrame(kind, tenant, bytes ?? []) { Table = table, IngestTimeMs = _nowMs });
}
