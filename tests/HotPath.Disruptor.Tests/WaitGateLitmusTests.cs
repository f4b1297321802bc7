using HotPath.Disruptor.Rings;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>
/// One publishes and signals, the other announces a sleep and looks once more, at the same moment: it must see the
/// publication, or its sleep must be ended. That needs a full fence on both sides.
/// </summary>
[TestFixture]
public sealed class WaitGateLitmusTests
{
    [SetUp]
    public void RequireTwoCores() => Litmus.RequireTwoCores();

    [Test]
    public void Signal_WhileASleepIsAnnounced_IsNeverLost()
    {
        Assert.That(CountLost<FullFence>(Litmus.SubjectBatches, stopAtFirst: false), Is.Zero);
    }

    // A control that never fails would prove nothing about the subject.
    [Test]
    public void Signal_WithoutItsFence_IsLostSometimes()
    {
        Assert.That(CountLost<NoFence>(Litmus.BatchesMax, stopAtFirst: true), Is.GreaterThan(0), "the litmus sees nothing here");
    }

    private static long CountLost<TFence>(int batches, bool stopAtFirst)
        where TFence : struct, IFence =>
        Litmus.CountFailed(typeof(TFence).Name, batches, stopAtFirst, RunBatch<TFence>);

    private static long RunBatch<TFence>()
        where TFence : struct, IFence
    {
        var gates = new WaitGate[Litmus.Cells];
        var published = new Sequence[Litmus.Cells];
        for (int i = 0; i < Litmus.Cells; i++)
        {
            gates[i] = new WaitGate();
            published[i] = new Sequence();
        }

        long[] tickets = new long[Litmus.Cells];
        bool[] hasSeen = new bool[Litmus.Cells];
        Litmus.Together(
            here: cell =>
            {
                tickets[cell] = gates[cell].Announce();
                hasSeen[cell] = published[cell].Value == 1;
            },
            there: cell =>
            {
                published[cell].Publish(1);
                gates[cell].Signal<TFence>();
            });
        long lost = 0;
        for (int cell = 0; cell < Litmus.Cells; cell++)
        {
            lost += hasSeen[cell] || gates[cell].Sleep(tickets[cell], timeoutMs: 0) ? 0 : 1;
        }

        return lost;
    }
}
