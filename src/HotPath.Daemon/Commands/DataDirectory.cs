using System;
using System.IO;
using System.Threading;
using HotPath.Daemon.Poison;
using HotPath.Daemon.Status;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.State.Lmdb;

namespace HotPath.Daemon.Commands;

/// <summary>
/// A data directory held by this process: <c>lock</c>, <c>node</c>, <c>journal/</c>, and the state and snapshots of the
/// store.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>Folder of the journal.</summary>
    public const string JournalFolder = "journal";

    /// <summary>File that is held.</summary>
    public const string LockFile = "lock";

    private readonly FileStream _lock;
    private readonly PoisonGuard _guard;
    private readonly LmdbCheckpointStore _store;

    private DataDirectory(FileStream held, PoisonGuard guard, LmdbCheckpointStore store, DurableOptions options)
    {
        _lock = held;
        _guard = guard;
        _store = store;
        Options = options;
    }

    /// <summary>What the node needs of it.</summary>
    public DurableOptions Options { get; }

    /// <summary>Opens or creates a data directory and holds it until disposed.</summary>
    /// <param name="path">As given.</param>
    /// <param name="mode">When outputs may be released.</param>
    /// <param name="settings">How it is kept.</param>
    /// <param name="notice">Told what was found.</param>
    /// <param name="warn">Told of damage and losses, and of a disk that is full.</param>
    /// <param name="status">Told when the directory is held, and when its journal has been replayed.</param>
    /// <param name="stop">Gives up a trial of a row that may have ended earlier lives.</param>
    /// <returns>The directory; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2002, HP2007: it cannot be created. HP2008: it is damaged and no kept
    /// snapshot will do. HP2009: another process holds it.</exception>
    public static DataDirectory Open(
        string path,
        CommitMode mode,
        DurableSettings settings,
        Action<string> notice,
        Action<string> warn,
        NodeStatus status,
        CancellationToken stop)
    {
        string full = Path.GetFullPath(path);
        FileStream held = Hold(full);
        status.Hold();
        PoisonGuard? guard = null;
        LmdbCheckpointStore? store = null;
        try
        {
            guard = PoisonGuard.Open(full, warn, stop);
            store = OpenStore(full, warn);
            var storage = new DiskDurableStorage();
            return new DataDirectory(held, guard, store, new DurableOptions
            {
                Storage = storage,
                Journal = new JournalOptions
                {
                    Directory = Path.Combine(full, JournalFolder),
                    NodeId = NodeIdentity.ReadOrMake(storage, full),
                    SegmentBytes = settings.SegmentBytes,
                    SparesMax = settings.SparesMax,
                },
                Store = store,
                StateFolder = full,
                CommitMode = mode,
                SnapshotIntervalBytes = settings.SnapshotIntervalBytes,
                Poison = guard.Watch,
                OnNotice = notice,
                OnWarning = warn,
                OnCheckpoint = status.Note,
                OnStandstill = status.NoteStandstill,
                OnLive = () => status.Enter(NodeState.Ready),
            });
        }
        catch
        {
            store?.Dispose();
            guard?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether a node is at work on a data directory.</summary>
    /// <param name="path">As given.</param>
    /// <returns>What its status says; where there is none, as on a full disk, whether it is held.</returns>
    public static bool IsInUse(string path) =>
        StatusView.Find(path) is { } status ? !status.IsEnded : IsHeld(Path.Combine(Path.GetFullPath(path), LockFile));

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Dispose();
        _guard.Dispose();
        _lock.Dispose();
    }

    private static FileStream Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable, $"--data '{path}' cannot be created: {error.Message}; give another", error);
        }

        try
        {
            return new FileStream(
                Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"--data '{path}' is held by another process, or may not be written ({error.Message}); stop that "
                + "process, or give another directory",
                error);
        }
    }

    private static bool IsHeld(string file)
    {
        try
        {
            using var asked = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static LmdbCheckpointStore OpenStore(string path, Action<string> warn)
    {
        try
        {
            return StateRecovery.OpenVerified(path);
        }
        catch (HotPathException error) when (error.Code == ErrorCode.StateCorrupt)
        {
            if (StateRecovery.FindSnapshot(path) is { } snapshot)
            {
                warn($"{error.Message}; going on from the snapshot at position {snapshot.Position}");
                StateRecovery.Restore(path, snapshot);
            }
            else if (IsJournalWhole(path))
            {
                warn($"{error.Message}; setting it aside and replaying the journal from its start");
                StateRecovery.BeginAnew(path);
            }
            else
            {
                throw;
            }

            return StateRecovery.OpenVerified(path);
        }
    }

    private static bool IsJournalWhole(string path)
    {
        JournalCatalog journal = JournalCatalog.Open(
            default(DiskDurableStorage), new NativeHeap(), Path.Combine(path, JournalFolder));
        return journal.Segments.Count > 0 && journal.FirstPosition == 0;
    }
}
