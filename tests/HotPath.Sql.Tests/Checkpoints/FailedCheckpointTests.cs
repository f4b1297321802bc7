using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>A checkpoint that the store did not take leaves everything to the next one.</summary>
public sealed class FailedCheckpointTests
{
    [Test]
    public void Failed_WithNothingAfterIt_IsRepeatedWhole()
    {
        SqlJobPlan plan = CheckpointScripts.Compile(CheckpointScripts.Tenants);
        List<LogFrame> frames = LogFrames.Random(new SplitMix64(3), plan.Tables[0].Schema, hasTenants: true, rows: 200);
        using var shards = new ShardSet(plan, 1);
        for (int i = 0; i < frames.Count - 2; i++)
        {
            shards.Feed(frames[i], i); // all but the end: windows stay open
        }

        StoreModel lost = Checkpoint(shards, frames.Count, committed: false);
        Assert.That(lost.Records, Has.Count.GreaterThan(50));
        Assert.That(shards.States[0].DirtyEntries, Is.EqualTo(shards.StateEntries));

        StoreModel taken = Checkpoint(shards, frames.Count + 1, committed: true);
        Assert.That(taken.Text(), Is.EqualTo(lost.Text()));
        Assert.That(shards.States[0].DirtyEntries, Is.Zero);

        Assert.That(Checkpoint(shards, frames.Count + 2, committed: true).Records, Is.Empty, "nothing has changed");
    }

    private static StoreModel Checkpoint(ShardSet shards, int frame, bool committed)
    {
        shards.Feed(new LogFrame(LogFrameKind.Mark, 0, []), frame);
        shards.States[0].Begin();
        while (shards.States[0].WriteSlice(shards.Batches[0], entriesMax: 10))
        {
        }

        var store = new StoreModel();
        Assert.That(store.Commit(frame, shards.Batches), Is.Null);
        shards.States[0].End(committed);
        shards.Batches[0].Clear();
        return store;
    }
}
