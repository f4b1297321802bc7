namespace HotPath.Operators.Shards;

/// <summary>Rows that wait for one firing, oldest first: those of a statement, or of statements that feed one, and a
/// tenant.</summary>
/// <remarks>Threading: single-threaded; owned by <see cref="HeldRows"/>, which uses it again for others.</remarks>
internal sealed class HeldLine
{
    /// <summary>The stages that the rows go through; all rows of the line have the same.</summary>
    public StatementState[] Related { get; set; } = [];

    /// <summary>Tenant, or 0 for a global statement.</summary>
    public int Scope { get; set; }

    /// <summary>The oldest row; 0 for none.</summary>
    public nint First { get; set; }

    /// <summary>The newest row.</summary>
    public nint Last { get; set; }

    /// <summary>Position of the frame of the oldest row. Unit: bytes.</summary>
    public long FirstPosition { get; set; }
}
