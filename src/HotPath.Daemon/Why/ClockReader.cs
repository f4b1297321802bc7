using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Daemon.Reports;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Operators.Checkpoints;
using HotPath.Runtime.Durability;
using HotPath.Sql;
using HotPath.Sql.Syntax;
using HotPath.State.Lmdb;

namespace HotPath.Daemon.Why;

/// <summary>Reads every clock out of the newest checkpoint of a data directory, also while a node writes it.</summary>
/// <remarks>Reads the records of clocks by key: how much state there is does not matter.</remarks>
internal sealed class ClockReader
{
    private const int IngestTimeOffset = 8;
    private const long CheckpointMsMax = DurableOptions.CheckpointAgeMs + 2_000; // and the time that it takes

    private readonly LmdbStateReader _state;
    private readonly Dictionary<int, string> _tenants = [];
    private readonly Dictionary<int, string> _clients = [];
    private readonly Dictionary<(int Table, int Source), string> _sources = [];
    private string _planText = string.Empty;
    private long _asOfMs;

    /// <summary>A reader.</summary>
    /// <param name="state">The checkpoint.</param>
    public ClockReader(LmdbStateReader state)
    {
        _state = state;
        _state.ReadAll(new byte[sizeof(ulong)], TakeNode);
    }

    /// <summary>Reads.</summary>
    /// <param name="nowMs">Wall clock if the node runs, or <see langword="null"/>. Unit: ms.</param>
    /// <param name="silentMs">After which silence it is told. Unit: ms.</param>
    /// <returns>All clocks.</returns>
    /// <exception cref="HotPathException">HP2009: the plan in the checkpoint cannot be compiled here.</exception>
    public WhyReport Read(long? nowMs, long silentMs)
    {
        IJobPlan plan = Compile(_planText);
        long until = UntilMs(nowMs);
        var clocks = new List<StatementClock>();
        foreach (ulong operatorId in plan.TimedOperators)
        {
            foreach (int tenant in _tenants.Keys.Prepend(0).Order())
            {
                AddClock(plan, operatorId, tenant, clocks);
            }
        }

        return new WhyReport(
            _state.Position,
            _asOfMs,
            Math.Max(nowMs ?? _asOfMs, _asOfMs),
            nowMs is not null,
            [.. clocks.Select(clock => Explain(plan, clock, clocks, until, silentMs))]);
    }

    // A node that runs takes a checkpoint soon after a row: what a younger one does not say may still have happened.
    private long UntilMs(long? nowMs) => nowMs is { } now && now - _asOfMs > CheckpointMsMax ? now : _asOfMs;

    // What the plan needs may be gone from where it was, such as an assembly of functions: the first error names it.
    private static IJobPlan Compile(string planText)
    {
        CompileResult result = SqlCompiler.CompilePlanText(planText);
        return result.Plan ?? throw new HotPathException(
            ErrorCode.DataDirectoryRefused,
            "the plan of the checkpoint cannot be compiled here: "
            + (result.Diagnostics.FirstOrDefault(static told => told.Kind != DiagnosticKind.Warning)?.Message
                ?? "it is of another version of hotpath"));
    }

