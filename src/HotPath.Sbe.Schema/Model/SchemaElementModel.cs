using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Model;

/// <summary>What every named element of a schema has.</summary>
public abstract record SchemaElementModel
{
    /// <summary>Name as the schema writes it.</summary>
    public required string Name { get; init; }

    /// <summary>Text for people; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Meaning by another standard, for example a FIX data type; null when there is none.</summary>
    public string? SemanticType { get; init; }

    /// <summary>Schema version that brought it. For a field: the larger of its own and its type's.</summary>
    public int SinceVersion { get; init; }

    /// <summary>Schema version from which it should not be used any more; null when it may be.</summary>
    public int? DeprecatedVersion { get; init; }

    /// <summary>Where it is declared; does not count when models are compared.</summary>
    public SourcePlace Place { get; init; }
}
