using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

public sealed class RawTests
{
    private const int LengthMax = 70;

    /// <summary>Every length, whole and with one bit turned in any of its bytes, and with other bytes behind it.</summary>
    [Test]
    public void AreEqual_IsWhatSpansSay()
    {
        var heap = new NativeHeap();
        nint left = heap.Allocate(LengthMax + 1);
        nint right = heap.Allocate(LengthMax + 1);
        var random = new SplitMix64(TestSeed.Value);
        for (int i = 0; i < LengthMax; i++)
        {
            byte value = (byte)random.Below(256);
            Raw.Write(left + i, value);
            Raw.Write(right + i, value);
        }

        for (int length = 0; length < LengthMax; length++)
        {
            Raw.Ref<byte>(right + length) ^= 1;
            Assert.That(Raw.AreEqual(left, right, length), Is.True, $"{length} bytes, other bytes behind them");
            Raw.Ref<byte>(right + length) ^= 1;
            for (int at = 0; at < length; at++)
            {
                Raw.Ref<byte>(right + at) ^= 128;
                bool isEqual = Raw.Span(left, length).SequenceEqual(Raw.Span(right, length));
                Assert.That(Raw.AreEqual(left, right, length), Is.EqualTo(isEqual).And.False, $"{length} bytes, one other at {at}");
                Raw.Ref<byte>(right + at) ^= 128;
            }
        }

        heap.Free(left, LengthMax + 1);
        heap.Free(right, LengthMax + 1);
    }
}
