using System.Linq;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>
/// A shard passes a mark with a firing pending. What is asked for there is no checkpoint: nobody waits for it, it is asked for again at the next
/// mark, and after a few intervals the firing has to be over first.
/// </summary>
public sealed class DeclinedCheckpointTests
{
    private const int IntervalMs = 1000;
    private const int AgeMsMax = 10_000;
    private const int PutOffIntervals = 5;

    private readonly NativeHeap _heap = new();

    [Test]
    public void Request_ThatAShardDeclines_IsOverForEveryoneAndSaysNothingOfTheState()
    {
        using var board = new CheckpointBoard(2, _heap, position: 0);
        var states = new CountedState[] { new(), new() };
        ShardCheckpoint[] shards = [.. states.Select((state, i) => Shard(board, state, i))];
        var egress = new EgressCheckpoint<RealEnvironment>(board, new RealEnvironment());
        board.Request(64, mayDecline: true);
        Assert.That(egress.LimitOf(1000), Is.EqualTo(64), "egress stops at the mark");

        shards[1].OnMark(64);
        Assert.That(shards[0].MayPass(64), Is.True);
        shards[0].Pass(64);

        Assert.That(egress.LimitOf(1000), Is.EqualTo(1000), "nobody waits for the firing");
        Assert.That(egress.TryCapture(released: 10, []), Is.True);
        Assert.That(board.IsReady, Is.False, "the other shard still writes");
        Assert.That(shards[1].Work(), Is.True);
        Assert.That((board.IsReady, board.IsDeclined), Is.EqualTo((true, true)));
        board.NoteAnswer(isCommitted: false);
        Assert.That((shards[0].Work(), shards[1].Work()), Is.EqualTo((true, true)));
        Assert.That(board.IsIdle, Is.True);
        Assert.That((states[0].Begun, states[0].Ended), Is.EqualTo((0, 0)), "it has begun nothing that could end");
        Assert.That((states[1].Begun, states[1].Ended, states[1].Committed), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public void Shard_AtAMarkThatNobodyAskedFor_Passes()
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        var state = new CountedState();
        ShardCheckpoint shard = Shard(board, state, 0);
        board.Request(64, mayDecline: false);
        Assert.That((shard.MayPass(32), shard.MayPass(64)), Is.EqualTo((true, false)));
        shard.Pass(32);
        Assert.That((shard.IsBusy, board.IsDeclined), Is.EqualTo((false, false)));
    }

    [Test]
    public void Shard_AtAMarkThatAnotherHasDeclined_BeginsNothing()
    {
        using var board = new CheckpointBoard(2, _heap, position: 0);
        var state = new CountedState();
        ShardCheckpoint shard = Shard(board, state, 1);
        board.Request(64, mayDecline: true);
        board.Decline();
        shard.OnMark(64);
        board.NoteEgressWritten();
        Assert.That((state.Begun, board.IsReady), Is.EqualTo((0, true)));
    }

    [Test]
    public void Schedule_AfterADeclinedRequest_AsksAtEveryMark_AndAfterFiveIntervalsInsists()
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        using var state = new IngressState(new ShopPlan().Tables, _heap);
        var schedule = new CheckpointSchedule(board, state, "plan", IntervalMs, AgeMsMax);
        long nowNs = 10;
        for (int i = 0; i <= 10; i++, nowNs += IntervalMs * 1_000_000L / 2)
        {
            bool mayDecline = i < 2 * PutOffIntervals;
            schedule.OnMark(64 * (i + 1), nowNs, isLast: false);
            Assert.That(board.Requested, Is.EqualTo(64 * (i + 1)), "no interval lies between");
            Assert.That(board.MayDecline, Is.EqualTo(mayDecline), $"mark {i}");
            End(board, isDeclined: mayDecline);
        }

        schedule.OnMark(1000, nowNs, isLast: false);
        Assert.That(board.Requested, Is.EqualTo(64 * 11), "one is committed: the interval counts");
        schedule.OnMark(2000, nowNs + (IntervalMs * 1_000_000L), isLast: false);
        Assert.That((board.Requested, board.MayDecline), Is.EqualTo((2000L, true)), "and it may be declined again");
    }

