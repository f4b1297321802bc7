using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// What a <see cref="ModelCheckpointStore"/> leaves behind when its node dies: the newest state, the kept snapshots,
/// and the faults a test has asked for. Equal seeds decide equally.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class ModelDisk
{
    private readonly SplitMix64 _random;
    private readonly int _snapshotsKept;
    private readonly List<StateImage> _snapshots = [];
    private CommitFault _fault;
    private int _passing;

    /// <summary>An empty disk.</summary>
    /// <param name="seed">Decides what becomes of interrupted commits.</param>
    /// <param name="snapshotsKept">Snapshots beyond which the oldest goes. Unit: snapshots.</param>
    public ModelDisk(ulong seed, int snapshotsKept = 3)
    {
        _random = new SplitMix64(seed);
        _snapshotsKept = snapshotsKept;
    }

    /// <summary>Positions of the kept snapshots, the newest first.</summary>
    public IReadOnlyList<long> Snapshots => _snapshots.ConvertAll(static image => image.Position);

    internal StateImage Newest { get; set; } = new();

    /// <summary>Makes one commit go wrong.</summary>
    /// <param name="fault">How.</param>
    /// <param name="after">Commits that pass first. Unit: commits.</param>
    public void Arm(CommitFault fault, int after = 0)
    {
        _fault = fault;
        _passing = after;
    }

    /// <summary>
    /// Puts a kept snapshot in the place of the newest state, as recovery does when all newer ones are damaged: they
    /// are gone for good.
    /// </summary>
    /// <param name="position">One of <see cref="Snapshots"/>.</param>
    public void Restore(long position)
    {
        Newest = (_snapshots.Find(image => image.Position == position)
            ?? throw new ArgumentOutOfRangeException(nameof(position))).Copy();
        _ = _snapshots.RemoveAll(image => image.Position > position);
    }

    internal CommitFault NextFault()
    {
        if (_fault == CommitFault.None || _passing-- > 0)
        {
            return CommitFault.None;
        }

        CommitFault fault = _fault;
        _fault = CommitFault.None;
        return fault;
    }

    internal bool Decide() => _random.Below(2) == 0;

    internal void Keep()
    {
        if (_snapshots.Count > 0 && _snapshots[0].Position == Newest.Position)
        {
            return;
        }

        _snapshots.Insert(0, Newest.Copy());
        if (_snapshots.Count > _snapshotsKept)
        {
            _snapshots.RemoveAt(_snapshotsKept);
        }
    }
}
