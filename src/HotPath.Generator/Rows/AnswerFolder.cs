using System;
using System.IO;
using System.Linq;

namespace HotPath.Generator.Rows;

/// <summary>A folder for answers alone: an empty one, or one that has nothing but answers.</summary>
public static class AnswerFolder
{
    private static readonly string[] Folders = ["raw", "distinct"];

    private static readonly string[] Files =
    [
        "sessions.csv",
        "funnels.csv",
        "totals.csv",
        .. Folders.SelectMany(
            static _ => (string[])["minutes.csv", "hours.csv", "all_minutes.csv", "ledger.csv", "late.csv"],
            static (folder, file) => Path.Combine(folder, file)),
    ];

    /// <summary>Looks for what must not be touched.</summary>
    /// <param name="folder">Folder; need not be there.</param>
    /// <returns>Name in it of something that is no answer, or <see langword="null"/>.</returns>
    public static string? Foreign(string folder) => !Directory.Exists(folder)
        ? null
        : Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .FirstOrDefault(static name => !Files.Contains(name) && !Folders.Contains(name));

    /// <summary>Takes out the answers of earlier data, which would not fit, and folders that are empty then. What is no
    /// answer stays.</summary>
    /// <param name="folder">Folder; need not be there.</param>
    public static void Clear(string folder)
    {
        string[] inner = [.. Folders.Select(name => Path.Combine(folder, name)), folder];
        foreach (string file in Files.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            File.Delete(file);
        }

        foreach (string emptied in inner.Where(static path =>
            Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()))
        {
            Directory.Delete(emptied);
        }
    }
}
