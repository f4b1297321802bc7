using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.State.Lmdb.Environments;

namespace HotPath.State.Lmdb.Layout;

/// <summary>
/// A walk that borrows a transaction for each unit and remembers the stored key it came to, so that it keeps no old
/// page from being used again.
/// </summary>
internal sealed class StateScan(ReadSessions sessions, MapReader reader, byte[] prefix) : ICheckpointScan
{
    private readonly byte[] _last = new byte[StoredKey.LongBytes];
    private int _lastBytes;

    /// <inheritdoc/>
    public bool Read(int recordsMax, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        using ReadSession session = sessions.Take();
        return reader.ReadUnit(session.Transaction, prefix, _last, ref _lastBytes, recordsMax, visitor);
    }
}
