namespace HotPath.Sbe.Schema.Model;

/// <summary>One member of a composite.</summary>
public sealed record CompositeMember : SchemaElementModel
{
    /// <summary>Its type; a <c>ref</c> is resolved.</summary>
    public required SbeType Type { get; init; }

    /// <summary>Place of its first octet in the composite. Unit: bytes.</summary>
    public required int OffsetBytes { get; init; }

    /// <summary>Whether it was declared elsewhere and is only named here.</summary>
    public bool IsReference { get; init; }

    /// <summary>Presence: that of a primitive's type; required for enums, sets and composites.</summary>
    public Presence Presence => (Type as EncodedType)?.Presence ?? Presence.Required;

    /// <summary>Room on the wire; 0 for a constant. Unit: bytes.</summary>
    public int SizeBytes => Type.SizeBytes;
}
