using System;
using HotPath.Foundation.Errors;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// The checkpoint store of the simulation: a sorted map in memory behind the same port as LMDB, with faults on demand.
/// Both pass one contract suite.
/// </summary>
/// <remarks>Threading: single-threaded. The state outlives the store on its <see cref="ModelDisk"/>.</remarks>
public sealed class ModelCheckpointStore : ICheckpointStore
{
    private readonly ModelDisk _disk;
    private StateImage _image;
    private bool _isBroken;

    /// <summary>Opens what is on a disk.</summary>
    /// <param name="disk">The disk.</param>
    public ModelCheckpointStore(ModelDisk disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        _disk = disk;
        _image = disk.Newest;
    }

    /// <inheritdoc/>
    public long Position => _image.Position;

    /// <inheritdoc/>
    public long SnapshotPosition => _disk.Snapshots.Count > 0 ? _disk.Snapshots[0] : -1;

    /// <inheritdoc/>
    public long OldestPosition => _disk.Snapshots.Count > 0 ? _disk.Snapshots[^1] : 0;

    /// <inheritdoc/>
    public void Commit(long position, ReadOnlySpan<StateBatch> batches)
    {
        if (position <= Position)
        {
            ThrowHelper.InvariantBroken($"checkpoint at {position} after one at {Position}");
        }

        if (_isBroken)
        {
            throw Interrupted();
        }

        CommitFault fault = _disk.NextFault();
        if (fault == CommitFault.DiskFull)
        {
            throw new HotPathException(ErrorCode.DiskFull, "model store: no space left, as the test asked for");
        }

        StateImage next = _image.Copy();
        next.Apply(position, batches);
        if (fault == CommitFault.None || _disk.Decide())
        {
            _disk.Newest = next;
        }

        if (fault == CommitFault.Interrupted)
        {
            _isBroken = true;
            throw Interrupted();
        }

        _image = next;
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return _image.TryRead(key, visitor);
    }

    /// <inheritdoc/>
    public ICheckpointScan Scan(ReadOnlySpan<byte> prefix) => new ModelScan(() => _image, prefix.ToArray());

    /// <inheritdoc/>
    public void ReadAll(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        _image.ReadAll(prefix, visitor);
    }

    /// <inheritdoc/>
    public void KeepSnapshot() => _disk.Keep();

    /// <summary>Nothing to free: the state stays on the disk.</summary>
    public void Dispose() => _isBroken = true;

    private static HotPathException Interrupted() =>
        new(ErrorCode.SyncFailed, "model store: a commit was interrupted, as the test asked for; open the disk again");
}
