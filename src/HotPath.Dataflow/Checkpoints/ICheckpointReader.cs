using System;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// Reads the newest committed state while another thread commits the next: how a shard gets back what it has evicted.
/// </summary>
/// <remarks>Threading: any thread, but not from within a visitor. Each call is as of the newest commit.</remarks>
public interface ICheckpointReader
{
    /// <summary>Reads one value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="visitor">Called with it if it exists.</param>
    /// <returns>Whether it exists.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: the value's checksum does not match.</exception>
    bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor);

    /// <summary>Every record whose key starts with a prefix, a unit at a time.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <returns>Where the walk begins; holds on to nothing in the store.</returns>
    ICheckpointScan Scan(ReadOnlySpan<byte> prefix);
}
