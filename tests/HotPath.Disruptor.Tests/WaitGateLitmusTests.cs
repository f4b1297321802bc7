using System;
using System.Threading;
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
    private const int Cells = 4096;
    private const int Stride = 16; // two cache lines of longs
    private const int BatchesMax = 400;
    private const int SubjectBatches = 10;

    [SetUp]
    public void RequireTwoCores()
    {
        if (Environment.ProcessorCount < 2)
        {
            Assert.Ignore("two threads at once need two cores");
        }
    }

    [Test]
    public void Signal_WhileASleepIsAnnounced_IsNeverLost()
    {
        Assert.That(CountLost<FullFence>(SubjectBatches, stopAtFirst: false), Is.Zero);
    }

    // A control that never fails would prove nothing about the subject.
    [Test]
    public void Signal_WithoutItsFence_IsLostSometimes()
    {
        Assert.That(CountLost<NoFence>(BatchesMax, stopAtFirst: true), Is.GreaterThan(0), "the litmus sees nothing here");
    }

    private static long CountLost<TFence>(int batches, bool stopAtFirst)
        where TFence : struct, IFence
    {
        long lost = 0;
        int batch = 0;
        for (; batch < batches && !(stopAtFirst && lost > 0); batch++)
        {
            var gates = new WaitGate[Cells];
            var published = new Sequence[Cells];
            for (int i = 0; i < Cells; i++)
            {
                gates[i] = new WaitGate();
                published[i] = new Sequence();
            }

            long[] arrived = new long[2 * Stride];
            long[] tickets = new long[Cells];
            bool[] hasSeen = new bool[Cells];
            var publisher = new Thread(() =>
            {
                for (int cell = 0; cell < Cells; cell++)
                {
                    Meet(arrived, cell, mine: 1);
                    published[cell].Publish(1);
                    gates[cell].Signal<TFence>();
                }
            });
            publisher.Start();
            for (int cell = 0; cell < Cells; cell++)
            {
                Meet(arrived, cell, mine: 0);
                tickets[cell] = gates[cell].Announce();
                hasSeen[cell] = published[cell].Value == 1;
            }

            publisher.Join();
            for (int cell = 0; cell < Cells; cell++)
            {
                lost += hasSeen[cell] || gates[cell].Sleep(tickets[cell], timeoutMs: 0) ? 0 : 1;
            }
        }

        TestContext.Out.WriteLine($"{typeof(TFence).Name}: {lost} of {batch * Cells} signals lost");
        return lost;
    }

    // Both wait for each other before each cell.
    private static void Meet(long[] arrived, int cell, int mine)
    {
        Volatile.Write(ref arrived[mine * Stride], cell + 1);
        while (Volatile.Read(ref arrived[(1 - mine) * Stride]) <= cell)
        {
        }
    }
}
