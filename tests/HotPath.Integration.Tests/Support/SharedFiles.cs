using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Integration.Tests.Support;

/// <summary>Finds the shared folder beside the checkout: HOTPATH_SHARED, or <c>../shared</c> of the repository's
/// root.</summary>
public static class SharedFiles
{
    /// <summary>Path of a file or folder in it; the test is skipped, with the reason, when it is not there.</summary>
    /// <param name="relative">Path below the shared folder.</param>
    /// <returns>Full path.</returns>
    public static string Require(string relative)
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given
            ? given
            : Path.Combine(Path.GetDirectoryName(RepositoryRoot())!, "shared");
        string path = Path.Combine(shared, relative);
        if (!Path.Exists(path))
        {
            Assert.Ignore($"{relative} is not in the shared folder beside the checkout (HOTPATH_SHARED overrides where it is looked for)");
        }

        return path;
    }

    private static string RepositoryRoot()
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
