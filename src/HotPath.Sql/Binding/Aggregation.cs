using System.Collections.Generic;

namespace HotPath.Sql.Binding;

/// <summary>An aggregation: its keys (without the window bounds) and its aggregates.</summary>
internal sealed record Aggregation(IReadOnlyList<BoundExpression> Keys, IReadOnlyList<AggregateCall> Calls);
