using System;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Operators.Checkpoints;

/// <summary>How the entries of one table become records of a checkpoint.</summary>
internal interface IEntryRecords
{
    /// <summary>Key of an entry; valid until the next call.</summary>
    ReadOnlySpan<byte> KeyOf(nint entry);

    /// <summary>Adds an entry as it is now.</summary>
    void Put(nint entry, StateBatch target);
}
