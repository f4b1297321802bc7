using System.Collections.Generic;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Plans;

/// <summary>A table of the script as connectors and ingress need it: its stored columns and its WITH options.</summary>
public sealed record TableDefinition
{
    /// <summary>Id in frames: 1 for the first CREATE TABLE of the script, and so on.</summary>
    public required int Id { get; init; }

    /// <summary>Name as declared.</summary>
    public required string Name { get; init; }

    /// <summary>Physical columns (computed ones are not stored) and their layout.</summary>
    public required RowSchema Schema { get; init; }

    /// <summary>WITH options, keys as written.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Index of the column that names the tenant, or -1 when no tenancy is declared for the table.</summary>
    public int TenantColumn { get; init; } = -1;

    /// <summary>How copies of an event are recognised; <see langword="null"/> when they are not.</summary>
    public EventIdDefinition? EventId { get; init; }

    /// <summary>With which sources its own keep step; <see langword="null"/> for none.</summary>
    public WatermarkAlignment? Alignment { get; init; }

    /// <summary>Columns that must not be NULL.</summary>
    public IReadOnlyList<int> NotNullColumns { get; init; } = [];

    /// <summary>Place of the CREATE TABLE for messages: file, line and column.</summary>
    public string Place { get; init; } = string.Empty;
}
