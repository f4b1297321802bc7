using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

/// <summary>APPROX_PERCENTILE against exact ranks, and against the same sketch made slowly from the list of values.</summary>
public sealed class QuantileSketchTests
{
    private static readonly long[] Parts =
        [0, 1, 10_000_000, 250_000_000, 333_333_333, 500_000_000, 900_000_000, 950_000_000, 999_000_000, QuantileSketch.Whole];

    private readonly NativeHeap _heap = new();
    private nint _slots;

    [SetUp]
    public void TakeSlots() => _slots = _heap.Allocate(4 * QuantileSketch.SlotBytes);

    [TearDown]
    public void GiveSlots() => _heap.Free(_slots, 4 * QuantileSketch.SlotBytes);

    [Test]
    public void UpTo256Values_AreExact()
    {
        Assert.That(QuantileSketch.At(_slots, 1), Is.Null);
        SplitMix64 random = TestSeed.Numbers();
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (random.Below(256) - 100) / 3.0)];
        for (int i = 0; i < values.Length; i++)
        {
            QuantileSketch.Add(_slots, values[i]);
        }

        double[] sorted = [.. values.Order()];
        foreach (long part in Parts)
        {
            Assert.That(QuantileSketch.At(_slots, part), Is.EqualTo(Exact(sorted, part)), $"{part}");
        }
    }

    [Test]
    public void RandomStreams_GiveTheSlowSketch_WhateverTheOrderAndTheParts()
    {
        SplitMix64 random = TestSeed.Numbers();
        var levels = new HashSet<int>();
        for (int stream = 0; stream < 400; stream++)
        {
            string what = $"{TestSeed.Hint}, stream {stream}";
            double[] values = Stream(random);
            var slow = new SlowQuantiles(values);
            levels.Add(slow.Level);
            byte[] whole = Sketch(values, 1, random);
            Assert.That(Sketch([.. values.Reverse()], 1, random), Is.EqualTo(whole), what);
            Assert.That(Sketch(values, 1 + random.Below(4), random), Is.EqualTo(whole), what);
            double[] sorted = [.. values.Order()];
            foreach (long part in Parts)
            {
                double found = QuantileSketch.At(_slots, part)!.Value;
                Assert.That(found, Is.EqualTo(slow.At(part)), what);
                double exact = Exact(sorted, part);
                Assert.That(Math.Abs(found - exact), Is.LessThanOrEqualTo(Math.Abs(exact) * slow.RelativeError), what);
            }
        }

        TestContext.Out.WriteLine("levels " + string.Join(' ', levels.Order()));
        Assert.That(levels, Is.SupersetOf(new[] { 0, 1, 6, 8, 9 }), "streams of few levels prove little");
    }

    /// <summary>The figures of docs/dialect.md: one value for each bucket that there can be, so that no room is left.</summary>
    [TestCase(200, 0.008)]
    [TestCase(50_000, 0.016)]
    [TestCase(3e9, 0.032)]
    [TestCase(1e19, 0.063)]
    public void Values_WithinAFactor_AreWithinTheDocumentedError(double factor, double error)
    {
        foreach (double first in new[] { 1, 1.37, 0.01, 1.99, 47 })
        {
            Raw.Clear(_slots, QuantileSketch.SlotBytes);
            var values = new List<double> { 0 };
            QuantileSketch.Add(_slots, 0);
            for (double value = first; value <= first * factor; value *= 1.0007)
            {
                values.Add(value);
                QuantileSketch.Add(_slots, value);
            }

            double most = 0;
            for (int i = 0; i <= 1000; i++)
            {
                long part = i * (QuantileSketch.Whole / 1000);
                double exact = Exact([.. values], part);
                double found = QuantileSketch.At(_slots, part)!.Value;
                most = Math.Max(most, found == exact ? 0 : Math.Abs(found - exact) / exact);
            }

            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first} to {first * factor}: {most:P2}"));
            Assert.That(most, Is.InRange(error / 4, error), "a bound that is never near proves little");
        }
    }

    [Test]
    public void Edges_AreInOrder()
    {
        double[] edges =
            [double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon, 0, -0.0, -double.Epsilon, -1, double.MinValue, double.NegativeInfinity];
        foreach (double edge in edges)
        {
            QuantileSketch.Add(_slots, edge);
        }

        double?[] found = [.. Enumerable.Range(0, 10).Select(i => QuantileSketch.At(_slots, 1 + (i * 100_000_000L)))];
        Assert.That(
            found,
            Is.EqualTo(new double?[]
            {
                double.NegativeInfinity, double.MinValue, -1, -double.Epsilon, 0, 0, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NaN,
            }));

        for (int i = 0; i < 300; i++)
        {
            QuantileSketch.Add(_slots, 1 + i);
        }

        Assert.That(QuantileSketch.At(_slots, 0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(QuantileSketch.At(_slots, QuantileSketch.Whole), Is.NaN);
        Assert.That(QuantileSketch.At(_slots, QuantileSketch.Whole - 4_000_000), Is.EqualTo(double.PositiveInfinity));
        Assert.That(QuantileSketch.At(_slots, 17_000_000), Is.Zero, "those too small to tell from zero");

        for (int exponent = -1000; exponent < 1000; exponent++)
        {
            QuantileSketch.Add(_slots, Math.ScaleB(1.5, exponent));
            QuantileSketch.Add(_slots, -Math.ScaleB(1.5, exponent));
        }

        Assert.That(QuantileSketch.At(_slots, 500_000_000), Is.InRange(0, 1e-9).Or.InRange(-1e-9, 0));
        Assert.That(QuantileSketch.At(_slots, QuantileSketch.Whole), Is.Not.NaN.And.GreaterThan(1e300), "whole powers of two");
    }

    [Test]
    public void NothingIsAllocated()
    {
        SplitMix64 random = TestSeed.Numbers();
        Run(10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(200_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run(int values)
        {
            Raw.Clear(_slots, 2 * QuantileSketch.SlotBytes);
            for (int i = 0; i < values; i++)
            {
                QuantileSketch.Add(Slot(i & 1), random.Below(1 << (i & 15)) / 7.0);
                DistinctSketch.Add(Slot(2), i);
            }

            QuantileSketch.Merge(_slots, Slot(1));
            DistinctSketch.Merge(Slot(3), Slot(2));
            _ = QuantileSketch.At(_slots, 500_000_000);
            _ = DistinctSketch.Estimate(Slot(3));
        }
    }

    private static double Exact(double[] sorted, long part) =>
        sorted[Math.Max(1, (int)((((Int128)part * sorted.Length) + QuantileSketch.Whole - 1) / QuantileSketch.Whole)) - 1];

    private static double[] Stream(SplitMix64 random)
    {
        int count = 1 + random.Below(1 << (1 + random.Below(13)));
        int octaves = 1 + random.Below(random.Below(3) == 0 ? 300 : 40);
        bool hasSigns = random.Below(3) == 0;
        int steps = 1 << random.Below(20);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
                Math.ScaleB(1 + (random.Below(steps) / (double)steps), random.Below(octaves) - (octaves / 2))
                * (random.Below(200) == 0 ? 0 : hasSigns && random.Below(2) == 0 ? -1 : 1)),
        ];
    }

    private byte[] Sketch(double[] values, int parts, SplitMix64 random)
    {
        Raw.Clear(_slots, 4 * QuantileSketch.SlotBytes);
        foreach (double value in values)
        {
            QuantileSketch.Add(Slot(random.Below(parts)), value);
        }

        for (int part = 1; part < parts; part++)
        {
            QuantileSketch.Merge(_slots, Slot(part));
        }

        return Raw.Span(_slots, QuantileSketch.SlotBytes).ToArray();
    }

    private nint Slot(int index) => _slots + (index * QuantileSketch.SlotBytes);
}
