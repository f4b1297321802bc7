namespace HotPath.Connectors.Files.Sbe;

/// <summary>What a member of a message is to a column.</summary>
internal enum SbeMemberKind
{
    /// <summary>No column can hold it; the member says why.</summary>
    Refused = 0,

    /// <summary>One number, which may count time.</summary>
    Number,

    /// <summary>Mantissa and exponent.</summary>
    Decimal,

    /// <summary>Two uint64, more significant one first.</summary>
    Uuid,

    /// <summary>Text of fixed length.</summary>
    Text,

    /// <summary>Octets of fixed length.</summary>
    Octets,

    /// <summary>A value of an enum.</summary>
    Enum,

    /// <summary>A set of choices.</summary>
    Set,

    /// <summary>One choice of a set.</summary>
    Choice,

    /// <summary>Data of variable length.</summary>
    Data,

    /// <summary>Number of entries of a group.</summary>
    Count,
}
