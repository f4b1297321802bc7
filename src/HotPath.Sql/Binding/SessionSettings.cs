using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// SET options: which are honoured, which are accepted and ignored, and what their values may be. Source:
/// flink-semantics.md 2.12.
/// </summary>
internal sealed class SessionSettings
{
    /// <summary>How long groups live, in event time.</summary>
    public const string StateTtlKey = "hotpath.state.ttl";

    private const string TenantSuffix = ".tenant";
    private const string MarkIntervalKey = "hotpath.mark-interval-bytes";
    private const string OnErrorKey = "hotpath.on-error";
    private const string StateDirtyKey = "hotpath.state.dirty";
    private const string StateMemoryKey = "hotpath.state.memory";
    private const string TenantStateBytesKey = "hotpath.tenant.state-bytes";
    private const string FlinkStateTtlKey = "table.exec.state.ttl";
    private const string ZoneKey = "table.local-time-zone";
    private const string WatermarkIntervalKey = "pipeline.auto-watermark-interval";
    private const long MarkIntervalMinBytes = 1024;

    private static readonly string[] HotPathKeys =
    [
        OnErrorKey, MarkIntervalKey, "hotpath.dead-letter.path", "hotpath.datagen.seed", "hotpath.output",
        "hotpath.journal.segment-bytes", "hotpath.snapshot-interval-bytes", StateMemoryKey,
        TenantStateBytesKey, StateDirtyKey, StateTtlKey, LateOutputSettings.Key, LatenessSettings.Key,
        TimeoutSettings.Key, TimeoutSettings.ClosedByKey, TimeoutSettings.TickKey, FunctionSettings.Key,
    ];

    private static readonly string[] TableKeys =
    [
        "hotpath.table.<table>.tenant", EventIdSettings.ColumnKey, EventIdSettings.WindowKey, FutureBoundSettings.Key,
        LateOutputSettings.TableKey, LatenessSettings.TableKey, LatenessSettings.TenantKey,
        PartitionSettings.PerKey, PartitionSettings.IdleKey, WatermarkDelays.Key,
    ];

    // Accepted so that one script runs on both engines; they change nothing here.
    private static readonly string[] Ignored =
    [
        "execution.runtime-mode", "parallelism.default", "pipeline.name", "pipeline.max-parallelism",
        "pipeline.object-reuse",
        "table.exec.mini-batch.enabled", "table.exec.mini-batch.allow-latency", "table.exec.mini-batch.size",
        "table.optimizer.agg-phase-strategy", "table.optimizer.distinct-agg.split.enabled",
        "table.exec.resource.default-parallelism",
        "execution.checkpointing.interval", "execution.checkpointing.mode", "state.backend", "state.backend.type",
        "state.checkpoints.dir", "sql-client.execution.result-mode", "sql-client.verbose", "table.dml-sync",
        "table.exec.sink.upsert-materialize",
    ];

    // How a node keeps what it knows, and where functions lie, which are known by their hash; no result depends on it.
    private static readonly string[] Keeping =
    [
        "hotpath.journal.segment-bytes", "hotpath.snapshot-interval-bytes", StateMemoryKey, StateDirtyKey,
        FunctionSettings.Key,
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Column, SourcePlace Place)> _tenants = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Tenant column by table, with the place of its SET.</summary>
    public IReadOnlyDictionary<string, (string Column, SourcePlace Place)> Tenants => _tenants;

    /// <summary>Index of the stored column that names a table's tenants; below 0 when it has none.</summary>
    public int TenantColumnOf(TableEntry table) =>
        _tenants.TryGetValue(table.Name, out (string Column, SourcePlace Place) tenant)
            ? table.Schema.IndexOf(tenant.Column)
            : -1;

