using System;
using System.IO;

namespace HotPath.Daemon.Tests;

/// <summary>Where the checkout is.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "HotPath.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("HotPath.sln is in no folder above the tests");
    }
}
