using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;

namespace HotPath.Benchmarks.Checkpoints;

/// <summary>Entries as an operator has them: a prefix that all share, eight bytes that tell them apart, 64 bytes of
/// value; and the order in which a hash table would hand them out.</summary>
internal static class CheckpointEntries
{
    public const int KeyBytes = StateKey.PrefixBytes + 8;
    public const int ValueBytes = 64;

    public static void WriteKey(Span<byte> key, int number)
    {
        StateKey.WritePrefix(key, operatorId: 1, tenant: 1, kind: 1);
        BinaryPrimitives.WriteUInt64BigEndian(key[StateKey.PrefixBytes..], StableHash.Mix((ulong)number, 1));
    }

    public static void WriteValue(Span<byte> value, int number, int round)
    {
        value.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(value, ((long)round << 32) | (uint)number);
    }

    /// <summary>So many different numbers below a bound, in random order.</summary>
    public static int[] Choose(int count, int bound, ulong seed)
    {
        int[] numbers = new int[bound];
        for (int i = 0; i < bound; i++)
        {
            numbers[i] = i;
        }

        var random = new SplitMix64(seed);
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Below(bound - i);
            (numbers[i], numbers[other]) = (numbers[other], numbers[i]);
        }

        return numbers[..count];
    }
}
