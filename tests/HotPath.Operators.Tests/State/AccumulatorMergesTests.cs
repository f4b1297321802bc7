using System;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

/// <summary>Values in one slot, or in several that are merged: the same result.</summary>
public sealed class AccumulatorMergesTests
{
    private const int SlotBytes = 64;

    private static readonly Int128 Largest = Int128.Parse(new string('9', 38));

    private readonly NativeHeap _heap = new();
    private nint _slots;

    [SetUp]
    public void TakeSlots() => _slots = _heap.Allocate(4 * SlotBytes);

    [TearDown]
    public void GiveSlots() => _heap.Free(_slots, 4 * SlotBytes);

    [Test]
    public void Merge_OfAnyParts_IsAsIfAllValuesHadComeToOne()
    {
        SplitMix64 random = TestSeed.Numbers();
        for (int i = 0; i < 500; i++)
        {
            Check(random, Accumulators.SumInteger, AccumulatorMerges.Integers, static x => x * (long.MaxValue / 5), Accumulators.IntegerSum);
            Check(random, Accumulators.SumInteger, AccumulatorMerges.Integers, static x => (long)x, Accumulators.IntegerAverage);
            Check(random, Accumulators.SumDouble, AccumulatorMerges.Doubles, static x => x / 4.0, Accumulators.DoubleSum);
            Check(random, Accumulators.SumDouble, AccumulatorMerges.Doubles, static x => (double)x, Accumulators.DoubleAverage);
            Check(random, Accumulators.Deviate, AccumulatorMerges.Deviations, static x => x / 4.0, Rounded);
            Check(random, Accumulators.SumFloat, AccumulatorMerges.Floats, static x => x / 4.0f, Accumulators.FloatSum);
            Check(random, Accumulators.SumDecimal, AccumulatorMerges.DecimalSums, static x => (Int128)x, Accumulators.DecimalSum);
            Check(random, Accumulators.AverageDecimal, AccumulatorMerges.DecimalAverages, static x => (Int128)x, s => Accumulators.DecimalAverage(s, 2, 6));
            Check(random, static (slot, _) => Accumulators.Count(slot), AccumulatorMerges.Count, static x => x, s => Raw.Read<long>(s));
            Check(random, Minimum, (t, s) => AccumulatorMerges.Minimum<int>(t, s, 8), static x => x, static s => Accumulators.Extreme<int>(s, s + 8));
            Check(random, Maximum, (t, s) => AccumulatorMerges.Maximum<int>(t, s, 8), static x => x, static s => Accumulators.Extreme<int>(s, s + 8));
        }
    }

    [Test]
    public void SquaredDeviations_OfValuesThatAreTakenBack_AreThoseOfTheRest()
    {
        SplitMix64 random = TestSeed.Numbers();
        for (int i = 0; i < 500; i++)
        {
            Raw.Clear(_slots, 2 * SlotBytes);
            double[] values = [.. Enumerable.Range(0, 1 + random.Below(20)).Select(_ => random.Below(1000) / 4.0)];
            int kept = random.Below(values.Length + 1);
            foreach (double value in values)
            {
                Accumulators.Deviate(_slots, value);
            }

            foreach (double value in values[kept..])
            {
                AccumulatorRetractions.Deviate(_slots, value);
            }

            foreach (double value in values[..kept])
            {
                Accumulators.Deviate(Slot(1), value);
            }

            Assert.That(Accumulators.SquaredDeviations(_slots) ?? 0, Is.EqualTo(Accumulators.SquaredDeviations(Slot(1)) ?? 0).Within(1e-6), $"{i}");
        }
    }

    [Test]
    public void SumOfDecimals_ThatOverflowed_AddsNothing_AndOneThatDoesInAMerge_IsNull()
    {
        Accumulators.SumDecimal(_slots, 7);
        Accumulators.SumDecimal(Slot(1), Largest);
        Accumulators.SumDecimal(Slot(1), 1);
        AccumulatorMerges.DecimalSums(_slots, Slot(1));
        Assert.That(Accumulators.DecimalSum(_slots), Is.EqualTo((Int128)7));

        Accumulators.SumDecimal(Slot(2), Largest);
        AccumulatorMerges.DecimalSums(_slots, Slot(2));
        Assert.That(Accumulators.DecimalSum(_slots), Is.Null);
        Accumulators.SumDecimal(Slot(3), 5);
        AccumulatorMerges.DecimalSums(_slots, Slot(3));
        Assert.That(Accumulators.DecimalSum(_slots), Is.EqualTo((Int128)5));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AverageOfDecimals_ThatOverflowed_IsNullForGood(bool isTarget)
    {
        Accumulators.AverageDecimal(Slot(isTarget ? 0 : 1), Largest);
        Accumulators.AverageDecimal(Slot(isTarget ? 0 : 1), 1);
        Accumulators.AverageDecimal(Slot(isTarget ? 1 : 0), 1);
        AccumulatorMerges.DecimalAverages(_slots, Slot(1));
        Accumulators.AverageDecimal(_slots, 1);
        Assert.That(Accumulators.DecimalAverage(_slots, 0, 6), Is.Null);
    }

    private nint Slot(int index) => _slots + (index * SlotBytes);

    // Not exact, and by pi no value of the test lies where rounding turns.
    private static double? Rounded(nint slot) =>
        Accumulators.SquaredDeviations(slot) is { } squares ? Math.Round(squares / Math.PI, 6) : null;

    private static void Minimum(nint slot, int value) => Accumulators.Minimum(slot, slot + 8, value);

    private static void Maximum(nint slot, int value) => Accumulators.Maximum(slot, slot + 8, value);

    private void Check<T, TResult>(
        SplitMix64 random, Action<nint, T> add, Action<nint, nint> merge, Func<int, T> valueOf, Func<nint, TResult> result)
    {
        Raw.Clear(_slots, 4 * SlotBytes);
        int[] values = [.. Enumerable.Range(0, random.Below(9)).Select(_ => random.Below(200) - 100)];
        foreach (int value in values)
        {
            add(Slot(0), valueOf(value));
            add(Slot(1 + random.Below(2)), valueOf(value));
        }

        merge(Slot(3), Slot(2));
        merge(Slot(3), Slot(1));
        Assert.That(result(Slot(3)), Is.EqualTo(result(Slot(0))), $"{string.Join(' ', values)}; {TestSeed.Hint}");
    }
}
