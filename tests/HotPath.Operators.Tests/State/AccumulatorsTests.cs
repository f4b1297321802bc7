using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

public sealed class AccumulatorsTests
{
    private static readonly Int128 Largest = Int128.Parse(new string('9', 38));

    private readonly NativeHeap _heap = new();
    private nint _slot;

    [SetUp]
    public void TakeSlot() => _slot = _heap.Allocate(64);

    [TearDown]
    public void GiveSlot() => _heap.Free(_slot, 64);

    [Test]
    public void SumOfDecimals_AfterAnOverflow_StartsAnew()
    {
        Assert.That(Accumulators.DecimalSum(_slot), Is.Null);
        Accumulators.SumDecimal(_slot, Largest);
        Accumulators.SumDecimal(_slot, 1);
        Assert.That(Accumulators.DecimalSum(_slot), Is.Null);
        Accumulators.SumDecimal(_slot, 5);
        Assert.That(Accumulators.DecimalSum(_slot), Is.EqualTo((Int128)5));
    }

    [Test]
    public void AverageOfDecimals_AfterAnOverflow_StaysNull()
    {
        Accumulators.AverageDecimal(_slot, Largest);
        Accumulators.AverageDecimal(_slot, 1);
        Accumulators.AverageDecimal(_slot, 5);
        Assert.That(Accumulators.DecimalAverage(_slot, 0, 6), Is.Null);
    }

    [Test]
    public void AverageOfDecimals_RoundsHalfUp()
    {
        Accumulators.AverageDecimal(_slot, 100);
        Accumulators.AverageDecimal(_slot, 101);
        Accumulators.AverageDecimal(_slot, 101);
        Assert.That(Accumulators.DecimalAverage(_slot, 2, 6), Is.EqualTo((Int128)1006667));
    }

    [Test]
    public void SumOfIntegers_Wraps_AndAverageTruncates()
    {
        Accumulators.SumInteger(_slot, long.MaxValue);
        Accumulators.SumInteger(_slot, 1);
        Assert.That(Accumulators.IntegerSum(_slot), Is.EqualTo(long.MinValue));

        Raw.Clear(_slot, 64);
        Accumulators.SumInteger(_slot, -7);
        Accumulators.SumInteger(_slot, 0);
        Assert.That(Accumulators.IntegerAverage(_slot), Is.EqualTo(-3));
    }

    [Test]
    public void Extremes_OfNothing_AreNull_AndOfNegatives_AreRight()
    {
        Assert.That(Accumulators.Extreme<int>(_slot, _slot + 8), Is.Null);
        Accumulators.Maximum(_slot, _slot + 8, -5);
        Accumulators.Maximum(_slot, _slot + 8, -9);
        Assert.That(Accumulators.Extreme<int>(_slot, _slot + 8), Is.EqualTo(-5));
        Accumulators.Minimum(_slot + 16, _slot + 24, -5);
        Accumulators.Minimum(_slot + 16, _slot + 24, -9);
        Assert.That(Accumulators.Extreme<int>(_slot + 16, _slot + 24), Is.EqualTo(-9));
    }
}
