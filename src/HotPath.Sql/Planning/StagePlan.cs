using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Groups;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>One stage of a statement on its way to be compiled.</summary>
/// <param name="Relation">What it computes.</param>
/// <param name="TimeToLive">How long its groups live; null for ever.</param>
/// <param name="Outputs">Columns that it gives.</param>
/// <param name="Schema">Their layout: the sink's, or that of the rows of the next stage.</param>
/// <param name="Definition">The statement, with the id of this stage's operator.</param>
internal sealed record StagePlan(
    Relation Relation,
    TimeToLive? TimeToLive,
    IReadOnlyList<RelationColumn> Outputs,
    RowSchema Schema,
    StatementDefinition Definition);
