namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// A walk over the records with one prefix, in units, so that whoever walks can do something else in between.
/// </summary>
/// <remarks>
/// Each unit is as of the newest commit then. A record that is neither changed nor removed meanwhile is visited exactly
/// once; of the others some may be missed. Short keys come in key order; keys of more than 400 bytes come in the order
/// of their hashes. Threading: one thread at a time.
/// </remarks>
public interface ICheckpointScan
{
    /// <summary>Reads the next unit.</summary>
    /// <param name="recordsMax">How many at most, but for keys that share a hash. Unit: records.</param>
    /// <param name="visitor">Called with each.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: a value's checksum does not match.</exception>
    bool Read(int recordsMax, StateVisitor visitor);
}
