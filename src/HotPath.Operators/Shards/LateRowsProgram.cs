using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Shards;

/// <summary>How a late row of one stage becomes a row of the late output. Immutable; shared by all shards.</summary>
/// <param name="Output">Where it goes.</param>
/// <param name="Rows">Layout of the rows that the stage reads.</param>
/// <param name="Columns">What each column of the output holds, in order.</param>
public sealed record LateRowsProgram(LateOutputDefinition Output, RowSchema Rows, IReadOnlyList<LateColumn> Columns);
