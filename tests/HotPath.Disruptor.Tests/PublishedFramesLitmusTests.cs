using System;
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

    [SetUp]
    public void RequireTwoCores() => Litmus.RequireTwoCores();

    [Test]
    public void Publish_OfTwoProducersAtOnce_NeverLeavesTheCursorBehind()
    {
        Assert.That(CountStuck<FullFence>(Litmus.SubjectBatches, stopAtFirst: false), Is.Zero);
    }

    // A control that never fails would prove nothing about the subject.
    [Test]
    public void Publish_WithoutTheFence_LeavesItBehindSometimes()
    {
        Assert.That(CountStuck<NoFence>(Litmus.BatchesMax, stopAtFirst: true), Is.GreaterThan(0), "the litmus sees nothing here");
    }

    private static long CountStuck<TFence>(int batches, bool stopAtFirst)
        where TFence : struct, IFence =>
        Litmus.CountFailed(typeof(TFence).Name, batches, stopAtFirst, RunBatch<TFence>);

    // Each cell is a ring of its own with room for two frames: a later publication would move a stuck cursor on.
    private static long RunBatch<TFence>()
        where TFence : struct, IFence
    {
        var cells = new PublishedFrames<TFence>[Litmus.Cells];
        for (int i = 0; i < Litmus.Cells; i++)
        {
            cells[i] = new PublishedFrames<TFence>(2 * FrameBytes, FrameBytes, new Sequence());
        }

        Litmus.Together(
            here: cell => cells[cell].Publish(0, FrameBytes),
            there: cell => cells[cell].Publish(FrameBytes, FrameBytes));
        return Array.FindAll(cells, static cell => cell.Cursor.Value != 2 * FrameBytes).Length;
    }
}
