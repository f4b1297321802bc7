using HotPath.Foundation.Memory;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>Changes that no checkpoint holds have a budget: it forces a checkpoint, and then holds frames back.</summary>
public sealed class DirtyBudgetTests
{
    private const long BudgetBytes = 1_000;

    private readonly NativeHeap _heap = new();
    private readonly CountedState _state = new();

    [TestCase(0, false)]
    [TestCase(500, false)]
    [TestCase(501, true)]
    public void HalfTheBudget_AsksForACheckpoint_AndTakesFrames(long dirtyBytes, bool isWanted)
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        ShardCheckpoint shard = Shard(board, BudgetBytes);
        _state.DirtyBytes = dirtyBytes;

        Assert.That(shard.HasRoom(), Is.True);
        Assert.That(board.IsWanted, Is.EqualTo(isWanted));
    }

    [TestCase(600, 400, true)]
    [TestCase(600, 401, false)]
    public void OverTheBudget_FramesWaitUntilTheCheckpointIsOver(long dirtyBytes, long imageBytes, bool hasRoom)
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        ShardCheckpoint shard = Shard(board, BudgetBytes);
        (_state.DirtyBytes, _state.PendingImageBytes) = (dirtyBytes, imageBytes);
        Assert.That(shard.HasRoom(), Is.True, "nothing runs that could end");
        board.Request(64, mayDecline: false);
        Assert.That(board.IsWanted, Is.False, "it comes");
        shard.OnMark(64);

        Assert.That(shard.HasRoom(), Is.EqualTo(hasRoom));
        Assert.That(board.IsWanted, Is.False, "it runs");
        Assert.That(shard.Work(), Is.True);
        Assert.That(shard.HasRoom(), Is.EqualTo(hasRoom), "written, and not yet answered");
        board.NoteAnswer(isCommitted: true);
        Assert.That(shard.Work(), Is.True);

        Assert.That(shard.HasRoom(), Is.True);
    }

    [Test]
    public void WithoutABudget_NothingIsAskedFor()
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        ShardCheckpoint shard = Shard(board, budgetBytes: 0);
        _state.DirtyBytes = long.MaxValue;

        Assert.That(shard.HasRoom(), Is.True);
        Assert.That(board.IsWanted, Is.False);
    }

    [TestCase(2_000, true)]
    [TestCase(2_001, false)]
    public void OverTheBoundOfOldImages_FramesWaitWhileTheyAreWritten(long imageBytes, bool hasRoom)
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        ShardCheckpoint shard = Shard(board, budgetBytes: 0);
        _state.PendingImageBytes = imageBytes;
        Assert.That(shard.HasRoom(), Is.True, "no checkpoint runs");
        board.Request(64, mayDecline: false);
        shard.OnMark(64);

        Assert.That(shard.HasRoom(), Is.EqualTo(hasRoom));
        Assert.That(shard.Work(), Is.True);
        Assert.That(shard.HasRoom(), Is.True, "all are written");
    }

    private ShardCheckpoint Shard(CheckpointBoard board, long budgetBytes) =>
        new(board, _state, shard: 0, sliceEntries: 1, budgetBytes, imageBytesMax: 2_000);
}
