namespace HotPath.Sbe.Schema.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum SchemaSeverity
{
    /// <summary>The schema can be used; somebody should look at it.</summary>
    Warning = 0,

    /// <summary>The schema cannot be used.</summary>
    Error = 1,
}
