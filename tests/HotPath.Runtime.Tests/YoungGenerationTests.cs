using System;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[NonParallelizable]
public sealed class YoungGenerationTests
{
    private const int PieceBytes = 16 * 1024;

    [Test]
    public void Heap_IsCollectedOnceItsBudgetIsUsedUp_AndNotBefore()
    {
        var young = new YoungGeneration();
        int before = GC.CollectionCount(0);
        young.CollectIfDue();
        Assert.That(GC.CollectionCount(0), Is.EqualTo(before), "nothing was allocated");

        Allocate(YoungGeneration.BudgetBytes + PieceBytes);
        before = GC.CollectionCount(0);
        young.CollectIfDue();
        Assert.That(GC.CollectionCount(0), Is.EqualTo(before + 1));
        young.CollectIfDue();
        Assert.That(GC.CollectionCount(0), Is.EqualTo(before + 1), "the budget is new");
    }

    private static void Allocate(long bytes)
    {
        for (long i = 0; i < bytes; i += PieceBytes)
        {
            GC.KeepAlive(new byte[PieceBytes]);
        }
    }
}
