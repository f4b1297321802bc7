using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Hashing;

[TestFixture]
public sealed class SplitMix64Tests
{
    [Test]
    public void Skip_AnyCount_IsAsManyDraws()
    {
        for (int count = 0; count < 200; count++)
        {
            SplitMix64 drawn = TestSeed.Numbers();
            SplitMix64 skipped = TestSeed.Numbers();
            for (int i = 0; i < count; i++)
            {
                _ = drawn.Next();
            }

            skipped.Skip((ulong)count);
            Assert.That(skipped.Next(), Is.EqualTo(drawn.Next()), $"{count} draws, {TestSeed.Hint}");
        }
    }
}
