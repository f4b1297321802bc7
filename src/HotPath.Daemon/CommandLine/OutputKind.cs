namespace HotPath.Daemon.CommandLine;

/// <summary>What becomes of the rows of bare SELECTs.</summary>
internal enum OutputKind
{
    /// <summary>Aligned columns for people.</summary>
    Table = 0,

    /// <summary>CSV with the row kind first.</summary>
    Csv = 1,

    /// <summary>One JSON object a line.</summary>
    Ndjson = 2,

    /// <summary>
    /// Formatted and hashed, but written nowhere, and neither are table sinks: a replay that only verifies.
    /// </summary>
    None = 3,
}
