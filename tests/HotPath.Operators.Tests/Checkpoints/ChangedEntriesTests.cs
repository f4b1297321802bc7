using NUnit.Framework;

namespace HotPath.Operators.Tests.Checkpoints;

public sealed class ChangedEntriesTests
{
    private const int Steps = 4_000;

    [Test]
    public void RandomChanges_StoreHoldsTheEntriesAsTheyWereWhenACheckpointBegan([Range(0, 19)] int round)
    {
        ulong seed = TestSeed.Value + (ulong)round;
        using var life = new ChangedEntriesLife(seed, skipsImages: false);

        life.Run(Steps);

        Assert.That(life.FirstDifference, Is.Null, $"round {round}, {TestSeed.Hint}");
        Assert.That(life.Committed, Is.GreaterThan(20));
        Assert.That(life.Failed, Is.GreaterThan(5));
        Assert.That(life.Images, Is.GreaterThan(20), "entries that changed before their turn");
    }

    [Test]
    public void WithoutImages_TheStoreDiffers()
    {
        using var life = new ChangedEntriesLife(TestSeed.Value, skipsImages: true);

        life.Run(Steps);

        Assert.That(life.FirstDifference, Is.Not.Null, "the control");
    }
}
