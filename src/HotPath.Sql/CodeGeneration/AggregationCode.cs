using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>The aggregates of a stage and where they lie.</summary>
/// <param name="Calls">The aggregates.</param>
/// <param name="Accumulators">Their slots.</param>
internal sealed record AggregationCode(IReadOnlyList<AggregateCall> Calls, AccumulatorPlan Accumulators)
{
    /// <summary>Whether users' aggregates are tried before a row touches anything.</summary>
    public bool IsTried => !Accumulators.Retracts && Calls.Any(static call => call.Custom is not null);
}
