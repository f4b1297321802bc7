using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class SinkChannelTests
{
    private static readonly SinkDefinition Definition = new ShopPlan().Sinks[0];

    [Test]
    public void Resumed_GoesOnFromTheCursorWithABalancedLedger()
    {
        (SinkChannel whole, _) = Open(resume: null);
        Write(whole, 1, 2, 3);
        (SinkChannel first, _) = Open(resume: null);
        Write(first, 1);
        (SinkChannel second, _) = Open(first.Cursor);
        Assert.That(second.Cursor, Is.EqualTo(first.Cursor));
        Write(second, 2, 3);

        Assert.That(second.Cursor, Is.EqualTo(whole.Cursor));
        Assert.That(second.Digest, Is.EqualTo(whole.Digest));
        Assert.That(second.Digest.Rows, Is.EqualTo(3));
        Assert.DoesNotThrow(() => second.Check(position: 0));
        Assert.That(second.Counters.Produced, Is.EqualTo(3));
    }

    [Test]
    public void Sync_ReachesTheSink()
    {
        (SinkChannel channel, RecordingSink sink) = Open(resume: null);
        Write(channel, 1);
        channel.Sync();
        Assert.That(sink.Syncs, Is.EqualTo(1));
    }

    private static (SinkChannel Channel, RecordingSink Sink) Open(SinkCursor? resume)
    {
        FakeConnectors connectors = FakeConnectors.OneFile([]);
        var channel = new SinkChannel(Definition, connectors, resume);
        return (channel, connectors.Sinks.Single());
    }

    private static void Write(SinkChannel channel, params long[] values)
    {
        using var row = new RowBuilder(new NativeHeap(), Definition.Schema);
        foreach (long value in values)
        {
            row.Begin();
            row.Set(0, 1);
            row.Set(1, value);
            channel.NoteProduced(1);
            channel.NoteTaken(1);
            channel.Write(new OutputIdentity(value, 1, 0, 0, RowKind.Insert), row.View);
        }
    }
}
