using System;
using HotPath.Foundation.Errors;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Tests;

/// <summary>The child process of <see cref="SyncCanaryTests"/>: writes, syncs twice, syncs the directory, tells how.</summary>
internal static class SyncCanary
{
    public const string Command = "sync-canary";

    private static int Main(string[] args)
    {
        if (args.Length != 2 || args[0] != Command)
        {
            return 2;
        }

        var storage = new DiskDurableStorage();
        try
        {
            using IDurableFile file = storage.CreateFile($"{args[1]}/file");
            file.Write(new byte[1000], 0);
            string first = Try(file.Sync, "synced");
            string second = Try(file.Sync, "synced");
            Console.WriteLine($"{first}, {second}, {Try(() => storage.SyncDirectory(args[1]), "entries synced")}");
        }
        catch (HotPathException e)
        {
            Console.WriteLine($"HP{(int)e.Code}");
        }

        return 0;
    }

    private static string Try(Action sync, string success)
    {
        try
        {
            sync();
            return success;
        }
        catch (HotPathException e)
        {
            return $"HP{(int)e.Code}";
        }
    }
}
