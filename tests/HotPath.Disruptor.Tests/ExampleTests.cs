using System;
using System.IO;
using System.Text;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Processing;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>The example of docs/disruptor.md: HotPath.Structure.Tests holds the page against this file.</summary>
[TestFixture]
public sealed class ExampleTests
{
    [Test]
    public void Example_OfThePage_GreetsInOrder()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var output = TextWriter.Synchronized(text);

        // begin
        using var ring = new MultiProducerRingBuffer(1 << 20);
        var graph = new ConsumerGraph<LengthPrefixed>(ring, (stage, error) => Console.Error.WriteLine($"{stage}: {error}"));
        Stage journal = graph.Add("journal", new Greeter("journal", output));
        graph.Add("apply", new Greeter("apply", output), journal); // sees a frame once the journal is past it
        graph.Start(default(BackoffIdle));

        ReadOnlySpan<byte> payload = "hello"u8;
        int alignedBytes = LengthPrefixed.AlignedBytes(payload.Length);
        long position;
        nint frame;
        while (!ring.TryClaim(alignedBytes, out position, out frame))
        {
            Thread.Yield(); // full: the slowest consumer holds us back
        }

        payload.CopyTo(Raw.WritableSpan(LengthPrefixed.Begin(frame, payload.Length), payload.Length));
        ring.Publish(position, alignedBytes);

        bool isDrained = graph.Drain(timeoutMs: 10_000);
        // end

        Assert.That(isDrained, Is.True);
        Assert.That(text.ToString(), Is.EqualTo("journal 0: hello\napply 0: hello\n"));
    }

    private sealed class Greeter(string name, TextWriter output) : IFrameHandler
    {
        public void OnFrame(nint frame, long position, bool isEndOfBatch) =>
            output.WriteLine($"{name} {position}: {Encoding.UTF8.GetString(LengthPrefixed.Payload(frame))}");
    }
}
