using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>
/// A hand-made plan: every table has (tenant, ts, value). Statement 2n+1 passes rows of table n+1 through; statement 2n+2 keeps a sum per tenant and
/// fires a fan-out of rows whenever the value is a multiple of FireEvery. Both write to one sink a table, or to one for all.
/// </summary>
internal sealed class ShopPlan : IJobPlan
{
    public const int Tenant = 0;
    public const int RowTime = 1;
    public const int Value = 2;

    private static readonly Column[] Columns =
        [new("tenant", SqlType.String), new("ts", SqlType.Timestamp3), new("value", SqlType.BigInt)];

    public ShopPlan(int tables = 1, bool hasTenants = true, bool hasRowTime = true, long markIntervalBytes = 4096,
        WatermarkAlignment? alignment = null, bool hasOneSink = false)
    {
        HasRowTime = hasRowTime;
        MarkIntervalBytes = markIntervalBytes;
        Tables = [.. Enumerable.Range(0, tables).Select(i => new TableDefinition
        {
            Id = i + 1,
            Name = $"events{i + 1}",
            Schema = new RowSchema($"events{i + 1}", i + 1, Columns),
            Options = new Dictionary<string, string>(),
            TenantColumn = hasTenants ? Tenant : -1,
            Alignment = alignment,
            Place = "test.sql:1:1",
        })];
        Statements = [.. Tables.SelectMany((table, i) => new[] { Statement((2 * i) + 1, i, hasOneSink ? 0 : i), Statement((2 * i) + 2, i, hasOneSink ? 0 : i) })];
        Sinks =
        [
            .. Tables.Take(hasOneSink ? 1 : tables).Select((table, i) => new SinkDefinition
            {
                Id = i,
                Name = $"out{i + 1}",
                Role = SinkRole.Table,
                Schema = Statements[2 * i].OutputSchema,
                Options = new Dictionary<string, string>(),
            }),
            new SinkDefinition
            {
                Id = hasOneSink ? 1 : tables,
                Name = "dead-letters",
                Role = SinkRole.DeadLetters,
                Schema = DeadLetterSchema.Schema,
                Options = new Dictionary<string, string>(),
            },
        ];
    }

    /// <summary>Whether a unit of a firing is due behind every frame, as if rows had waited for it.</summary>
    public bool HasUnitsDue { get; init; }

    public string PlanText { get; init; } = "shop test plan";

    public string Explain => PlanText;

    public IReadOnlyList<TableDefinition> Tables { get; }

    public IReadOnlyList<StatementDefinition> Statements { get; }

    public IReadOnlyList<SinkDefinition> Sinks { get; }

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public long MarkIntervalBytes { get; }

    public long TickIntervalMs { get; init; }

    public bool FailOnError => false;

    public StateLimits StateLimits => StateLimits.None;

    public bool HasRowTime { get; }

    /// <summary>Value whose multiples fire.</summary>
    public int FireEvery { get; init; } = 10;

    /// <summary>Rows of a firing.</summary>
    public int FanOut { get; init; } = 25;

    /// <summary>Whether statements write rows at all.</summary>
    public bool HasOutputs { get; init; } = true;

    /// <summary>Whether marks wait for firings.</summary>
    public bool HasMarksWait { get; init; }

    /// <summary>Takes, of each mark, what a shard was last told that it may leave to it. Unit: entries.</summary>
    public List<int> LeftToMarks { get; } = [];

    /// <summary>A broken rule: shards do not say which sinks a pending firing still gives rows to.</summary>
    public bool HidesFirings { get; init; }

    public string? DifferenceFrom(string planText) => planText == PlanText ? null : "another script";

    public IShardProgram CreateShard(ShardOptions options) => new ShopShard(this, options);

    public IReadOnlyList<ulong> TimedOperators => [];

    public IReadOnlyList<IReadOnlyList<int>> InputTablesOf(ulong operatorId) => [];

    public StatementClock? ReadClock(ulong operatorId, int tenant, byte kind, ReadOnlySpan<byte> record) => null;

    public RowTimeKernel? CreateRowTime(int table)
    {
        RowSchema schema = Tables[table].Schema;
        return HasRowTime
            ? row => new RowView(schema, row).IsNull(RowTime) ? long.MinValue : new RowView(schema, row).Get<long>(RowTime)
            : null;
    }

    private static StatementDefinition Statement(int id, int table, int sink) => new()
    {
        Id = id,
        Name = $"statement{id}",
        OperatorId = (ulong)id,
        Table = table,
        Sink = sink,
        IsTenantScoped = true,
        OutputSchema = new RowSchema($"out{id}", 100 + id, [new Column("tenant", SqlType.Int), new Column("number", SqlType.BigInt)]),
    };
}
