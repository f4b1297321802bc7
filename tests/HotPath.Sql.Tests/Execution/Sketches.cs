using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.State;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Sketches of lists of values, made in one pass. What they are worth is for their own tests to say.</summary>
internal static class Sketches
{
    private static readonly NativeHeap s_heap = new();

    public static long Count(IEnumerable<string> values) => Count(slot =>
    {
        foreach (byte[] text in values.Select(Encoding.UTF8.GetBytes))
        {
            DistinctSketch.AddText(slot, new Utf8View(Raw.AddressOf(text), text.Length));
        }
    });

    public static long Count(IEnumerable<Int128> values) => Count(slot =>
    {
        foreach (Int128 value in values)
        {
            DistinctSketch.Add(slot, value);
        }
    });

    /// <summary>Of fewer than 257 different values: the least that has so many below it or beside it.</summary>
    public static T Percentile<T>(IEnumerable<T> values, long part)
        where T : struct
    {
        T[] sorted = [.. values.Order()];
        if (sorted.Distinct().Count() > 256)
        {
            throw new InvalidOperationException("too many values to be exact");
        }

        long rank = ((part * sorted.Length) + 999_999_999) / 1_000_000_000;
        return sorted.Length == 0 ? default : sorted[Math.Max(0, rank - 1)];
    }

    private static long Count(Action<nint> fill)
    {
        nint slot = s_heap.Allocate(DistinctSketch.SlotBytes);
        fill(slot);
        long count = DistinctSketch.Estimate(slot);
        s_heap.Free(slot, DistinctSketch.SlotBytes);
        return count;
    }
}
