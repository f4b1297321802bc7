using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Journal.Segments;
using HotPath.State.Lmdb;
using HotPath.State.Lmdb.Snapshots;

namespace HotPath.Daemon.Commands;

/// <summary>Where a replay of a data directory can start: position 0 and kept snapshots, if the journal reaches there.
/// </summary>
/// <remarks>A snapshot is read whole before it is answered with; a damaged one is passed over and noted.</remarks>
internal sealed class ReplayStarts
{
    private readonly string _path;
    private readonly long _firstPosition;
    private readonly long _checkpoint;
    private readonly List<StateSnapshot> _snapshots; // newest first
    private readonly Dictionary<StateSnapshot, bool> _verdicts = []; // whether it is whole
    private readonly List<string> _damaged = [];

    /// <summary>The starts of a directory.</summary>
    /// <param name="path">Data directory.</param>
    /// <param name="catalog">Its journal.</param>
    /// <param name="checkpoint">Position of the newest checkpoint; -1 for none. Unit: bytes.</param>
    public ReplayStarts(string path, JournalCatalog catalog, long checkpoint)
    {
        _path = path;
        _firstPosition = catalog.FirstPosition;
        _checkpoint = checkpoint;
        _snapshots =
        [
            .. LmdbCheckpointStore.ListSnapshots(path).Where(
                snapshot => snapshot.Position >= _firstPosition && snapshot.Position <= checkpoint),
        ];
    }

    /// <summary>Tells of each snapshot that was found damaged so far.</summary>
    /// <param name="messages">Gets a line for each.</param>
    public void WriteDamaged(TextWriter messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _damaged.ForEach(messages.WriteLine);
    }

    /// <summary>Oldest position to start from; -1 for none. Unit: bytes.</summary>
    public long OldestPosition => _firstPosition == 0 ? 0 : Oldest()?.Position ?? -1;

    /// <summary>Every start at or before a position, newest first; <see langword="null"/> is position 0.</summary>
    /// <param name="position">Unit: bytes.</param>
    /// <returns>The starts.</returns>
    public IReadOnlyList<StateSnapshot?> AtOrBefore(long position)
    {
        List<StateSnapshot?> starts =
        [
            .. _snapshots.Where(snapshot => snapshot.Position <= position && IsWhole(snapshot)),
        ];
        if (_firstPosition == 0)
        {
            starts.Add(null);
        }

        return starts;
    }

    /// <summary>The newest kept snapshot at or before a position that the journal goes on from.</summary>
    /// <param name="position">Unit: bytes.</param>
    /// <returns>The snapshot, or <see langword="null"/> for none.</returns>
    public StateSnapshot? NewestAtOrBefore(long position) =>
        _snapshots.Find(snapshot => snapshot.Position <= position && IsWhole(snapshot));

    /// <summary>Where to start.</summary>
    /// <param name="from">Position of the first frame whose outputs count, or <see langword="null"/>. Unit: bytes.
    /// </param>
    /// <param name="to">Position of the last one, or <see langword="null"/>. Unit: bytes.</param>
    /// <returns>The snapshot; <see langword="null"/> for position 0.</returns>
    /// <exception cref="HotPathException">HP2001: the part, or everything, lies below the oldest start.</exception>
    public StateSnapshot? Find(long? from, long? to)
    {
        if (OldestPosition < 0)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{_path}: the journal reaches back to position {_firstPosition} and no whole snapshot between that "
                + $"and the newest checkpoint ({_checkpoint}) is kept: there is nothing to start from; replay sooner, "
                + "or a copy that holds more");
        }

        CheckKept("--from", from);
        CheckKept("--to", to);
        return from is { } position
            ? NewestAtOrBefore(position)
            : _firstPosition == 0 ? null : Oldest();
    }

    private StateSnapshot? Oldest() => _snapshots.FindLast(IsWhole);

    private bool IsWhole(StateSnapshot snapshot)
    {
        if (!_verdicts.TryGetValue(snapshot, out bool isWhole))
        {
            isWhole = StateRecovery.IsWhole(snapshot);
            _verdicts.Add(snapshot, isWhole);
            if (!isWhole)
            {
                _damaged.Add(
                    $"the snapshot in '{snapshot.Folder}' is damaged: passed over; the node takes an older one, too");
            }
        }

        return isWhole;
    }

    private void CheckKept(string name, long? position)
    {
        if (position < OldestPosition)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{name} {position}: {_path} keeps nothing to replay it from; the oldest position that a replay can "
                + $"start from is {OldestPosition}: give that or a later one, or replay a copy that holds more");
        }
    }
}
