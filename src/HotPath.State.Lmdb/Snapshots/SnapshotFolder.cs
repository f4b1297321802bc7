using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb.Environments;
using HotPath.State.Lmdb.Layout;
using LightningDB;

namespace HotPath.State.Lmdb.Snapshots;

/// <summary>The directory of the kept snapshots. One that has its name is whole and durable.</summary>
internal static class SnapshotFolder
{
    private const string UnfinishedName = "unfinished";
    private const string DamagedSuffix = ".damaged";

    /// <summary>Kept snapshots.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The newest first.</returns>
    public static IReadOnlyList<StateSnapshot> List(string dataDirectory)
    {
        string folder = StateFolder.Snapshots(dataDirectory);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(Read).OfType<StateSnapshot>()
                .OrderByDescending(static snapshot => snapshot.Position)]
            : [];
    }

    /// <summary>Keeps a copy of the newest state and removes the oldest beyond the limit.</summary>
    /// <param name="environment">What is copied.</param>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="options">Limits.</param>
    public static void Keep(StateEnvironment environment, string dataDirectory, LmdbOptions options)
    {
        string unfinished = Path.Combine(StateFolder.Snapshots(dataDirectory), UnfinishedName);
        DurableFolder.Recreate(unfinished);
        DurableFolder.SyncNames(dataDirectory);
        try
        {
            environment.CopyTo(unfinished);
            string folder = StateFolder.Snapshot(dataDirectory, PositionOf(unfinished, options));
            if (Directory.Exists(folder))
            {
                DurableFolder.Remove(unfinished);
                return;
            }

            DurableFolder.Publish(unfinished, folder);
        }
        catch (HotPathException e) when (e.Code != ErrorCode.SyncFailed)
        {
            DurableFolder.Try(unfinished, () => DurableFolder.Remove(unfinished));
            throw;
        }

        foreach (StateSnapshot old in List(dataDirectory).Skip(options.SnapshotsKept))
        {
            DurableFolder.Try(old.Folder, () => DurableFolder.Remove(old.Folder));
        }
    }

    /// <summary>
    /// Takes the name from the damaged snapshots behind a position: outputs are cut back to it, and a device that reads
    /// them well the next time must not bring them back.
    /// </summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="position">Position that is gone back to.</param>
    public static void SetAsideNewer(string dataDirectory, long position)
    {
        foreach (StateSnapshot newer in List(dataDirectory).Where(snapshot => snapshot.Position > position))
        {
            string aside = newer.Folder + DamagedSuffix;
            DurableFolder.Try(aside, () => DurableFolder.Remove(aside));
            DurableFolder.Move(newer.Folder, aside);
        }
    }

    /// <summary>Position that an environment is as of.</summary>
    /// <param name="folder">Its directory; nobody writes it.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The position.</returns>
    public static long PositionOf(string folder, LmdbOptions options)
    {
        using StateEnvironment copy = StateEnvironment.OpenSnapshot(folder, options);
        using LightningTransaction transaction = copy.Begin(TransactionBeginFlags.ReadOnly);
        StoreHeader header = copy.ReadHeader(transaction);
        return header.Position;
    }

    private static StateSnapshot? Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, StateFolder.DataFile));
        string name = Path.GetFileName(folder);
        return file.Exists && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long position)
                ? new StateSnapshot(position, folder, file.Length)
                : null;
    }
}
