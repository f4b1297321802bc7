using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace HotPath.Structure.Tests;

/// <summary>The files of this checkout that belong to the project: what the rules look at.</summary>
internal static class Checkout
{
    private static readonly string[] Ignored = [".git", "artifacts", "obj", "bin", "TestResults", ".vs", ".idea"];

    public static readonly string Root = FindRoot();

    public static readonly IReadOnlyList<string> Files = [.. Under(Root).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Sources { get; } = [.. Files.Where(static file => file.EndsWith(".cs", StringComparison.Ordinal))];

    public static IReadOnlyList<string> ProductSources { get; } =
        [.. Sources.Where(static file => file.StartsWith("src/", StringComparison.Ordinal))];

    public static IReadOnlyList<string> Projects { get; } = [.. Files.Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal))];

    public static IReadOnlyList<string> Pages { get; } = [.. Files.Where(static file => file.EndsWith(".md", StringComparison.Ordinal))];

    public static string Full(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(Full(file));

    private static IEnumerable<string> Under(string folder)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (Ignored.Contains(Path.GetFileName(entry)))
            {
                continue;
            }

            if (!Directory.Exists(entry))
            {
                yield return Path.GetRelativePath(Root, entry);
                continue;
            }

            foreach (string file in Under(entry))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "HotPath.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("HotPath.sln is in no folder above the tests");
    }
}
