using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>One value of an enum.</summary>
public sealed record ValidValue : SchemaElementModel
{
    /// <summary>What is on the wire.</summary>
    public required PrimitiveValue Value { get; init; }
}
