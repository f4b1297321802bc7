using System;
using System.Text;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

[TestFixture]
public sealed class Crc32CTests
{
    [Test]
    public void Of_PublishedCheckValue_Matches() =>
        Assert.That(Crc32C.Of(Encoding.ASCII.GetBytes("123456789")), Is.EqualTo(0xE306_9283));

    [Test]
    public void Of_RandomBytesInTwoParts_EqualsTableOracle()
    {
        var random = new SplitMix64(TestSeed.Value);
        uint[] table = Table();
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.Below(200)];
            for (int b = 0; b < bytes.Length; b++)
            {
                bytes[b] = (byte)random.Below(256);
            }

            int cut = random.Below(bytes.Length + 1);
            uint state = Crc32C.Update(Crc32C.InitialState, bytes.AsSpan(0, cut));
            uint actual = Crc32C.Finish(Crc32C.Update(state, bytes.AsSpan(cut)));
            Assert.That(actual, Is.EqualTo(Oracle(table, bytes)), TestSeed.Replay(TestSeed.Value));
        }
    }

    private static uint Oracle(uint[] table, byte[] bytes)
    {
        uint state = 0xFFFF_FFFF;
        foreach (byte b in bytes)
        {
            state = (state >> 8) ^ table[(state ^ b) & 0xFF];
        }

        return ~state;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
