using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>An unsigned number whose bits are named choices.</summary>
public sealed record SetType : SbeType
{
    /// <summary>Primitive type on the wire, without sign.</summary>
    public required PrimitiveType Primitive { get; init; }

    /// <summary>Name of the encoding type as the schema writes it.</summary>
    public required string EncodingTypeName { get; init; }

    /// <summary>Choices in the order of the schema.</summary>
    public required ModelList<Choice> Choices { get; init; }

    /// <inheritdoc/>
    public override int SizeBytes => PrimitiveTypes.SizeBytes(Primitive);
}
