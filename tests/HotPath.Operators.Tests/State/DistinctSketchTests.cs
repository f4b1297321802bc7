using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

/// <summary>APPROX_COUNT_DISTINCT against exact counts, and its registers against those of a slow reading of hashes.</summary>
public sealed class DistinctSketchTests
{
    private const int Registers = 2048;
    private const int CountsBytes = DistinctSketch.SlotBytes - Registers;
    private const double StandardError = 0.023;

    private readonly NativeHeap _heap = new();
    private nint _slots;

    [SetUp]
    public void TakeSlots() => _slots = _heap.Allocate(4 * DistinctSketch.SlotBytes);

    [TearDown]
    public void GiveSlots() => _heap.Free(_slots, 4 * DistinctSketch.SlotBytes);

    [Test]
    public void Nothing_IsZero_AndValuesThatComeAgain_ChangeNothing()
    {
        Assert.That(DistinctSketch.Estimate(_slots), Is.Zero);
        for (int i = 0; i < 50; i++)
        {
            DistinctSketch.Add(_slots, 7);
            DistinctSketch.AddText(_slots, default);
        }

        Assert.That(DistinctSketch.Estimate(_slots), Is.EqualTo(2));
    }

    [TestCase(5, 0.0)]
    [TestCase(30, 0.05)]
    [TestCase(300, StandardError)]
    [TestCase(2_000, StandardError)]
    [TestCase(5_000, StandardError)] // where estimates without corrections are worst
    [TestCase(20_000, StandardError)]
    [TestCase(200_000, StandardError)]
    public void Estimates_AreWithinTheStandardError(int values, double standardError)
    {
        SplitMix64 random = TestSeed.Numbers();
        const int Streams = 60;
        double[] errors = new double[Streams];
        for (int stream = 0; stream < Streams; stream++)
        {
            Raw.Clear(_slots, DistinctSketch.SlotBytes);
            long first = (long)random.Next();
            for (int i = 0; i < values; i++)
            {
                AddOneOf(stream % 3, first + i);
            }

            errors[stream] = (DistinctSketch.Estimate(_slots) - values) / (double)values;
        }

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{values} values: rms {Rms(errors):P2}, mean {errors.Average():P2}, most {errors.Max(Math.Abs):P2}"));
        Assert.That(Rms(errors), Is.LessThanOrEqualTo(standardError * 1.25), TestSeed.Hint);
        Assert.That(errors.Max(Math.Abs), Is.LessThanOrEqualTo(standardError * 4), TestSeed.Hint);
        Assert.That(Math.Abs(errors.Average()), Is.LessThanOrEqualTo(standardError / 2), TestSeed.Hint);
    }

    [Test]
    public void Millions_OfNumbersInARow_AreCounted()
    {
        for (int i = 0; i < 5_000_000; i++)
        {
            DistinctSketch.Add(_slots, i);
        }

        Assert.That(DistinctSketch.Estimate(_slots), Is.InRange(4_655_000, 5_345_000), "three standard errors");
    }

    [Test]
    public void Registers_AreThoseOfASlowReading_WhateverTheOrderAndTheParts()
    {
        SplitMix64 random = TestSeed.Numbers();
        for (int stream = 0; stream < 60; stream++)
        {
            Raw.Clear(_slots, 4 * DistinctSketch.SlotBytes);
            long[] values = [.. Enumerable.Range(0, 1 << random.Below(14)).Select(_ => (long)random.Below(6000))];
            int parts = 1 + random.Below(3);
            foreach (long value in values)
            {
                DistinctSketch.Add(Slot(random.Below(parts)), value);
            }

            for (int part = parts - 1; part > 0; part--)
            {
                DistinctSketch.Merge(_slots, Slot(part));
            }

            byte[] slow = Slow(values);
            Assert.That(Raw.Span(_slots + CountsBytes, Registers).ToArray(), Is.EqualTo(slow), TestSeed.Hint);
            ushort[] counts = [.. Enumerable.Range(1, CountsBytes / 2).Select(rank => (ushort)slow.Count(r => r == rank))];
            Assert.That(MemoryMarshal.Cast<byte, ushort>(Raw.Span(_slots, CountsBytes)).ToArray(), Is.EqualTo(counts), TestSeed.Hint);
        }
    }

    [Test]
    public void FixedStreams_GiveTheSameOnEveryMachine()
    {
        long[] estimates = new long[4];
        for (int i = 0; i < 100_000; i++)
        {
            DistinctSketch.Add(_slots, (long)i);
            estimates[0] = i == 999 ? DistinctSketch.Estimate(_slots) : estimates[0];
            estimates[1] = i == 9_999 ? DistinctSketch.Estimate(_slots) : estimates[1];
        }

        estimates[2] = DistinctSketch.Estimate(_slots);
        estimates[3] = (long)StableHash.Of(Raw.Span(_slots, DistinctSketch.SlotBytes));
        Assert.That(estimates, Is.EqualTo(Pinned), string.Join(',', estimates));
    }

    // What this machine gave; a change is a change of the semantics version.
    private static readonly long[] Pinned = [1020, 9969, 103_113, -8_589_668_544_536_555_310];

    private static double Rms(double[] errors) => Math.Sqrt(errors.Average(static e => e * e));

    // Hashes as strings of bits: the first 11 say which register, the zeros behind them how high.
    private static byte[] Slow(IEnumerable<long> values)
    {
        byte[] registers = new byte[Registers];
        foreach (long value in values.Distinct())
        {
            string bits = StableHash.Of(BitConverter.GetBytes(value)).ToString("B64", CultureInfo.InvariantCulture);
            int register = Convert.ToInt32(bits[..11], 2);
            int rank = 1 + bits[11..].TakeWhile(static bit => bit == '0').Count();
            registers[register] = (byte)Math.Max(registers[register], rank);
        }

        return registers;
    }

    private void AddOneOf(int kind, long value)
    {
        if (kind == 0)
        {
            DistinctSketch.Add(_slots, value);
        }
        else if (kind == 1)
        {
            DistinctSketch.Add(_slots, (Int128)value * 100);
        }
        else
        {
            byte[] text = Encoding.UTF8.GetBytes($"customer-{value}");
            DistinctSketch.AddText(_slots, new Utf8View(Raw.AddressOf(text), text.Length));
        }
    }

    private nint Slot(int index) => _slots + (index * DistinctSketch.SlotBytes);
}
