using System;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Processing;
using HotPath.Disruptor.Rings;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>The example of docs/disruptor.md, "Changed while it runs".</summary>
[TestFixture]
public sealed class IdleSwitchExampleTests
{
    [Test]
    public void Example_OfThePage_ChangesTheStrategyWhileFramesCome()
    {
        using var ring = new MultiProducerRingBuffer(1 << 20);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, (stage, error) => Environment.FailFast($"{stage}: {error}"));
        var handler = new Counting();
        graph.Add("count", handler);

        // begin
        var idle = new IdleSwitch(IdleMode.Backoff);
        graph.Start(new SwitchableIdle(idle));

        IdleSwitch.Check(IdleMode.Spin, threads: 1, Environment.ProcessorCount); // throws where they would wait for each other
        idle.Set(IdleMode.Spin); // each thread follows after its next duty cycle
        // end

        Assert.That(idle.Mode, Is.EqualTo(IdleMode.Spin));
        Publish(ring);
        idle.Set(IdleMode.Adaptive);
        Publish(ring);
        Assert.That(graph.Drain(timeoutMs: 60_000), Is.True);
        Assert.That(handler.Frames, Is.EqualTo(2));
    }

    private static void Publish(MultiProducerRingBuffer ring)
    {
        Assert.That(ring.TryClaim(32, out long position, out nint frame), Is.True);
        LengthPrefixed.Begin(frame, 8);
        ring.Publish(position, 32);
    }

    private sealed class Counting : IFrameHandler
    {
        public int Frames { get; private set; }

        public void OnFrame(nint frame, long position, bool isEndOfBatch) => Frames++;
    }
}
