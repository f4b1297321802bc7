using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using HotPath.State.Lmdb.Snapshots;

namespace HotPath.State.Lmdb;

/// <summary>
/// What can be done about a damaged state. Whether a snapshot may take its place depends on the journal, which must
/// reach back to the snapshot's position; so finding one and taking it are two calls.
/// </summary>
public static class StateRecovery
{
    /// <summary>Opens the state and verifies every record.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="HotPathException">As <see cref="LmdbCheckpointStore.Open"/>. HP2008 says which snapshot would
    /// do.</exception>
    public static LmdbCheckpointStore OpenVerified(string dataDirectory, LmdbOptions? options = null)
    {
        LmdbCheckpointStore? store = null;
        try
        {
            store = LmdbCheckpointStore.Open(dataDirectory, options);
            store.Verify();
            return store;
        }
        catch (HotPathException e) when (e.Code == ErrorCode.StateCorrupt)
        {
            store?.Dispose();
            string way = FindSnapshot(dataDirectory, options: options) is { } snapshot
                ? $"the newest whole snapshot is as of position {snapshot.Position}"
                : "no whole snapshot is kept";
            throw new HotPathException(ErrorCode.StateCorrupt, $"{e.Message}; {way}", e);
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    /// <summary>The newest kept snapshot that is whole; all its records are read.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="positionMax">Not after this position.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The snapshot, or <see langword="null"/> if there is none.</returns>
    public static StateSnapshot? FindSnapshot(
        string dataDirectory, long positionMax = long.MaxValue, LmdbOptions? options = null)
    {
        foreach (StateSnapshot snapshot in SnapshotFolder.List(dataDirectory))
        {
            if (snapshot.Position <= positionMax && IsWhole(snapshot, options))
            {
                return snapshot;
            }
        }

        return null;
    }

    /// <summary>Whether a snapshot can be used; all its records are read.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">Limits.</param>
    /// <returns>Whether every record is as it was written.</returns>
    public static bool IsWhole(StateSnapshot snapshot, LmdbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        try
        {
            using LmdbStateReader reader = LmdbStateReader.OpenSnapshot(snapshot, options);
            reader.Verify();
            return reader.Position == snapshot.Position;
        }
        catch (HotPathException e) when (e.Code is ErrorCode.StateCorrupt or ErrorCode.DataDirectoryRefused)
        {
            return false;
        }
    }

    /// <summary>
    /// Puts a copy of a snapshot in the place of the state; the damaged one is set aside as <c>state.damaged-N</c>,
    /// newer snapshots as <c>snapshots/POSITION.damaged</c>. Atomic: a crash leaves the one, the other, or neither, and
    /// then the call is to be repeated.
    /// </summary>
    /// <param name="dataDirectory">Data directory, whose state is not open.</param>
    /// <param name="snapshot">The newest whole snapshot.</param>
    /// <exception cref="HotPathException">HP2007, HP2002: it cannot be written; the state is as it was.</exception>
    public static void Restore(string dataDirectory, StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string unfinished = StateFolder.Unfinished(dataDirectory);
        DurableFolder.Recreate(unfinished);
        DurableFolder.Copy(
            Path.Combine(snapshot.Folder, StateFolder.DataFile), Path.Combine(unfinished, StateFolder.DataFile));
        DurableFolder.SyncFile(Path.Combine(unfinished, StateFolder.DataFile));
        DurableFolder.SyncNames(unfinished);
        SetAside(dataDirectory, snapshot.Position);
        DurableFolder.Publish(unfinished, StateFolder.Of(dataDirectory));
    }

    /// <summary>
    /// Puts an empty state in the place of a damaged one, or of one that is gone; for a journal that reaches back to
    /// its start. Atomic as <see cref="Restore"/>.
    /// </summary>
    /// <param name="dataDirectory">Data directory, whose state is not open.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="HotPathException">HP2007, HP2002: it cannot be written; the state is as it was.</exception>
    public static void BeginAnew(string dataDirectory, LmdbOptions? options = null)
    {
        string unfinished = LmdbCheckpointStore.MakeEmpty(dataDirectory, options ?? new LmdbOptions());
        SetAside(dataDirectory, position: -1);
        DurableFolder.Publish(unfinished, StateFolder.Of(dataDirectory));
    }

    private static void SetAside(string dataDirectory, long position)
    {
        SnapshotFolder.SetAsideNewer(dataDirectory, position);
        string folder = StateFolder.Of(dataDirectory);
        if (Directory.Exists(folder))
        {
            DurableFolder.Move(folder, StateFolder.Damaged(dataDirectory));
        }
    }
}