    private void AddClock(IJobPlan plan, ulong operatorId, int tenant, List<StatementClock> clocks)
    {
        var key = new byte[StateKey.PrefixBytes];
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.Clock);
        _state.TryRead(key, (_, value) =>
        {
            if (plan.ReadClock(operatorId, tenant, RecordKind.Clock, value) is { } clock)
            {
                clocks.Add(clock.IsProcessingTime ? AsOf(clock) : clock);
            }
        });
    }

    // Such a clock is moved by whatever comes, and written down only where it fires something.
    private StatementClock AsOf(StatementClock clock) =>
        clock.WatermarkMs >= _asOfMs ? clock : clock with { WatermarkMs = _asOfMs, RaisedIngestMs = _asOfMs };

    private IReadOnlyList<InputClock> InputsOf(IJobPlan plan, ulong operatorId, int tenant)
    {
        IReadOnlyList<IReadOnlyList<int>> tables = plan.InputTablesOf(operatorId);
        var watermarksMs = new long[tables.Count];
        Array.Fill(watermarksMs, StatementClock.None);
        var key = new byte[StateKey.PrefixBytes];
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.Inputs);
        _state.TryRead(key, (_, value) =>
        {
            for (int i = 0; i < watermarksMs.Length && (i + 1) * sizeof(long) <= value.Length; i++)
            {
                watermarksMs[i] = BinaryPrimitives.ReadInt64LittleEndian(value[(i * sizeof(long))..]);
            }
        });
        return [.. tables.Select((input, i) => new InputClock(NamesOf(plan, input), watermarksMs[i]))];
    }

    private static string NamesOf(IJobPlan plan, IEnumerable<int> tables) =>
        string.Join(", ", tables.Select(table => plan.Tables[table].Name));

    private ExplainedClock Explain(
        IJobPlan plan, StatementClock clock, List<StatementClock> all, long nowMs, long silentMs)
    {
        IReadOnlyList<InputClock> inputs = InputsOf(plan, clock.OperatorId, clock.Tenant);
        StatementDefinition statement = plan.Statements.First(s => s.Id == clock.Statement);
        TableDefinition table = plan.Tables[statement.Table];
        long furthestMs = all
            .Where(other => other.Statement == clock.Statement && other.Stage == clock.Stage)
            .Max(static other => other.WatermarkMs);
        bool isSet = clock.WatermarkMs != StatementClock.None;
        return new ExplainedClock
        {
            Clock = clock,
            Statement = statement.Name,
            Table = inputs.Count == 0 ? table.Name : string.Join(", ", inputs.Select(static input => input.Tables)),
            Inputs = inputs,
            Tenant = statement.IsTenantScoped ? _tenants.GetValueOrDefault(clock.Tenant, TenantName.Of(null)) : null,
            Source = clock.RaisedSource < 0 || inputs.Count > 0
                ? null
                : _sources.GetValueOrDefault((table.Id, clock.RaisedSource)),
            Partitions = [.. clock.Partitions.Select(partition => NameOf(table.Id, partition))],
            Verdict = VerdictOf(clock, nowMs, silentMs),
            BehindMs = isSet && !clock.IsProcessingTime && furthestMs != long.MaxValue
                ? furthestMs - clock.WatermarkMs
                : 0,
        };
    }

    private string NameOf(int table, PartitionClock partition)
    {
        string source = _sources.GetValueOrDefault((table, partition.Source), $"source {partition.Source}");
        return _clients.TryGetValue(partition.Partition, out string? client) ? $"{source}, client {client}" : source;
    }

    private static ClockVerdict VerdictOf(StatementClock clock, long nowMs, long silentMs) => clock switch
    {
        { WatermarkMs: long.MaxValue } => ClockVerdict.Ended,
        { WatermarkMs: StatementClock.None } => ClockVerdict.Unset,
        { IsProcessingTime: true } => ClockVerdict.Moving,
        _ when nowMs - Math.Max(clock.LastRowIngestMs, clock.RaisedIngestMs) >= silentMs => ClockVerdict.Idle,
        _ when clock.WatermarkMs - silentMs > clock.RaisedIngestMs => ClockVerdict.Skewed,
        _ when nowMs - clock.RaisedIngestMs >= silentMs => ClockVerdict.Blocked,
        _ => ClockVerdict.Moving,
    };

    private void TakeNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (StateKey.KindOf(key))
        {
            case NodeRecord.Plan:
                _planText = Encoding.UTF8.GetString(value);
                break;
            case NodeRecord.Ingress:
                _asOfMs = BinaryPrimitives.ReadInt64LittleEndian(value[IngestTimeOffset..]);
                break;
            case NodeRecord.Tenant:
                _tenants[StateKey.TenantOf(key)] = Encoding.UTF8.GetString(value);
                break;
            case NodeRecord.Client:
                _clients[StateKey.TenantOf(key)] = Encoding.UTF8.GetString(value);
                break;
            case NodeRecord.SourceName:
                _sources[(NodeRecord.Number(key, 0), NodeRecord.Number(key, 1))] = Encoding.UTF8.GetString(value);
                break;
            default:
                break;
        }
    }
}
