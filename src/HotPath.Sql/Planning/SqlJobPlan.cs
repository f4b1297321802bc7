using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Probes;
using HotPath.Operators.Shards;
using HotPath.Sql.CodeGeneration;

namespace HotPath.Sql.Planning;

/// <summary>A compiled script. Its kernels are shared by all shards; its constants live as long as it does.</summary>
internal sealed class SqlJobPlan(
    IReadOnlyList<TableProgram> tables,
    IReadOnlyList<StatementProgram> programs,
    IReadOnlyList<Lazy<ClockKernel>?> rowTimes,
    ConstantPool constants) : IJobPlan
{
    public required string PlanText { get; init; }

    /// <summary>Lines of <see cref="CanonicalScript"/>.</summary>
    public required IReadOnlyList<string> Canonical { get; init; }

    public required string Explain { get; init; }

    public required IReadOnlyList<TableDefinition> Tables { get; init; }

    public required IReadOnlyList<StatementDefinition> Statements { get; init; }

    public required IReadOnlyList<SinkDefinition> Sinks { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required long MarkIntervalBytes { get; init; }

    public required long TickIntervalMs { get; init; }

    public required bool FailOnError { get; init; }

    public required StateLimits StateLimits { get; init; }

    public string? DifferenceFrom(string planText) => PlanDifference.Of(planText, this);

    public IShardProgram CreateShard(ShardOptions options) => options.Probe is { } probe
        ? new ProbedShard(tables, programs, FailOnError, options, probe)
        : CreateShard(options, default(NoShardFaults));

    public IShardProgram CreateShard<TFaults>(ShardOptions options, TFaults faults)
        where TFaults : struct, IShardFaults
    {
        GC.KeepAlive(constants);
        return new ShardProgram<TFaults>(tables, programs, FailOnError, options, faults);
    }

    public IReadOnlyList<ulong> TimedOperators =>
    [
        .. Stages.Where(static stage => stage.Program.Specification is not null)
            .Select(static stage => stage.Program.Definition.OperatorId)
            .Distinct(), // what several branches lead to is one operator
    ];

    public IReadOnlyList<IReadOnlyList<int>> InputTablesOf(ulong operatorId)
    {
        StatementProgram[] stages = [.. Stages.Select(static stage => stage.Program).Distinct()];
        StatementProgram[] inputs = [.. stages.Where(stage => stage.Next?.Definition.OperatorId == operatorId)];
        return inputs.Length > 1 ? [.. inputs.Select(input => TablesOf(input, stages))] : [];
    }

    private IEnumerable<(StatementProgram Program, int Stage)> Stages
    {
        get
        {
            foreach (StatementProgram statement in programs)
            {
                int number = 0;
                for (StatementProgram? stage = statement; stage is not null; stage = stage.Next)
                {
                    yield return (stage, number++);
                }
            }
        }
    }

    private static IReadOnlyList<int> TablesOf(StatementProgram stage, StatementProgram[] stages)
    {
        StatementProgram[] inputs = [.. stages.Where(input => ReferenceEquals(input.Next, stage))];
        return inputs.Length == 0
            ? [stage.Definition.Table]
            : [.. inputs.SelectMany(input => TablesOf(input, stages)).Distinct()];
    }

    public StatementClock? ReadClock(ulong operatorId, int tenant, byte kind, ReadOnlySpan<byte> record)
    {
        foreach ((StatementProgram program, int stage) in Stages)
        {
            if (program.Definition.OperatorId == operatorId && kind == RecordKind.Clock)
            {
                return StatementClocks.Read(program, stage, tenant, record);
            }
        }

        return null;
    }

    public RowTimeKernel? CreateRowTime(int table) =>
        rowTimes[table] is { } kernel ? new RowTimeReader(kernel.Value).Read : null;
}
