using System;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;

namespace HotPath.Generator.Scripts;

/// <summary>The folder that is written: an empty one, or one that was generated before.</summary>
internal static class DataFolder
{
    private const string Page = "README";

    /// <summary>First words of the page of every such folder.</summary>
    public const string Mark = "Made by hotpath generate: ";

    /// <summary>Where the page lies.</summary>
    public static string PagePath(string folder) => Path.Combine(folder, Page);

    /// <summary>Makes the folder, and takes out what an earlier generation left: it would not fit.</summary>
    /// <param name="folder">Folder.</param>
    /// <exception cref="HotPathException">HP1001: the folder holds something else.</exception>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        string page = PagePath(folder);
        if (!File.Exists(page) || !File.ReadLines(page).FirstOrDefault(string.Empty).StartsWith(Mark, StringComparison.Ordinal))
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

        string answers = Path.Combine(folder, DataFiles.Answers);
        if (Directory.Exists(answers))
        {
            Directory.Delete(answers, recursive: true);
        }
    }
}
