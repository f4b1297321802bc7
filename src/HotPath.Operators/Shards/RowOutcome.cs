namespace HotPath.Operators.Shards;

/// <summary>What became of one row in one statement.</summary>
public enum RowOutcome
{
    /// <summary>It reached state or output.</summary>
    Applied = 0,

    /// <summary>A WHERE or HAVING refused it.</summary>
    Filtered = 1,

    /// <summary>Its last window had fired.</summary>
    Late = 2,

    /// <summary>An expression failed; the context says why. Nothing was touched.</summary>
    Failed = 3,
}
