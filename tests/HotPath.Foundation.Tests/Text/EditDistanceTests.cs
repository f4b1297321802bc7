using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Text;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Text;

public sealed class EditDistanceTests
{
    [TestCase("", "", 0)]
    [TestCase("", "abc", 3)]
    [TestCase("kitten", "sitting", 3)]
    [TestCase("FORM", "FROM", 1)]
    [TestCase("form", "FROM", 1)]
    [TestCase("ab", "ba", 1)]
    [TestCase("ca", "abc", 3)]
    [TestCase("abcd", "badc", 2)]
    public void Between_KnownPairs_CountsSlips(string left, string right, int slips) =>
        Assert.That(EditDistance.Between(left, right), Is.EqualTo(slips));

    [Test]
    public void Between_RandomPairs_AgreesWithTheRecursion()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 2_000; i++)
        {
            string left = Word(numbers);
            string right = Word(numbers);
            Assert.That(
                EditDistance.Between(left, right), Is.EqualTo(Oracle(left, right)), $"{left} {right}; {TestSeed.Hint}");
        }
    }

    // The definition, exponential and short.
    private static int Oracle(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        int least = Oracle(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1);
        least = Math.Min(least, Math.Min(Oracle(a[..^1], b), Oracle(a, b[..^1])) + 1);
        bool isSwap = a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1];
        return isSwap ? Math.Min(least, Oracle(a[..^2], b[..^2]) + 1) : least;
    }

    private static string Word(SplitMix64 numbers)
    {
        var word = new char[numbers.Below(6)];
        for (int i = 0; i < word.Length; i++)
        {
            word[i] = (char)('a' + numbers.Below(3));
        }

        return new string(word);
    }
}
