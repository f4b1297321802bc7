using System.IO;
using System.Linq;

namespace HotPath.Generator.Rows;

/// <summary>A folder for answers alone: an empty one, or one that has nothing but answers.</summary>
public static class AnswerFolder
{
    private static readonly string[] Files = ["sessions.csv", "funnels.csv", "totals.csv"];
    private static readonly string[] Folders = ["raw", "distinct"];

    /// <summary>Looks for what must not be touched.</summary>
    /// <param name="folder">Folder; need not be there.</param>
    /// <returns>Name of something that is no answer, or <see langword="null"/>.</returns>
    public static string? Foreign(string folder) => !Directory.Exists(folder)
        ? null
        : Directory.EnumerateFileSystemEntries(folder)
            .Select(static path => Path.GetFileName(path))
            .FirstOrDefault(static name => !Files.Contains(name) && !Folders.Contains(name));

    /// <summary>Makes the folder, and takes out the answers of earlier data: they would not fit.</summary>
    /// <param name="folder">Folder without anything foreign.</param>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Files)
        {
            File.Delete(Path.Combine(folder, file));
        }

        foreach (string inner in Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(inner, recursive: true);
        }
    }
}
