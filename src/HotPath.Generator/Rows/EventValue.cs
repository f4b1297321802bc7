namespace HotPath.Generator.Rows;

/// <summary>What a column of events holds.</summary>
public enum EventValue
{
    /// <summary>A whole number; BIGINT.</summary>
    Number,

    /// <summary>A whole number of few values; INT.</summary>
    Code,

    /// <summary>An amount as a whole number of ten-thousandths; DECIMAL(19, 4).</summary>
    Amount,

    /// <summary>Milliseconds since the Unix epoch; TIMESTAMP(3).</summary>
    Time,

    /// <summary>UTF-8; STRING.</summary>
    Text,
}
