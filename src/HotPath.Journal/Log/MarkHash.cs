namespace HotPath.Journal.Log;

/// <summary>The state hash of a whole node at a mark: equal positions must have equal hashes.</summary>
/// <param name="Position">Position of the mark frame. Unit: bytes.</param>
/// <param name="Hash">Sum of the shards' parts, mod 2^64.</param>
public readonly record struct MarkHash(long Position, ulong Hash)
{
    /// <summary>No mark yet.</summary>
    public static readonly MarkHash None = new(-1, 0);
}
