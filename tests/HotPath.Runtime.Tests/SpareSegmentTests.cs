using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>Segments that are made ahead on a disk that is full, of which nobody can say how full.</summary>
public sealed class SpareSegmentTests
{
    private const int SegmentBytes = 2 * 1024 * 1024;
    private const int Turns = 5_000;
    private const ulong StepsOfASecond = 100_000;

    private readonly NativeHeap _heap = new();

    [Test]
    public void Spare_ThatFindsNoSpace_IsTriedNowAndThenAndToldOnce()
    {
        var storage = new MemoryDurableStorage { SpaceMaxBytes = SegmentBytes - 1 };
        var world = new SimulatedWorld(seed: 1);
        var notices = new List<string>();
        using var board = new CheckpointBoard(1, _heap, position: 0);
        var options = new DurableOptions
        {
            Storage = storage,
            Journal = new JournalOptions { Directory = "journal", NodeId = Guid.NewGuid(), SegmentBytes = SegmentBytes },
            Store = new ModelCheckpointStore(new ModelDisk(seed: 1)),
            OnWarning = notices.Add,
        };
        using JournalWriter journal = JournalWriter.Resume(storage, _heap, options.Journal, 0);
        var agent = new CheckpointAgent<SimulatedEnvironment>(
            options, board, journal, new Sequence(), new NodeControl(default), new SimulatedEnvironment(world));
        for (int i = 0; i < Turns; i++)
        {
            _ = agent.DoWork();
        }

        Assert.That(storage.RefusedWrites, Is.EqualTo(1), "no time has passed");
        Assert.That(notices, Has.Count.EqualTo(1));
        for (ulong i = 0; i < StepsOfASecond && world.NowNs < 1_000_000_000; i++)
        {
            world.NoteStep(i);
            _ = agent.DoWork();
        }

        Assert.That(storage.RefusedWrites, Is.InRange(2, 12), "a pause lies between two attempts");
        Assert.That(notices, Has.Count.EqualTo(1), "it was full all the time");
        storage.SpaceMaxBytes = long.MaxValue;
        for (ulong i = 0; i < StepsOfASecond && journal.NeedsSpare; i++)
        {
            world.NoteStep(i);
            _ = agent.DoWork();
        }

        Assert.That(journal.NeedsSpare, Is.False, "it goes on by itself");
    }
}
