using System;
using System.Globalization;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.State.Lmdb.Tests;

/// <summary>This program as a child: a writer that tells every commit, and a reader of another process.</summary>
internal static class ChildProgram
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["write", string folder, string from, string to] => Write(folder, Number(from), Number(to)),
        ["read", string folder, string refreshes] => Read(folder, Number(refreshes)),
        ["old", string folder] => ReadTooLong(folder),
        ["hold", string folder] => Hold(folder),
        ["example", string folder] => Example(folder),
        _ => 99,
    };

    // One line a commit: the position, or the error's number and the position that the store then stands at.
    private static int Write(string folder, int from, int to)
    {
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(folder);
        Console.WriteLine("open");
        for (int position = from; position <= to; position++)
        {
            try
            {
                ChildState.Commit(store, position);
                Console.WriteLine(position);
            }
            catch (HotPathException e)
            {
                Console.WriteLine($"HP{(int)e.Code} {store.Position}");
                Console.Error.WriteLine(e.Message);
                if (e.Code == ErrorCode.SyncFailed)
                {
                    return 8;
                }
            }
        }

        store.Verify();
        return 0;
    }

    private static int Read(string folder, int refreshes)
    {
        using LmdbStateReader reader = LmdbStateReader.Open(folder);
        for (int i = 0; i < refreshes; i++)
        {
            long position = reader.Position;
            ulong first = ContentHash(reader);
            ulong second = ContentHash(reader);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{position} {first} {second}"));
            reader.Refresh();
        }

        return 0;
    }

    // A program that is stopped in the middle of a read: it holds on to one state until it is told, or killed.
    private static int Hold(string folder)
    {
        using LmdbStateReader reader = LmdbStateReader.Open(folder, new LmdbOptions { ReaderAgeMsMax = 86_400_000 });
        bool isFirst = true;
        reader.ReadAll([], (_, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                Console.WriteLine(reader.Position);
                Console.ReadLine();
            }
        });
        return 0;
    }

    private static int ReadTooLong(string folder)
    {
        using LmdbStateReader reader = LmdbStateReader.Open(folder, new LmdbOptions { ReaderAgeMsMax = 1 });
        long deadline = Environment.TickCount64 + 30_000;
        while (Environment.TickCount64 < deadline)
        {
            try
            {
                reader.Verify();
            }
            catch (HotPathException e)
            {
                reader.Refresh();
                Console.WriteLine($"HP{(int)e.Code}");
                return 0;
            }
        }

        return 1;
    }

    private static int Example(string folder)
    {
        DocumentedReader.Run(folder);
        return 0;
    }

    private static ulong ContentHash(LmdbStateReader reader)
    {
        ulong hash = 0;
        reader.ReadAll([], (key, value) => hash = StableHash.Mix(hash, StableHash.Of(value, StableHash.Of(key))));
        return hash;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
