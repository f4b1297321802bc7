using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.State.Lmdb.Tests;

/// <summary>A state that is a function of its position, so that whoever finds it knows what should be there.</summary>
internal static class ChildState
{
    private const int Keys = 400;

    /// <summary>Moves a store to a position: changes a third of the keys, removes some.</summary>
    public static void Commit(ICheckpointStore store, long position)
    {
        using var batch = new StateBatch(new NativeHeap());
        for (int i = 0; i < Keys; i++)
        {
            byte[] key = StoreKeys.Of(1, i % 5, i);
            if ((i + position) % 3 == 0)
            {
                batch.Put(key, Value(i, position));
            }
            else if ((i + position) % 7 == 0)
            {
                batch.Remove(key);
            }
        }

        store.Commit(position, [batch]);
    }

    /// <summary>What a store holds after the commits from 1 to a position.</summary>
    public static string[] Expected(long position)
    {
        var disk = new ModelDisk(seed: 1);
        using var store = new ModelCheckpointStore(disk);
        for (long p = 1; p <= position; p++)
        {
            Commit(store, p);
        }

        return StoreContent.Of(store);
    }

    private static byte[] Value(int number, long position)
    {
        byte[] value = new byte[number % 50 == 0 ? 6_000 : 40];
        new Random((int)((number * 1_000) + position)).NextBytes(value);
        return value;
    }
}
