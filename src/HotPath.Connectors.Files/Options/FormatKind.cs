namespace HotPath.Connectors.Files.Options;

/// <summary>Formats of files.</summary>
internal enum FormatKind
{
    /// <summary>Named wrongly or not at all.</summary>
    None = 0,
    Csv,
    Json,
    RecordedLog,
    Sbe,
}