    /// <summary>Takes the tenants of tables, which hold wherever in the script they stand.</summary>
    public void TakeTenants(IReadOnlyList<SqlStatement> statements)
    {
        foreach (SetStatement set in statements.OfType<SetStatement>())
        {
            if (TableOptions.TableOf(set.Key, TenantSuffix) is { } table)
            {
                _tenants[table] = (set.Value, set.Place);
            }
        }
    }

    /// <summary>By which columns copies of events are recognised.</summary>
    public EventIdSettings EventIds { get; } = new();

    /// <summary>How far events may be ahead of their arrival.</summary>
    public FutureBoundSettings FutureBounds { get; } = new();

    /// <summary>Where late rows go.</summary>
    public LateOutputSettings LateOutputs { get; } = new();

    /// <summary>For how long windows that have fired are kept.</summary>
    public LatenessSettings Lateness { get; } = new();

    /// <summary>How long statements wait for a silent source.</summary>
    public TimeoutSettings Timeouts { get; } = new();

    /// <summary>Which tables have watermarks of partitions.</summary>
    public PartitionSettings Partitions { get; } = new();

    /// <summary>Which tenants' watermarks stay further behind, or less.</summary>
    public WatermarkDelays Delays { get; } = new();

    /// <summary>The user's functions.</summary>
    public FunctionSettings Functions { get; } = new();

    /// <summary>What expressions need to know of the session.</summary>
    public ScalarOptions Scalars => new(Zone) { Functions = Functions.Functions };

    public ZoneRules Zone { get; private set; } = ZoneRules.Utc;

    public bool FailOnError { get; private set; }

    public long MarkIntervalBytes { get; private set; } = 16 * 1024 * 1024;

    /// <summary>0 for no limit.</summary>
    public long StateMemoryBytes { get; private set; }

    /// <summary>0 for no limit.</summary>
    public long StateDirtyBytes { get; private set; }

    /// <summary>0 for no quota.</summary>
    public long TenantStateBytes { get; private set; }

    /// <summary>In ingest time; 0 for ever. Unit: ms.</summary>
    public long IngestTtlMs { get; private set; }

    /// <summary>In event time; 0 for ever. Unit: ms.</summary>
    public long EventTtlMs { get; private set; }

    /// <summary>How long groups live of statements that follow; <see langword="null"/> for ever.</summary>
    public TimeToLive? TimeToLive =>
        IngestTtlMs == 0 && EventTtlMs == 0 ? null : new TimeToLive(IngestTtlMs, EventTtlMs);

    /// <summary>Whether a run with another value of an option may give other results; in doubt it may.</summary>
    public static bool MayChangeResults(string key) => !Keeping.Contains(key) && !Ignored.Contains(key);

    public void Set(SetStatement set, DiagnosticBag diagnostics)
    {
        _values[set.Key] = set.Value;
        switch (set.Key)
        {
            case OnErrorKey:
                SetOnError(set, diagnostics);
                break;
            case MarkIntervalKey:
                SetMarkInterval(set, diagnostics);
                break;
            case StateMemoryKey:
                StateMemoryBytes = MemorySize.Read(set, diagnostics);
                break;
            case StateDirtyKey:
                StateDirtyBytes = MemorySize.Read(set, diagnostics);
                break;
            case TenantStateBytesKey:
                TenantStateBytes = MemorySize.Read(set, diagnostics);
                WarnOfQuotaWithoutTenants(set, diagnostics);
                break;
            case FlinkStateTtlKey:
                IngestTtlMs = Durations.Read(set, diagnostics);
                break;
            case StateTtlKey:
                EventTtlMs = Durations.Read(set, diagnostics);
                break;
            case ZoneKey:
                break; // taken before
            case WatermarkIntervalKey:
                WarnInterval(set, diagnostics);
                break;
            default:
                SetOther(set, diagnostics);
                break;
        }
    }

    private void SetOther(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TableOptions.TableOf(set.Key, TenantSuffix) is not null)
        {
            return; // taken before
        }

