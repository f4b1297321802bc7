using System;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>Accounts for results that fail: a dead letter each, or the end of the run.</summary>
/// <param name="deadLetters">Dead letters of the shard.</param>
/// <param name="tableName">Name of a table by its index in the plan.</param>
/// <param name="failOnError">Whether the first failing result stops the run.</param>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class FailedResults(DeadLetterWriter deadLetters, Func<int, string> tableName, bool failOnError)
{
    /// <summary>Names of tenants and files.</summary>
    public DefinedNames Names => deadLetters.Names;

    /// <summary>A result of a group or a ranked row has failed.</summary>
    /// <exception cref="HotPathException">HP2004: the plan says to stop.</exception>
    public void Add(
        StatementProgram program, WindowClock clock, RejectReason reason, string? detail, ReadOnlySpan<byte> key)
    {
        clock.Counters.FailedResults++;
        string what = program.Specification is null ? "group result" : "window result";
        OutputIdentity letter = Write(clock.Stage!, clock.Tenant, clock.FiringPosition, what, reason, detail, key);
        program.Probe?.OnResult(letter);
    }

    /// <summary>A row of the stage before has failed in a stage.</summary>
    /// <exception cref="HotPathException">HP2004: the plan says to stop.</exception>
    public void AddRow(StatementState stage, int tenant, long position, RejectReason reason, string? detail)
    {
        stage.CountersOf(tenant).Failed++;
        string what = $"{RowFailure.OperatorNameOf(stage)} of stage {stage.Depth + 1}";
        OutputIdentity letter = Write(stage, tenant, position, what, reason, detail, []);
        stage.Program.Probe?.OnRow(letter);
    }

    private OutputIdentity Write(
        StatementState stage,
        int tenant,
        long position,
        string what,
        RejectReason reason,
        string? detail,
        ReadOnlySpan<byte> key)
    {
        StatementDefinition definition = stage.Program.Definition;
        if (failOnError)
        {
            throw new HotPathException(
                ErrorCode.RowFailed,
                $"a {what} of statement '{definition.Name}' failed: {reason}{RowFailure.Tail(detail)}; mend "
                + "the query or leave 'hotpath.on-error' at 'dead-letter'");
        }

        return deadLetters.WriteResult(
            position,
            stage.NumberOfFailure(tenant),
            tenant,
            definition,
            what,
            reason,
            detail,
            tableName(definition.Table),
            key);
    }
}
