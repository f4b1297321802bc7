using System;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using HotPath.Generator.Rows;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Generator.Scripts;

/// <summary>The folder that is written: an empty one, or one that was generated before.</summary>
internal static class DataFolder
{
    private const string Page = "README";

    /// <summary>First words of the page of every such folder.</summary>
    public const string Mark = "Made by hotpath generate: ";

    /// <summary>Where the page lies.</summary>
    public static string PagePath(string folder) => Path.Combine(folder, Page);

    /// <summary>Makes the folder, and claims it: two that write it at once would make one that nobody asked for.
    /// </summary>
    /// <param name="folder">Folder.</param>
    /// <returns>The claim, until it is closed.</returns>
    /// <exception cref="HotPathException">HP1001: it is a file. HP2002: another run writes it.</exception>
    public static SafeFileHandle Claim(string folder)
    {
        if (File.Exists(folder))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"--out '{folder}': is a file; name a folder, or - for standard output; nothing was written");
        }

        Directory.CreateDirectory(folder);
        SafeFileHandle claim = PosixFile.OpenDirectory(folder, out int errno);
        if (errno == PosixFile.Ok && !PosixFile.TryClaimDirectory(claim))
        {
            claim.Dispose();
            throw new HotPathException(
                ErrorCode.OutputUnwritable,
                $"--out '{folder}': another hotpath generate writes it; wait for its end, or name another folder; "
                + "nothing was written");
        }

        return claim;
    }

    /// <summary>Takes out what an earlier generation left: it would not fit. Files of other names stay.</summary>
    /// <param name="folder">Folder.</param>
    /// <exception cref="HotPathException">HP1001: the folder holds something else.</exception>
    public static void Prepare(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        string page = PagePath(folder);
        string first = File.Exists(page) ? File.ReadLines(page).FirstOrDefault(string.Empty) : string.Empty;
        if (!first.StartsWith(Mark, StringComparison.Ordinal))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"--out '{folder}': holds files that hotpath generate did not make; name an empty or a new folder; "
                + "nothing was written");
        }

        foreach (DataFormat format in Enum.GetValues<DataFormat>())
        {
            File.Delete(Path.Combine(folder, DataFiles.Events(format)));
            File.Delete(Path.Combine(folder, DataScripts.SchemaName(format)));
        }

        AnswerFolder.Clear(Path.Combine(folder, DataFiles.Answers));
    }
}