        if (set.Key.StartsWith("hotpath.", StringComparison.Ordinal))
        {
            if (!EventIds.TryTake(set, diagnostics)
                && !FutureBounds.TryTake(set, diagnostics)
                && !LateOutputs.TryTake(set)
                && !Lateness.TryTake(set, diagnostics)
                && !Timeouts.TryTake(set, diagnostics)
                && !Partitions.TryTake(set, diagnostics)
                && !Delays.TryTake(set, diagnostics)
                && !HotPathKeys.Contains(set.Key))
            {
                diagnostics.Error(
                    set.Place,
                    set.Key,
                    $"option '{set.Key}' is not known; {NameSuggestions.For(set.Key, [.. HotPathKeys, .. TableKeys])}");
            }
        }
        else if (!Ignored.Contains(set.Key) && !Partitions.TryTake(set, diagnostics))
        {
            diagnostics.Warning(set.Place, set.Key, $"option '{set.Key}' is Flink's and has no effect here");
        }
    }

    // Who mistypes the tenants' column would believe that there is a quota.
    private void WarnOfQuotaWithoutTenants(SetStatement set, DiagnosticBag diagnostics)
    {
        if (_tenants.Count == 0)
        {
            diagnostics.Warning(
                set.Place, set.Key,
                $"'{set.Key}' has no effect without tenants; add SET "
                + $"'{TableOptions.Prefix}<table>{TenantSuffix}' = '<column>'");
        }
    }

    private void SetOnError(SetStatement set, DiagnosticBag diagnostics)
    {
        FailOnError = set.Value == "fail";
        if (set.Value is not ("fail" or "dead-letter"))
        {
            diagnostics.Error(
                set.Place, set.Value, $"'{OnErrorKey}' is 'dead-letter' (the default) or 'fail', not '{set.Value}'");
        }
    }

    private void SetMarkInterval(SetStatement set, DiagnosticBag diagnostics)
    {
        if (long.TryParse(set.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            && bytes >= MarkIntervalMinBytes)
        {
            MarkIntervalBytes = bytes;
            return;
        }

        diagnostics.Error(
            set.Place, set.Value,
            $"'{MarkIntervalKey}' must be a number of bytes, at least {MarkIntervalMinBytes}, not '{set.Value}'");
    }

    /// <summary>
    /// Takes the zone that holds at the first query: by it Flink binds tables and views too, wherever they stand. A
    /// table is read once for all queries, with its computed columns, so the others must have the same.
    /// </summary>
    /// <param name="statements">The whole script.</param>
    /// <param name="diagnostics">Takes what is wrong with it.</param>
    public void LoadZone(IEnumerable<SqlStatement> statements, DiagnosticBag diagnostics)
    {
        bool hasQuery = false;
        foreach (SqlStatement statement in statements)
        {
            hasQuery |= statement is InsertStatement or StatementSetStatement or SelectStatement;
            if (statement is not SetStatement { Key: ZoneKey } set)
            {
                continue;
            }

            if (!hasQuery)
            {
                SetZone(set, diagnostics);
            }
            else if (set.Value != Zone.Id)
            {
                diagnostics.Unsupported(
                    set.Place,
                    set.Key,
                    $"another '{ZoneKey}' behind a query; set it before the first one, or run the others by "
                    + "themselves");
            }
        }
    }

    private void SetZone(SetStatement set, DiagnosticBag diagnostics)
    {
        try
        {
            Zone = ZoneRules.Of(set.Value);
        }
        catch (HotPathException problem)
        {
            diagnostics.Error(set.Place, set.Value, problem.Message);
        }
    }

    private static void WarnInterval(SetStatement set, DiagnosticBag diagnostics)
    {
        string compact = set.Value.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (compact is not ("0" or "0ms" or "0s"))
        {
            diagnostics.Warning(
                set.Place,
                set.Value,
                "watermarks advance after every row here, which is '0 ms'; with another interval Flink's late rows "
                + "depend on timing");
        }
    }
}
