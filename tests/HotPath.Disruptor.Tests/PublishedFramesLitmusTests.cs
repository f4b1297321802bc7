using System;
using System.Threading;
using HotPath.Disruptor.Rings;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>
/// Two producers publish neighbouring frames at the same moment. Whoever is last has to move the cursor over both; if
/// each misses the other's note, the cursor stays behind for ever. Source: style.md 5.10.
/// </summary>
[TestFixture]
public sealed class PublishedFramesLitmusTests
{
    private const int FrameBytes = 64;
    private const int Cells = 4096;
    private const int Stride = 16; // two cache lines of longs
    private const int BatchesMax = 400;
    private const int SubjectBatches = 10;

    [SetUp]
    public void RequireTwoCores()
    {
        if (Environment.ProcessorCount < 2)
        {
            Assert.Ignore("two producers at once need two cores");
        }
    }

    [Test]
    public void Publish_OfTwoProducersAtOnce_NeverLeavesTheCursorBehind()
    {
        Assert.That(CountStuck<FullFence>(SubjectBatches, stopAtFirst: false), Is.Zero);
    }

    // A control that never fails would prove nothing about the subject.
    [Test]
    public void Publish_WithoutTheFence_LeavesItBehindSometimes()
    {
        Assert.That(CountStuck<NoFence>(BatchesMax, stopAtFirst: true), Is.GreaterThan(0), "the litmus sees nothing here");
    }

    // Each cell is a ring of its own with room for two frames: a later publication would move a stuck cursor on.
    private static long CountStuck<TFence>(int batches, bool stopAtFirst)
        where TFence : struct, IFence
    {
        long stuck = 0;
        int batch = 0;
        for (; batch < batches && !(stopAtFirst && stuck > 0); batch++)
        {
            var cells = new PublishedFrames<TFence>[Cells];
            for (int i = 0; i < Cells; i++)
            {
                cells[i] = new PublishedFrames<TFence>(2 * FrameBytes, FrameBytes, new Sequence());
            }

            long[] arrived = new long[2 * Stride];
            var other = new Thread(() => Run(cells, arrived, mine: 1));
            other.Start();
            Run(cells, arrived, mine: 0);
            other.Join();
            stuck += Array.FindAll(cells, static cell => cell.Cursor.Value != 2 * FrameBytes).Length;
        }

        TestContext.Out.WriteLine($"{typeof(TFence).Name}: {stuck} of {batch * Cells} cells stuck");
        return stuck;
    }

    // Both wait for each other before each cell.
    private static void Run<TFence>(PublishedFrames<TFence>[] cells, long[] arrived, int mine)
        where TFence : struct, IFence
    {
        for (int cell = 0; cell < Cells; cell++)
        {
            Volatile.Write(ref arrived[mine * Stride], cell + 1);
            while (Volatile.Read(ref arrived[(1 - mine) * Stride]) <= cell)
            {
            }

            cells[cell].Publish(mine * FrameBytes, FrameBytes);
        }
    }
}
