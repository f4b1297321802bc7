using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Support;

/// <summary>The SBE cases of the shared folder: HOTPATH_SHARED, or <c>../shared</c> of the repository's root.</summary>
internal static class SharedFolder
{
    public const string Absent = "golden/sbe is not in the shared folder beside the checkout (HOTPATH_SHARED overrides where it is looked for)";

    /// <summary>Folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Folder of the SBE cases; null when it is not there.</summary>
    public static string? Sbe { get; } = FindSbe();

    /// <summary>A file of the SBE cases; the test is skipped when they are not there.</summary>
    public static string Require(string relative)
    {
        if (Sbe is null)
        {
            Assert.Ignore(Absent);
        }

        return Path.Combine(Sbe!, relative);
    }

    private static string? FindSbe()
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given
            ? given
            : Path.Combine(Path.GetDirectoryName(Root)!, "shared");
        string folder = Path.Combine(shared, "golden", "sbe");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HotPath.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("the tests do not run inside a checkout");
    }
}
