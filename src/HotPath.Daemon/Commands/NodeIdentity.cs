using System;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Foundation.Errors;
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
    /// <exception cref="HotPathException">HP2002, HP2006, HP2007: it cannot be written. HP2008: damaged.</exception>
    public static Guid ReadOrMake(IDurableStorage storage, string directory) =>
        storage.ListFiles(directory).Contains(FileName) ? Read(storage, directory) : Make(storage, directory);

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
