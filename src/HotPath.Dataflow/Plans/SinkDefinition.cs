using System.Collections.Generic;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// Where rows of one or more statements go: a table with a sink connector, a bare SELECT's output, or the dead-letter
/// log.
/// </summary>
public sealed record SinkDefinition
{
    /// <summary>Index of the sink in the plan.</summary>
    public required int Id { get; init; }

    /// <summary>Table name; <c>select-1</c>, ... for bare SELECTs; <c>dead-letters</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required SinkRole Role { get; init; }

    /// <summary>Layout of its rows.</summary>
    public required RowSchema Schema { get; init; }

    /// <summary>WITH options of the table; empty for a SELECT.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }
}
