using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>A member of variable length: a length, then so many octets.</summary>
public sealed record VarData : SchemaElementModel
{
    /// <summary>Number of the member; its identity across versions.</summary>
    public required int Id { get; init; }

    /// <summary>Composite of <c>length</c> and <c>varData</c>.</summary>
    public required CompositeType Type { get; init; }

    /// <summary>Member that holds the length.</summary>
    public EncodedType LengthType => (EncodedType)Type.Find("length")!.Type;

    /// <summary>Member that stands for the octets.</summary>
    public EncodedType DataType => (EncodedType)Type.Find("varData")!.Type;

    /// <summary>Largest length that may be written. Unit: bytes.</summary>
    public long LengthMaxBytes => LengthType.MaxValue.ToInt64();

    /// <summary>Place of the length in the composite. Unit: bytes.</summary>
    public int LengthOffsetBytes => Type.Find("length")!.OffsetBytes;

    /// <summary>Place of the first octet of data in the composite: what a reader jumps over. Unit: bytes.</summary>
    public int DataOffsetBytes => Type.Find("varData")!.OffsetBytes;

    /// <summary>Encoding of the text; null when it is not text.</summary>
    public string? CharacterEncoding => DataType.CharacterEncoding;

    /// <summary>Primitive type of the length.</summary>
    public PrimitiveType LengthPrimitive => LengthType.Primitive;
}
