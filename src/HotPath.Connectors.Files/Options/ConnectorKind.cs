namespace HotPath.Connectors.Files.Options;

/// <summary>Connectors of this project.</summary>
internal enum ConnectorKind
{
    /// <summary>Named wrongly or not at all.</summary>
    None = 0,
    Filesystem,
    Datagen,
    Print,
    Blackhole,
}
