namespace HotPath.Operators.Shards;

/// <summary>A mark that the shard has passed while some of what lies before it was pending.</summary>
/// <remarks>Threading: single-threaded; owned by <see cref="PostponedMarks"/>, which uses it again.</remarks>
internal sealed class PostponedMark
{
    /// <summary>Position of its frame. Unit: bytes.</summary>
    public long Position { get; set; }

    /// <summary>The shard's part of its hash, as far as it is known.</summary>
    public ulong Hash { get; set; }

    /// <summary>Tenants, by stages that give rows to each other, that have not come to it yet.</summary>
    public int Behind { get; set; }
}
