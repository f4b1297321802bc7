using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace HotPath.Generator.Scripts;

/// <summary>The page that lies beside the data.</summary>
internal static class DataReadme
{
    /// <summary>Writes the page of a folder that is being made: by it the next generation knows the folder.</summary>
    /// <param name="folder">Where to.</param>
    public static void WriteUnfinished(string folder) => Replace(
        folder,
        $"""
        {DataFolder.Mark}not finished. It still runs, or was interrupted, or failed: files are missing or cut.
        The same hotpath generate again makes the folder anew.
        """);

    /// <summary>Writes the page of a folder that is whole.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="options">What was made.</param>
    /// <param name="formats">In which formats.</param>
    public static void Write(string folder, GeneratorOptions options, IReadOnlyList<DataFormat> formats)
    {
        string schema = DataScripts.SchemaName(formats[0]);
        string files = string.Join(", ", formats.Select(static f => DataFiles.Events(f)));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{DataFolder.Mark}}{{options.Events}} records, seed {{options.Seed}}, bound {{options.BoundMs}} ms.
            {{options}}

            {{files}} hold the same records in the same order. In this folder:

              mkdir -p raw distinct
              hotpath run {{schema}} {{DataScripts.Queries}} --set DIR=. --set OUT=raw
              hotpath run {{schema}} {{DataScripts.Distinct}} {{DataScripts.Queries}} --set DIR=. --set OUT=distinct
              for f in raw/*.csv distinct/*.csv; do LC_ALL=C sort $f | diff -q - <(tail -n +2 answers/$f); done

            prints nothing when all answers are right. docs/generate.md of HotPath says what each file holds.
            """);
        Replace(folder, text);
    }

    // In one step: a folder with half of a page would not be known as ours.
    private static void Replace(string folder, string text)
    {
        string next = DataFolder.PagePath(folder) + ".next";
        try
        {
            File.WriteAllText(next, text.ReplaceLineEndings("\n") + "\n");
            File.Move(next, DataFolder.PagePath(folder), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(next);
            throw;
        }
    }
}
