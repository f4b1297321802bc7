using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Processing;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class ConsumerGraphTests
{
    private const int RingBytes = 4096;
    private const int TimeoutMs = 60_000;

    [Test]
    public void RandomGraphs_EveryStageSeesEveryFrameInOrder_AfterThoseItWaitsFor()
    {
        for (ulong run = 0; run < 12; run++)
        {
            ulong seed = TestSeed.Value + run;
            var random = new SplitMix64(seed);
            using var ring = new RingBuffer(RingBytes);
            var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
            var stages = new List<(Stage Stage, Recorder Recorder)>();
            for (int i = 0; i < 1 + random.Below(4); i++)
            {
                Stage[] after = [.. stages.Select(static s => s.Stage).Where(_ => random.Below(2) == 0)];
                var recorder = new Recorder(after);
                stages.Add((graph.Add($"stage{i}", recorder, after), recorder));
            }

            graph.Start(new BackoffIdle());
            Produce(ring, random, 2_000);
            Assert.That(graph.Drain(TimeoutMs), Is.True, TestSeed.Replay(seed));
            foreach ((Stage stage, Recorder recorder) in stages)
            {
                Assert.That(recorder.Problem, Is.Null, TestSeed.Replay(seed));
                Assert.That((stage.Name, recorder.Frames, recorder.Ends > 0), Is.EqualTo((stage.Name, 2_000, true)), TestSeed.Replay(seed));
                Assert.That(stage.Sequence.Value, Is.EqualTo(ring.Cursor.Value));
            }
        }
    }

    [TestCase("busy")]
    [TestCase("yield")]
    [TestCase("back-off")]
    [TestCase("adaptive")]
    [TestCase("blocking")]
    public void Graph_UnderEveryWaitStrategy_DrainsAndHalts(string strategy)
    {
        var waiting = new WaitGate();
        using var ring = new RingBuffer(RingBytes, waiting: waiting);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        var first = new Recorder([]);
        Stage stage = graph.Add("first", first);
        var second = new Recorder([stage]);
        graph.Add("second", second, stage);
        Start(graph, strategy, waiting);
        Produce(ring, new SplitMix64(TestSeed.Value), 1_000);
        Assert.That(graph.Drain(TimeoutMs), Is.True);
        Assert.That((first.Frames, second.Frames, second.Problem), Is.EqualTo((1_000, 1_000, (string?)null)));
        Assert.That(graph.Halt(TimeoutMs), Is.True);
    }

    [Test]
    public void Halt_WhileASleeperWaits_EndsIt()
    {
        var waiting = new WaitGate();
        using var ring = new RingBuffer(RingBytes, waiting: waiting);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        graph.Add("only", new Recorder([]));
        graph.Start(new BlockingIdle(waiting));
        Assert.That(() => waiting.Waiting, Is.EqualTo(1).After(TimeoutMs).MilliSeconds.PollEvery(1).MilliSeconds);
        Assert.That(graph.Halt(TimeoutMs), Is.True);
    }

    [Test]
    public void Stage_ThatFails_HoldsProducersBack_UntilItIsDetached()
    {
        var faults = new ConcurrentQueue<string>();
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, (name, error) => faults.Enqueue($"{name}: {error.Message}"));
        var good = new Recorder([]);
        graph.Add("good", good);
        Stage bad = graph.Add("bad", new Failing(at: 10));
        graph.Start(new BackoffIdle());
        int published = 0;
        while (TryPublish(ring, payloadBytes: 24, published) || faults.IsEmpty)
        {
            published++;
        }

        Assert.That(faults, Is.EqualTo(new[] { "bad: frame 10" }));
        Assert.That(bad.Sequence.Value, Is.EqualTo(10 * 32), "it stands at the frame that failed");
        Assert.That(() => TryPublish(ring, 24, 0), Is.False.After(TimeoutMs).MilliSeconds.PollEvery(1).MilliSeconds);
        Assert.That(ring.Cursor.Value, Is.EqualTo((10 * 32) + RingBytes), "nothing behind it was overwritten");
        Assert.That(graph.Detach(bad), Is.True);
        Assert.That(() => TryPublish(ring, 24, 0), Is.True.After(TimeoutMs).MilliSeconds.PollEvery(1).MilliSeconds);
        Assert.That(graph.Halt(TimeoutMs), Is.True);
    }

    [Test]
    public void Drain_StagesThatFailed_IsTrueOnceTheyAreDetached()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, static (_, _) => { });
        var good = new Recorder([]);
        Stage first = graph.Add("good", good);
        Stage[] bad = [graph.Add("bad", new Failing(at: 10), first), graph.Add("worse", new Failing(at: 5), first)];
        graph.Start(new BackoffIdle());
        for (int i = 0; i < 100; i++)
        {
            Assert.That(TryPublish(ring, payloadBytes: 24, i), Is.True);
        }

        Assert.That(graph.Drain(TimeoutMs), Is.False);
        Assert.That(graph.Detach(bad[0]), Is.True);
        Assert.That(graph.Drain(TimeoutMs), Is.False, "one that failed is still there");
        Assert.That(graph.Detach(bad[1]), Is.True);
        Assert.That((graph.Drain(TimeoutMs), good.Frames, good.Problem), Is.EqualTo((true, 100, (string?)null)));
    }

    [Test]
    public void Stage_WhoseFaultTheCallbackThrowsAt_EndsAlone_AndKeepsBoth()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, static (name, _) => throw new TimeoutException($"told of {name}"));
        var good = new Recorder([]);
        Stage stage = graph.Add("good", good);
        Stage bad = graph.Add("bad", new Failing(at: 0));
        graph.Start(new BackoffIdle());
        Assert.That(TryPublish(ring, payloadBytes: 24, 0), Is.True);
        Assert.That(graph.Drain(TimeoutMs), Is.False);
        Assert.That((good.Frames, stage.Fault), Is.EqualTo((1, (Exception?)null)));
        Assert.That(bad.Fault, Is.TypeOf<AggregateException>());
        Assert.That(
            ((AggregateException)bad.Fault!).InnerExceptions.Select(static e => e.Message),
            Is.EqualTo(new[] { "frame 0", "told of bad" }));
        Assert.That((graph.Detach(bad), graph.Drain(TimeoutMs)), Is.EqualTo((true, true)));
    }

    // Until the last stage fails it alone holds producers back, so that one behind which it came must do so then.
    [Test]
    public void Stage_ThatADetachedOneCameBehind_IsNotOverrun()
    {
        using var isFirstToGoOn = new ManualResetEventSlim();
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, static (_, _) => { });
        var first = new Recorder([]) { GoesOn = isFirstToGoOn, HeldAt = 1 };
        Stage stage = graph.Add("first", first);
        Stage last = graph.Add("last", new Failing(at: 0), stage);
        Assert.That(TryPublish(ring, payloadBytes: 24, 0), Is.True);
        graph.Start(new BackoffIdle());
        Assert.That(() => HasFailed(graph, last), Is.True.After(TimeoutMs).MilliSeconds.PollEvery(1).MilliSeconds);
        int published = 1;
        while (TryPublish(ring, payloadBytes: 24, published) && published < 3 * RingBytes / 32)
        {
            published++;
        }

        isFirstToGoOn.Set();
        Assert.That(graph.Drain(TimeoutMs), Is.True, "the failed stage is detached");
        Assert.That((first.Frames, first.Problem), Is.EqualTo((published, (string?)null)));
        Assert.That(published, Is.EqualTo(1 + (RingBytes / 32)), "as much as the ring holds");
        Assert.That((graph.Detach(last), graph.Detach(stage)), Is.EqualTo((false, true)));
    }

    /// <summary>A sequence of a stage that is gone in the place of one that is would hold producers back for ever.</summary>
    [TestCase("a, b a, c a", "b c a", "a:b")]
    [TestCase("a, b a, c a", "c b a", "a:b")]
    [TestCase("a, b a, c b", "c b a", "b:c")]
    public void Detach_StageThatAnotherWaitsFor_IsRefused_AndInOrderNobodyHoldsProducersBack(
        string shape, string order, string refused)
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        var stages = new Dictionary<string, Stage>(StringComparer.Ordinal);
        foreach (string[] names in shape.Split(", ").Select(static stage => stage.Split(' ')))
        {
            Stage[] after = [.. names[1..].Select(name => stages[name])];
            stages[names[0]] = graph.Add(names[0], new Recorder(after), after);
        }

        graph.Start(new BackoffIdle());
        Assert.That(graph.Halt(TimeoutMs), Is.True);
        string[] wrong = refused.Split(':');
        Assert.That(
            () => graph.Detach(stages[wrong[0]]),
            Throws.InvalidOperationException.With.Message.Contains($"stage '{wrong[1]}' waits for it"));
        foreach (string name in order.Split(' '))
        {
            Assert.That(graph.Detach(stages[name]), Is.True, name);
        }

        for (int i = 0; i < 3 * RingBytes / 32; i++)
        {
            Assert.That(TryPublish(ring, payloadBytes: 24, i), Is.True, $"frame {i}");
        }
    }

    [TestCase(0)]
    [TestCase(-8)]
    [TestCase(40)]
    public void Frame_OfALengthThatCannotBe_EndsItsStage(int alignedBytes)
    {
        string? fault = null;
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<Told>(ring, (name, error) => fault = $"{name}: {error.Message}");
        graph.Add("only", new Recorder([]));
        Assert.That(ring.TryClaim(32, out nint frame), Is.True);
        Raw.Write(frame, alignedBytes);
        ring.Publish();
        graph.Start(new BackoffIdle());
        Assert.That(graph.Drain(TimeoutMs), Is.False);
        Assert.That(graph.Halt(TimeoutMs), Is.True);
        Assert.That(fault, Does.StartWith("only: ").And.Contain($" {alignedBytes} bytes").And.Contain(" 32 are published"));
    }

    // The last but one is as much as a frame can have; 40 are beyond what is published by 16.
    [TestCase(-1)]
    [TestCase(-100)]
    [TestCase(int.MinValue)]
    [TestCase(40)]
    [TestCase(1_000)]
    [TestCase(int.MaxValue - 15)]
    [TestCase(int.MaxValue)]
    public void LengthPrefix_ThatCannotBe_EndsItsStageAtItsPosition(int payloadBytes)
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, static (_, _) => { });
        var recorder = new Recorder([]);
        Stage stage = graph.Add("only", recorder);
        Assert.That(TryPublish(ring, payloadBytes: 24, 0), Is.True);
        Assert.That(ring.TryClaim(32, out nint frame), Is.True);
        Raw.Write(frame, payloadBytes);
        ring.Publish();
        graph.Start(new BackoffIdle());
        Assert.That(graph.Drain(TimeoutMs), Is.False);
        Assert.That(stage.Fault, Is.TypeOf<InvalidOperationException>());
        Assert.That(stage.Fault!.Message, Does.Contain(" position 32 ").And.Contain(" 32 are published"));
        Assert.That((recorder.Frames, stage.Sequence.Value), Is.EqualTo((1, 32L)));
    }

    [Test]
    public void Graph_WithoutStages_StartsOnce_AndThenTakesNone()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        Assert.That(() => graph.Start(default(BlockingIdle)), Throws.ArgumentException, "and is not started by that");
        graph.Start(default(BackoffIdle));
        Assert.That(() => graph.Start(default(BackoffIdle)), Throws.InvalidOperationException);
        Assert.That(() => graph.Add("late", new Recorder([])), Throws.InvalidOperationException);
        Assert.That((graph.Drain(TimeoutMs), graph.Halt(TimeoutMs)), Is.EqualTo((true, true)));
    }

    [Test]
    public void Add_AfterStart_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        graph.Add("one", new Recorder([]));
        graph.Start(new YieldingIdle());
        Assert.That(() => graph.Add("two", new Recorder([])), Throws.InvalidOperationException);
        Assert.That(graph.Halt(TimeoutMs), Is.True);
    }

    [Test]
    public void Add_AfterAStageOfAnotherRing_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        using var otherRing = new RingBuffer(RingBytes);
        Stage other = new ConsumerGraph<LengthPrefixed>(otherRing, Unexpected).Add("other", new Recorder([]));
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        Assert.That(
            () => graph.Add("one", new Recorder([]), other),
            Throws.ArgumentException.With.Message.Contains("stage 'one' waits for 'other'"));
        Assert.That(() => graph.Add("one", new Recorder([]), [null!]), Throws.ArgumentNullException);
        Assert.That(() => graph.Detach(other), Throws.ArgumentException.With.Message.Contains("'other'"));
    }

    [Test]
    public void Frames_PublishedBetweenAddAndStart_AreHandled_AndNotOverwritten()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        var first = new Recorder([]);
        Stage stage = graph.Add("first", first);
        var second = new Recorder([stage]);
        graph.Add("second", second, stage);
        int published = 0;
        while (TryPublish(ring, payloadBytes: 24, published))
        {
            published++;
        }

        graph.Start(new BackoffIdle());
        Assert.That(graph.Drain(TimeoutMs), Is.True);
        Assert.That(published, Is.EqualTo(RingBytes / 32));
        Assert.That((first.Frames, second.Frames, second.Problem), Is.EqualTo((published, published, (string?)null)));
    }

    [Test]
    public void Detach_StageThatHasNotEnded_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        Stage stage = graph.Add("one", new Recorder([]));
        Assert.That(() => graph.Detach(stage), Throws.InvalidOperationException.With.Message.Contains("'one' has not ended"));
        graph.Start(new BackoffIdle());
        Assert.That(() => graph.Detach(stage), Throws.InvalidOperationException.With.Message.Contains("'one' has not ended"));
        Assert.That(graph.Halt(TimeoutMs), Is.True);
        Assert.That(graph.Detach(stage), Is.True);
    }

    [Test]
    public void Start_WhereNobodyWakesASleeper_IsRefused()
    {
        var waiting = new WaitGate();
        using var silent = new RingBuffer(RingBytes);
        using var ring = new RingBuffer(RingBytes, waiting: waiting);
        Assert.That(() => Start(silent, new BlockingIdle(waiting)), Throws.ArgumentException.With.Message.Contains("WaitGate"));
        Assert.That(() => Start(ring, new BlockingIdle(new WaitGate())), Throws.ArgumentException);
        Assert.That(() => Start(ring, default(BlockingIdle)), Throws.ArgumentException);
        Assert.That(() => new BlockingIdle(null!), Throws.ArgumentNullException);
        Assert.That(() => Start(silent, new BlockingIdle(waiting, timeoutMs: 1)), Throws.Nothing, "it looks by itself");
    }

    private static void Start(RingBuffer ring, BlockingIdle idle)
    {
        var graph = new ConsumerGraph<LengthPrefixed>(ring, Unexpected);
        graph.Add("only", new Recorder([]));
        graph.Start(idle);
        Assert.That(graph.Halt(TimeoutMs), Is.True);
    }

    [Test]
    public void DoWork_AllocatesNothing()
    {
        using var ring = new RingBuffer(RingBytes);
        var processor = new FrameProcessor<LengthPrefixed, Counting>(
            "count", ring, new SequenceBarrier(ring.Cursor), default);
        ring.AddGate(processor.Sequence);
        Cycle(ring, processor, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(ring, processor, 100_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Cycle(RingBuffer ring, FrameProcessor<LengthPrefixed, Counting> processor, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            _ = TryPublish(ring, 24, i);
            _ = processor.DoWork();
        }
    }

    private static void Start(ConsumerGraph<LengthPrefixed> graph, string strategy, WaitGate waiting)
    {
        switch (strategy)
        {
            case "busy":
                graph.Start(default(BusySpinIdle));
                break;
            case "yield":
                graph.Start(default(YieldingIdle));
                break;
            case "back-off":
                graph.Start(default(BackoffIdle));
                break;
            case "adaptive":
                graph.Start(default(AdaptiveIdle));
                break;
            default:
                graph.Start(new BlockingIdle(waiting));
                break;
        }
    }

    private static void Produce(RingBuffer ring, SplitMix64 random, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            while (!TryPublish(ring, 8 + random.Below(200), i))
            {
                Thread.Yield();
            }

            if (random.Below(500) == 0)
            {
                Thread.Sleep(2); // long enough for consumers to fall asleep
            }
        }
    }

    private static bool TryPublish(RingBuffer ring, int payloadBytes, int number)
    {
        if (!ring.TryClaim(LengthPrefixed.AlignedBytes(payloadBytes), out nint frame))
        {
            return false;
        }

        Raw.Write(LengthPrefixed.Begin(frame, payloadBytes), number);
        ring.Publish();
        return true;
    }

    private static bool HasFailed(ConsumerGraph<LengthPrefixed> graph, Stage stage)
    {
        try
        {
            return graph.Detach(stage);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Unexpected(string name, Exception error) =>
        Environment.FailFast($"stage {name} failed: {error}");

    private sealed class Recorder(Stage[] after) : IFrameHandler
    {
        public int Frames { get; private set; }

        public int Ends { get; private set; }

        public string? Problem { get; private set; }

        public ManualResetEventSlim? GoesOn { get; init; }

        public int HeldAt { get; init; }

        public void OnFrame(nint frame, long position, bool isEndOfBatch)
        {
            if (Frames == HeldAt)
            {
                GoesOn?.Wait();
            }

            int number = Raw.Read<int>(frame + LengthPrefixed.PayloadOffset);
            if (number != Frames || Array.Exists(after, stage => stage.Sequence.Value <= position))
            {
                Problem ??= $"frame {number} at {position} came as number {Frames}, or before a stage that it waits for";
            }

            Frames++;
            Ends += isEndOfBatch ? 1 : 0;
        }
    }

    private sealed class Failing(int at) : IFrameHandler
    {
        private int _frames;

        public void OnFrame(nint frame, long position, bool isEndOfBatch)
        {
            if (_frames++ == at)
            {
                throw new InvalidOperationException($"frame {at}");
            }
        }
    }

    private readonly struct Told : IFrameLayout
    {
        public static int AlignedBytesOf(nint frame) => Raw.Read<int>(frame);
    }

    private struct Counting : IFrameHandler
    {
        public long Frames;

        public void OnFrame(nint frame, long position, bool isEndOfBatch) => Frames++;
    }
}
