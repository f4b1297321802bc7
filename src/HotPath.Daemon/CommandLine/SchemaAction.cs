namespace HotPath.Daemon.CommandLine;

/// <summary>What <c>hotpath schema</c> does.</summary>
internal enum SchemaAction
{
    /// <summary>Judges whether a new version breaks those who have an older one.</summary>
    Check,

    /// <summary>Prints a message.</summary>
    Dump,

    /// <summary>Prints how messages lie on the wire.</summary>
    Layout,

    /// <summary>Prints the CREATE TABLE of a message.</summary>
    Columns,

    /// <summary>Writes messages from JSON.</summary>
    Encode,

    /// <summary>Writes encoders and decoders in C#.</summary>
    Generate,
}
