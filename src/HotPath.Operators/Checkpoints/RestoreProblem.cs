using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;

namespace HotPath.Operators.Checkpoints;

/// <summary>Messages about records that do not fit the plan.</summary>
internal static class RestoreProblem
{
    public static HotPathException Of(StatementDefinition statement, int tenant, string problem) => new(
        ErrorCode.StateCorrupt,
        $"checkpoint of statement '{statement.Name}' (operator {statement.OperatorId:x16}), tenant {tenant}: {problem}"
        + "; start from a kept snapshot");

    public static HotPathException Of(TableDefinition table, int tenant, string problem) => new(
        ErrorCode.StateCorrupt,
        $"checkpoint of the event ids of table '{table.Name}' (operator {table.EventId!.OperatorId:x16}), tenant "
        + $"{tenant}: {problem}; start from a kept snapshot");
}
