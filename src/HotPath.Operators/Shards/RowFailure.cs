using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;

namespace HotPath.Operators.Shards;

/// <summary>How a row that cannot be worked off is told: by the operator and the record at fault.</summary>
internal static class RowFailure
{
    /// <summary>Name of the operator that works off a statement's rows.</summary>
    public static string OperatorNameOf(StatementState statement) =>
        statement.Program.Ranking is not null || statement.Program.KeepsFirstRows
            ? "rank"
            : statement.Operator is null ? "project" : statement.Window is null ? "group" : "window";

    /// <summary>The end of a run that is not to go on behind such a row.</summary>
    public static HotPathException Of(
        StatementState statement,
        TableProgram table,
        in EventFrame frame,
        string operatorName,
        RejectReason reason,
        string? detail) =>
        new(
            ErrorCode.RowFailed,
            $"record {frame.SourceOffset} of table '{table.Definition.Name}' failed in {operatorName} of statement "
            + $"'{statement.Program.Definition.Name}': {reason}{Tail(detail)}; mend the row or the query, or leave "
            + "'hotpath.on-error' at 'dead-letter'");

    /// <summary>What a function threw, behind the reason.</summary>
    public static string Tail(string? detail) => detail is null ? string.Empty : $" ({detail})";

    /// <summary>The end of a run that is not to go on behind a record that was rejected.</summary>
    public static HotPathException OfRecord(
        TableDefinition table, in EventFrame frame, RejectReason reason, string? columnName) =>
        new(
            ErrorCode.RowFailed,
            $"record {frame.SourceOffset} of table '{table.Name}' was rejected: {reason}"
            + (columnName is null ? string.Empty : $" in column '{columnName}'")
            + "; mend the row, or leave 'hotpath.on-error' at 'dead-letter'");
}
