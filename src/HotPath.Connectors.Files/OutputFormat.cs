namespace HotPath.Connectors.Files;

/// <summary>How the changelog of a bare SELECT is printed.</summary>
public enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table = 0,

    /// <summary>Header and rows in the text forms of the golden cases.</summary>
    Csv = 1,

    /// <summary>One JSON object a line.</summary>
    Ndjson = 2,
}
