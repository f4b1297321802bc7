using System;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Foundation.Errors;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Commands;

/// <summary>
/// The name of a data directory, in its file <c>node</c>: every segment of its journal carries it, so that a segment of
/// another directory is never taken for one of its own. Durable before the journal exists.
/// </summary>
internal static class NodeIdentity
{
    private const string FileName = "node";
    private const string Unfinished = "node.unfinished";
    private const int TextBytes = 36;

    /// <summary>The identity of a directory, a new one if it has none.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="directory">The directory, held by this process.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="HotPathException">HP2002, HP2006, HP2007: it cannot be written. HP2008: damaged, or gone from
    /// beside its journal.</exception>
    public static Guid ReadOrMake(IDurableStorage storage, string directory)
    {
        if (storage.ListFiles(directory).Contains(FileName))
        {
            return Read(storage, directory);
        }

        RefuseIfLost(storage, directory);
        return Make(storage, directory);
    }

    // A new identity beside an old journal would make the journal look like that of another directory.
    private static void RefuseIfLost(IDurableStorage storage, string directory)
    {
        string journal = $"{directory}/{DataDirectory.JournalFolder}";
        if (storage.ListFiles(journal).Any(IsSegment))
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{directory}/{FileName}: does not exist, but its journal does; write the identity that 'hotpath "
                + "journal ls' tells into it");
        }
    }

    private static bool IsSegment(string file) => SegmentDescriptor.TryParseFileName(file, out _);

    private static Guid Read(IDurableStorage storage, string directory)
    {
        Span<byte> text = stackalloc byte[TextBytes];
        using IDurableFile file = storage.OpenFile($"{directory}/{FileName}", isWritable: false);
        int length = file.Read(text, 0);
        return Guid.TryParse(Encoding.ASCII.GetString(text[..length]), CultureInfo.InvariantCulture, out Guid id)
            ? id
            : throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{file.Name}: does not hold the identity of the node; write what 'hotpath journal ls' tells");
    }

    private static Guid Make(IDurableStorage storage, string directory)
    {
        var id = Guid.NewGuid();
        using (IDurableFile file = storage.CreateFile($"{directory}/{Unfinished}"))
        {
            file.Write(Encoding.ASCII.GetBytes(id.ToString("D")), 0);
            file.Sync();
        }

        storage.Rename($"{directory}/{Unfinished}", $"{directory}/{FileName}");
        storage.SyncDirectory(directory);
        return id;
    }
}