    /// <summary>A run that ends at a mark has its last checkpoint there only if that one is not going to be, or has not been, declined.</summary>
    [Test]
    public void Schedule_AtTheEndOfTheLog_IsBehindARequestThatMayComeToNothing()
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        using var state = new IngressState(new ShopPlan().Tables, _heap);
        var schedule = new CheckpointSchedule(board, state, "plan", IntervalMs, AgeMsMax);
        Assert.That((schedule.IsBehind(0), schedule.IsBehind(64)), Is.EqualTo((false, true)));
        schedule.OnMark(64, nowNs: 0, isLast: false);
        Assert.That(schedule.IsBehind(64), Is.True, "nobody knows yet");
        End(board, isDeclined: true);
        Assert.That(schedule.IsBehind(64), Is.True);
        schedule.OnMark(96, nowNs: 1, isLast: false);
        Assert.That(board.Requested, Is.EqualTo(64), "ten times an interval are enough");
        schedule.OnMark(128, nowNs: IntervalMs * 100_000L, isLast: false);
        End(board, isDeclined: false);
        Assert.That((board.MayDecline, schedule.IsBehind(128)), Is.EqualTo((true, false)));
        schedule.OnMark(192, nowNs: 2, isLast: true);
        Assert.That(schedule.IsBehind(192), Is.False, "it waits for what is pending");
    }

    /// <summary>Marks lie apart by length: a stream that is slow enough would have no checkpoint for hours.</summary>
    [Test]
    public void Schedule_OfASlowStream_IsOverdueOnceAFrameHasWaitedAsLongAsItMay()
    {
        const long AgeNsMax = AgeMsMax * 1_000_000L;
        using var board = new CheckpointBoard(1, _heap, position: 0);
        using var state = new IngressState(new ShopPlan().Tables, _heap);
        var schedule = new CheckpointSchedule(board, state, "plan", IntervalMs, AgeMsMax);
        Assert.That(schedule.IsOverdue(0, AgeNsMax), Is.False, "there is nothing to write");
        Assert.That(schedule.IsOverdue(64, AgeNsMax), Is.False, "it has come just now");
        Assert.That(schedule.IsOverdue(128, (2 * AgeNsMax) - 1), Is.False);
        Assert.That(schedule.IsOverdue(128, 2 * AgeNsMax), Is.True);
        schedule.OnMark(192, 2 * AgeNsMax, isLast: false);
        Assert.That((board.Requested, schedule.IsOverdue(192, 4 * AgeNsMax)), Is.EqualTo((192L, false)));
        End(board, isDeclined: false);
        Assert.That(schedule.IsOverdue(192, 9 * AgeNsMax), Is.False, "the checkpoint has everything");
        Assert.That(schedule.IsOverdue(256, 9 * AgeNsMax), Is.False, "and the next frame waits anew");
    }

    [Test]
    public void Schedule_InARecovery_Insists()
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        using var state = new IngressState(new ShopPlan().Tables, _heap);
        var schedule = new CheckpointSchedule(board, state, "plan", IntervalMs, AgeMsMax);
        schedule.OnRecoveredMark(64, nowNs: 0);
        Assert.That((board.Requested, board.MayDecline), Is.EqualTo((64L, false)));
        End(board, isDeclined: false);
        schedule.OnRecoveredMark(128, nowNs: 1);
        Assert.That(board.Requested, Is.EqualTo(64L), "the interval counts");
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Schedule_AtTheEndOrOverTheBudgetOfChanges_Insists(bool isLast, bool isWanted)
    {
        using var board = new CheckpointBoard(1, _heap, position: 0);
        using var state = new IngressState(new ShopPlan().Tables, _heap);
        var schedule = new CheckpointSchedule(board, state, "plan", IntervalMs, AgeMsMax);
        if (isWanted)
        {
            board.Want();
        }

        schedule.OnMark(64, nowNs: 0, isLast);
        Assert.That((board.Requested, board.MayDecline), Is.EqualTo((64L, false)));
    }

    private static void End(CheckpointBoard board, bool isDeclined)
    {
        if (isDeclined)
        {
            board.Decline();
        }
        else
        {
            board.NoteShardWritten();
        }

        board.NoteEgressWritten();
        board.NoteAnswer(!isDeclined);
        board.NoteShardEnded();
    }

    private static ShardCheckpoint Shard(CheckpointBoard board, CountedState state, int index) =>
        new(board, state, index, sliceEntries: 1, dirtyBytesMax: 0, imageBytesMax: 100);
}
