using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Support;

/// <summary>The SBE cases of the shared folder: HOTPATH_SHARED, or <c>../shared</c> of the repository's root.</summary>
internal static class Goldens
{
    private static readonly string Folder = Path.Combine(Shared(), "golden", "sbe");

    /// <summary>A file or folder of the cases; without the shared folder the test is skipped.</summary>
    public static string At(string relative)
    {
        string path = Path.Combine(Folder, relative);
        if (!Directory.Exists(Folder))
        {
            Assert.Ignore("golden/sbe is not in the shared folder (HOTPATH_SHARED, or ../shared)");
        }

        Assert.That(path, Does.Exist);
        return path;
    }

    /// <summary>Names of the files of a folder, for test cases; one that says so when the shared folder is absent.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(Folder, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, pattern).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)
            : ["(shared folder absent)"];
    }

    public static IEnumerable<string[]> Table(string relative) => !File.Exists(Path.Combine(Folder, relative))
        ? [["(shared folder absent)", "", "", "", "", ""]]
        : File.ReadLines(Path.Combine(Folder, relative)).Skip(1).Where(static line => line.Length > 0).Select(static line => line.Split('\t'));

    private static string Shared()
    {
        if (Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given)
        {
            return given;
        }

        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "HotPath.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? ".", "..", "shared");
    }
}
