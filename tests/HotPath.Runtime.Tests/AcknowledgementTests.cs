using System.Threading;
using HotPath.Disruptor.Rings;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Sequencing;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>
/// What clients are told to be safe: no more than lies on the device. A killed process cannot show it, for the kernel
/// keeps what was written and not synced; here the device is a number.
/// </summary>
public sealed class AcknowledgementTests
{
    private static readonly ShopRow[] Rows = [new("a", 1, 10), new("b", 2, 11), new("a", 3, 12)];

    [Test]
    public void Record_InTheLogButNotOnTheDevice_IsNotSafe()
    {
        var durable = new Sequence(0);
        var source = new ClientListSource(Rows);
        using var node = new NodeResources(SimulatedJob.Options, new NodeControl(CancellationToken.None));
        using IngressAgent<RealEnvironment> ingress = Ingress(node, source, durable);
        Work(ingress);
        Assert.That(source.IsDurable, Is.True);
        Assert.That(source.TakenPosition, Is.Positive.And.EqualTo(node.Ring.Cursor.Value));
        Assert.That(source.SafePosition, Is.Zero, "the log has the records, the device has none");

        long half = source.TakenPosition / 2;
        durable.Publish(half);
        Work(ingress);
        Assert.That(source.SafePosition, Is.EqualTo(half));

        durable.Publish(source.TakenPosition);
        ingress.Dispose();
        Assert.That(source.SafePosition, Is.EqualTo(source.TakenPosition), "the last words of a node that stops");
    }

    [Test]
    public void Record_OfARunInMemory_IsSafeOnceItIsTaken()
    {
        var source = new ClientListSource(Rows);
        using var node = new NodeResources(SimulatedJob.Options, new NodeControl(CancellationToken.None));
        using IngressAgent<RealEnvironment> ingress = Ingress(node, source, durable: null);
        Work(ingress);
        Assert.That(source.IsDurable, Is.False);
        Assert.That(source.SafePosition, Is.Positive.And.EqualTo(source.TakenPosition));
    }

    private static void Work(IngressAgent<RealEnvironment> ingress)
    {
        for (int i = 0; i < 10; i++)
        {
            _ = ingress.DoWork();
        }
    }

    private static IngressAgent<RealEnvironment> Ingress(NodeResources node, ClientListSource source, Sequence? durable)
    {
        var plan = new ShopPlan();
        var state = new IngressState(plan.Tables, node.Heap);
        var sequencer = new Sequencer<RealEnvironment>(
            node.Ring, plan, state, checkpoints: null, node.Options.FrameBytesMax, default);
        return new IngressAgent<RealEnvironment>(
            plan, new FakeConnectors(_ => [source]), sequencer, node, state, durable, default);
    }
}
