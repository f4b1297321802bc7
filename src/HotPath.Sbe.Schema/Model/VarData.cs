using System;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Model;

/// <summary>A member of variable length: a length, then so many octets.</summary>
public sealed record VarData : SchemaElementModel
{
    /// <summary>Number of the member; its identity across versions.</summary>
    public required int Id { get; init; }

    /// <summary>Composite of <c>length</c> and <c>varData</c>.</summary>
    public required CompositeType Type
    {
        get;
        init
        {
            field = value ?? throw new ArgumentNullException(nameof(value));
            LengthMember = value.Find("length");
            DataMember = value.Find("varData");
        }
    }

    /// <summary>Member that holds the length.</summary>
    public EncodedType LengthType => (EncodedType)LengthMember!.Type;

    /// <summary>Member that stands for the octets.</summary>
    public EncodedType DataType => (EncodedType)DataMember!.Type;

    /// <summary>Largest length that may be written. Unit: bytes.</summary>
    public long LengthMaxBytes => LengthType.MaxValue.ToInt64();

    /// <summary>Place of the length in the composite. Unit: bytes.</summary>
    public int LengthOffsetBytes => LengthMember!.OffsetBytes;

    /// <summary>Place of the first octet of data in the composite: what a reader jumps over. Unit: bytes.</summary>
    public int DataOffsetBytes => DataMember!.OffsetBytes;

    /// <summary>Encoding of the text; null when it is not text.</summary>
    public string? CharacterEncoding => DataType.CharacterEncoding;

    /// <summary>Primitive type of the length.</summary>
    public PrimitiveType LengthPrimitive => LengthType.Primitive;

    // Found once: readers ask for them with every message.
    private CompositeMember? LengthMember { get; init; }

    private CompositeMember? DataMember { get; init; }
}
