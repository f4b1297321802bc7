namespace HotPath.Connectors.Files.Sbe;

/// <summary>From a member of a message to a column and back.</summary>
internal enum SbeConversion
{
    /// <summary>No value; catches a default.</summary>
    None = 0,

    /// <summary>TINYINT to BIGINT.</summary>
    Integer,

    /// <summary>DECIMAL of an integer.</summary>
    WholeDecimal,

    /// <summary>DECIMAL of mantissa and exponent.</summary>
    Decimal,

    /// <summary>FLOAT.</summary>
    Float,

    /// <summary>DOUBLE.</summary>
    Double,

    /// <summary>TIMESTAMP or TIMESTAMP_LTZ.</summary>
    Time,

    /// <summary>DATE.</summary>
    Date,

    /// <summary>BOOLEAN of one choice.</summary>
    Choice,

    /// <summary>STRING of an enum's value.</summary>
    EnumName,

    /// <summary>STRING of a set's choices.</summary>
    ChoiceNames,

    /// <summary>STRING of two halves.</summary>
    Uuid,

    /// <summary>STRING of text.</summary>
    Text,

    /// <summary>BYTES.</summary>
    Bytes,
}
