namespace HotPath.Sbe.Schema.Primitives;

/// <summary>The primitive types of SBE. <see cref="PrimitiveTypes"/> knows their sizes and ranges.</summary>
public enum PrimitiveType
{
    /// <summary>One octet of text.</summary>
    Char = 0,

    /// <summary>Signed, one octet.</summary>
    Int8 = 1,

    /// <summary>Signed, two octets.</summary>
    Int16 = 2,

    /// <summary>Signed, four octets.</summary>
    Int32 = 3,

    /// <summary>Signed, eight octets.</summary>
    Int64 = 4,

    /// <summary>Unsigned, one octet.</summary>
    UInt8 = 5,

    /// <summary>Unsigned, two octets.</summary>
    UInt16 = 6,

    /// <summary>Unsigned, four octets.</summary>
    UInt32 = 7,

    /// <summary>Unsigned, eight octets.</summary>
    UInt64 = 8,

    /// <summary>IEEE 754, four octets.</summary>
    Float = 9,

    /// <summary>IEEE 754, eight octets.</summary>
    Double = 10,
}
