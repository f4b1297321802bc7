using System.Globalization;
using System.IO;

namespace HotPath.State.Lmdb.Environments;

/// <summary>Where things lie below a data directory.</summary>
internal static class StateFolder
{
    /// <summary>File of an environment that holds the data.</summary>
    public const string DataFile = "data.mdb";

    /// <summary>File of an environment that holds the table of readers.</summary>
    public const string LockFile = "lock.mdb";

    /// <summary>The newest state.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>Its directory.</returns>
    public static string Of(string dataDirectory) => Path.Combine(dataDirectory, "state");

    /// <summary>A state being made; it becomes <see cref="Of"/> by a rename.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>Its directory.</returns>
    public static string Unfinished(string dataDirectory) => Path.Combine(dataDirectory, "state.new");

    /// <summary>Where a damaged state is set aside.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>A directory that does not exist.</returns>
    public static string Damaged(string dataDirectory)
    {
        int number = 1;
        string path;
        do
        {
            path = Path.Combine(
                dataDirectory, string.Create(CultureInfo.InvariantCulture, $"state.damaged-{number++}"));
        }
        while (Path.Exists(path));

        return path;
    }

    /// <summary>The kept snapshots.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <returns>The directory of their directories.</returns>
    public static string Snapshots(string dataDirectory) => Path.Combine(dataDirectory, "snapshots");

    /// <summary>One kept snapshot.</summary>
    /// <param name="dataDirectory">Data directory.</param>
    /// <param name="position">Its position.</param>
    /// <returns>Its directory; names sort as positions do.</returns>
    public static string Snapshot(string dataDirectory, long position) =>
        Path.Combine(Snapshots(dataDirectory), position.ToString("D20", CultureInfo.InvariantCulture));
}
