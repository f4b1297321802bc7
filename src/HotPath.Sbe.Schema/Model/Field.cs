namespace HotPath.Sbe.Schema.Model;

/// <summary>A member of fixed length of a message or of a group's entry.</summary>
public sealed record Field : SchemaElementModel
{
    /// <summary>Number of the field; its identity across versions.</summary>
    public required int Id { get; init; }

    /// <summary>Its type.</summary>
    public required SbeType Type { get; init; }

    /// <summary>Presence: the field's own, or that of its type.</summary>
    public required Presence Presence { get; init; }

    /// <summary>Place of its first octet in the block. Unit: bytes.</summary>
    public required int OffsetBytes { get; init; }

    /// <summary>The constant, the field's or its type's; null unless <see cref="Presence"/> says so.</summary>
    public ConstantValue? Constant { get; init; }

    /// <summary>Start of a time, for example <c>unix</c>; null when the schema says nothing.</summary>
    public string? Epoch { get; init; }

    /// <summary>Unit of a time, for example <c>nanosecond</c>; null when the schema says nothing.</summary>
    public string? TimeUnit { get; init; }

    /// <summary>Room on the wire; 0 for a constant. Unit: bytes.</summary>
    public int SizeBytes => Presence == Presence.Constant ? 0 : Type.SizeBytes;
}
