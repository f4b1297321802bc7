namespace HotPath.Sbe.Schema.Model;

/// <summary>One bit of a set.</summary>
public sealed record Choice : SchemaElementModel
{
    /// <summary>Bit, from the least significant one. Range: 0 to 63.</summary>
    public required int BitIndex { get; init; }
}
