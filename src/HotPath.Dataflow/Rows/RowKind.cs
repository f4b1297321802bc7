namespace HotPath.Dataflow.Rows;

/// <summary>What an output row does to the result: Flink's changelog kinds, in its order.</summary>
public enum RowKind : byte
{
    /// <summary>+I.</summary>
    Insert = 0,

    /// <summary>-U.</summary>
    UpdateBefore = 1,

    /// <summary>+U.</summary>
    UpdateAfter = 2,

    /// <summary>-D.</summary>
    Delete = 3,
}
