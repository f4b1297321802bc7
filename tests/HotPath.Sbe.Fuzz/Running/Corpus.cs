using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace HotPath.Sbe.Fuzz.Running;

/// <summary>Kept inputs: a file for each target, a line for each input with its reason, its subject and its octets.</summary>
internal static class Corpus
{
    /// <summary>Reads the kept inputs of a target.</summary>
    /// <param name="folder">Folder of the corpus.</param>
    /// <param name="target">Name of the target.</param>
    /// <returns>None when nothing was kept.</returns>
    public static IEnumerable<CorpusEntry> Read(string folder, string target)
    {
        string path = FileOf(folder, target);
        return !File.Exists(path) ? [] : File.ReadLines(path).Select(line =>
        {
            string[] cells = line.Split('\t');
            return new CorpusEntry(target, cells[0], cells[1], Convert.FromHexString(cells[2]));
        });
    }

    /// <summary>Keeps inputs.</summary>
    /// <param name="folder">Folder of the corpus.</param>
    /// <param name="target">Name of the target.</param>
    /// <param name="entries">What is kept.</param>
    public static void Write(string folder, string target, IEnumerable<CorpusEntry> entries)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(FileOf(folder, target), entries.Select(static entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Reason}\t{entry.Subject}\t{Convert.ToHexStringLower(entry.Input)}")));
    }

    private static string FileOf(string folder, string target) => Path.Combine(folder, target + ".tsv");
}
