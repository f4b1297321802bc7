namespace HotPath.Sbe.Schema.Model;

/// <summary>
/// A type of a schema: <see cref="EncodedType"/>, <see cref="EnumType"/>, <see cref="SetType"/> or
/// <see cref="CompositeType"/>.
/// </summary>
public abstract record SbeType : SchemaElementModel
{
    /// <summary>Room on the wire; 0 for a constant and for data of variable length. Unit: bytes.</summary>
    public abstract int SizeBytes { get; }
}
