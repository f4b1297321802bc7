using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;

namespace HotPath.State.Lmdb.Tests;

/// <summary>Keys and values as tests need them: few enough to meet again, of every length that matters.</summary>
internal static class StoreKeys
{
    private static readonly int[] Lengths = [1, 2, 13, 21, 21, 21, 21, 24, 400, 401, 450, 1_000];

    /// <summary>A key of equal bytes that differs from its like in the last bytes only.</summary>
    public static byte[] Long(int lengthBytes, int number)
    {
        byte[] key = new byte[lengthBytes];
        key.AsSpan().Fill(7);
        key[^1] = (byte)number;
        return key;
    }

    /// <summary>A key of an operator.</summary>
    public static byte[] Of(ulong operatorId, int tenant, int number)
    {
        byte[] key = new byte[StateKey.PrefixBytes + 8];
        StateKey.WritePrefix(key, operatorId, tenant, kind: 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(StateKey.PrefixBytes), number);
        return key;
    }

    public static byte[] Random(SplitMix64 random)
    {
        int length = Lengths[random.Below(Lengths.Length)];
        byte[] key = Long(length, random.Below(60));
        key[length / 2] = (byte)random.Below(4);
        key[0] = (byte)random.Below(3);
        return key;
    }

    public static byte[] Value(SplitMix64 random)
    {
        byte[] value = new byte[random.Below(20) == 0 ? random.Below(9_000) : random.Below(100)];
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = (byte)random.Next();
        }

        return value;
    }
}
