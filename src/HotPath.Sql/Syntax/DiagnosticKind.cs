namespace HotPath.Sql.Syntax;

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticKind
{
    /// <summary>The script is wrong.</summary>
    Error = 0,

    /// <summary>The construct is Flink's but outside the dialect so far; refused by name.</summary>
    Unsupported = 1,

    /// <summary>The script runs, but the user should know something.</summary>
    Warning = 2,
}
