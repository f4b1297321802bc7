using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

/// <summary>LISTAGG in several slots that are merged, one behind the other or before it.</summary>
public sealed class ListMergesTests
{
    private const int SlotBytes = 8 + TextSlot.SlotBytes;

    [Test]
    public void Lists_AreJoined_BehindAndBefore()
    {
        SplitMix64 random = TestSeed.Numbers();
        for (int i = 0; i < 2_000; i++)
        {
            var heap = new NativeHeap();
            using var texts = new SizeClassArena(heap);
            nint slots = heap.Allocate(2 * SlotBytes);
            byte[] separator = Encoding.UTF8.GetBytes(new string('-', random.Below(4)));
            List<string> target = Fill(random, slots, separator, texts);
            List<string> source = Fill(random, slots + SlotBytes, separator, texts);
            string before = Read(slots + SlotBytes);
            bool isBefore = random.Below(2) == 0;
            if (isBefore)
            {
                AccumulatorMerges.ListTextBefore(slots, slots + SlotBytes, 8, separator, texts);
            }
            else
            {
                AccumulatorMerges.ListText(slots, slots + SlotBytes, 8, separator, texts);
            }

            string[] all = isBefore ? [.. source, .. target] : [.. target, .. source];
            string expected = all.Length == 0 ? "NULL" : string.Join(Encoding.UTF8.GetString(separator), all);
            Assert.That(Read(slots), Is.EqualTo(expected), TestSeed.Hint);
            Assert.That(Read(slots + SlotBytes), Is.EqualTo(before), "the source stays what it is");
            heap.Free(slots, 2 * SlotBytes);
        }
    }

    private static List<string> Fill(SplitMix64 random, nint slot, byte[] separator, SizeClassArena texts)
    {
        List<string> values = [.. Enumerable.Range(0, random.Below(4)).Select(_ => new string((char)('a' + random.Below(26)), random.Below(9)) + "\u00e9")];
        foreach (byte[] value in values.Select(Encoding.UTF8.GetBytes))
        {
            Accumulators.ListText(slot + 8, slot, new Utf8View(Raw.AddressOf(value), value.Length), separator, texts);
        }

        return values;
    }

    private static string Read(nint slot) => Accumulators.ExtremeText(slot + 8, slot) is { } text ? Encoding.UTF8.GetString(text.Span) : "NULL";
}
