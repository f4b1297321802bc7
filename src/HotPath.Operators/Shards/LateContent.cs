namespace HotPath.Operators.Shards;

/// <summary>Facts about a late row.</summary>
public enum LateContent
{
    /// <summary>Nothing: another stage of the statement fills the column.</summary>
    Nothing = 0,

    /// <summary>A column of the row.</summary>
    Column = 1,

    /// <summary>Start of the last window that the row belongs to.</summary>
    WindowStart = 2,

    /// <summary>Its end.</summary>
    WindowEnd = 3,

    /// <summary>How far the watermark was past the moment at which that window fired. Unit: ms.</summary>
    Lateness = 4,

    /// <summary>Name of the statement that dropped the row.</summary>
    Statement = 5,

    /// <summary>The whole row as JSON.</summary>
    Event = 6,
}
