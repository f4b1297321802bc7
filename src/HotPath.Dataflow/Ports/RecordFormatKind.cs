namespace HotPath.Dataflow.Ports;

/// <summary>Formats of records that come alone.</summary>
public enum RecordFormatKind
{
    /// <summary>Named wrongly or not at all.</summary>
    None = 0,

    /// <summary>A record of CSV.</summary>
    Csv = 1,

    /// <summary>A JSON object.</summary>
    Json = 2,

    /// <summary>An SBE message.</summary>
    Sbe = 3,
}
