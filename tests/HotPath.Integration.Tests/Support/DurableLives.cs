using System;
using System.IO;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Hashing;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;

namespace HotPath.Integration.Tests.Support;

/// <summary>
/// The lives of one durable node under one seed: its journal and checkpoints on simulated disks, its sinks on real
/// files. Each life ends by a crash at a random step or call of the disk, until one comes to the end of the input.
/// </summary>
/// <remarks>
/// A power cut loses what was not synced, of the sinks' files too; a kill loses only what the process had buffered.
/// </remarks>
public sealed class DurableLives
{
    private const int SegmentBytes = 64 * 1024;

    private readonly IJobPlan _plan;
    private readonly string _folder;
    private readonly FaultPoint _broken;
    private readonly Func<string, IConnectors> _connect;
    private readonly SplitMix64 _random;
    private readonly MemoryDurableStorage _journal = new();
    private readonly ModelDisk _state;
    private readonly Guid _node = new("00000000-0000-0000-0000-00000000000b");

    /// <summary>A node that has not lived yet.</summary>
    /// <param name="plan">What it runs.</param>
    /// <param name="folder">Where its sinks write.</param>
    /// <param name="seed">Chooses schedules, crashes and what they leave.</param>
    /// <param name="broken">A rule that the node breaks, to see that a checker finds it.</param>
    /// <param name="connect">Opens inputs, and sinks in a folder, for each life; by default files.</param>
    public DurableLives(
        IJobPlan plan,
        string folder,
        ulong seed,
        FaultPoint broken = FaultPoint.None,
        Func<string, IConnectors>? connect = null)
    {
        _connect = connect ?? (static folder => new FileSinkConnectors(folder));
        _broken = broken;
        _plan = plan;
        _folder = folder;
        _random = new SplitMix64(seed);
        _state = new ModelDisk(seed);
    }

    /// <summary>Lives so far.</summary>
    public int Lives { get; private set; }

    /// <summary>Lives that started from a checkpoint.</summary>
    public int FromCheckpoint { get; private set; }

    /// <summary>Crashes that lost the state, so that a kept snapshot took its place.</summary>
    public int FromSnapshot { get; private set; }

    /// <summary>The journal's disk.</summary>
    public MemoryDurableStorage Journal => _journal;

    /// <summary>Lives and crashes until a life ends well.</summary>
    /// <param name="crashesMax">Crashes before the last life.</param>
    /// <param name="crashStepsMax">A crash comes within so many steps.</param>
    /// <returns>Report of the last life.</returns>
    public JobReport Run(int crashesMax, int crashStepsMax)
    {
        for (int crash = 0; crash < crashesMax; crash++)
        {
            if (LiveUntilCrash(crashStepsMax) is { } early)
            {
                return early;
            }

            Crash();
        }

        return Live(long.MaxValue)!;
    }

    // Between two duty cycles, or in the middle of one: at a call of the disk, where writes are torn.
    private JobReport? LiveUntilCrash(int crashStepsMax)
    {
        if (_random.Below(2) == 0)
        {
            return Live(1 + _random.Below(crashStepsMax));
        }

        int calls = _random.Below(2 + (crashStepsMax / 4));
        _journal.BeforeCall = () =>
        {
            if (calls-- == 0)
            {
                throw new PowerCutException();
            }
        };
        try
        {
            return Live(long.MaxValue);
        }
        catch (PowerCutException)
        {
            return null;
        }
        finally
        {
            _journal.BeforeCall = null;
        }
    }

    private JobReport? Live(long crashAtStep)
    {
        Lives++;
        using var store = new ModelCheckpointStore(_state);
        FromCheckpoint += store.Position > 0 ? 1 : 0;
        var world = new SimulatedWorld(_random.Next());
        world.Break(_broken);
        var job = new NodeJob
        {
            Plan = _plan,
            Connectors = _connect(_folder),
            Options = TestEngine.Small with
            {
                BatchFrames = 1 + _random.Below(40),
                CheckpointSliceEntries = 1 + _random.Below(20),
                FiringUnitRows = 1 + _random.Below(8),
                EvictionUnitEntries = 1 + _random.Below(30),
            },
            ShardCount = 1 + _random.Below(3),
            Durable = new DurableOptions
            {
                Storage = _journal,
                Journal = new JournalOptions
                {
                    Directory = "journal",
                    NodeId = _node,
                    SegmentBytes = SegmentBytes,
                    BatchBytesMax = 32 * 1024,
                },
                Store = store,
                SnapshotIntervalBytes = 1 + _random.Below(40_000),
                CheckpointIntervalMs = _random.Below(3) == 0 ? 0 : 50,
            },
        };
        return Simulator.RunUntil(world, job, crashAtStep);
    }

    private void Crash()
    {
        if (_state.Snapshots.Count > 0 && _random.Below(4) == 0)
        {
            FromSnapshot++;
            _state.Restore(_state.Snapshots[_random.Below(_state.Snapshots.Count)]);
        }

        if (_random.Below(3) == 0)
        {
            _journal.Kill();
            return;
        }

        _journal.Crash(_random.Next());
        foreach (string path in Directory.GetFiles(_folder))
        {
            CutUnsynced(path);
        }
    }

    // Bytes beyond what a checkpoint has synced may be lost in a power cut; a kept prefix is one way.
    private void CutUnsynced(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        long synced = SyncedLength(path);
        file.SetLength(synced + _random.Below(checked((int)(file.Length - synced) + 1)));
    }

    private long SyncedLength(string path)
    {
        long synced = 0;
        using var store = new ModelCheckpointStore(_state);
        foreach (SinkDefinition sink in _plan.Sinks)
        {
            if (FileSinkConnectors.FileName(sink) == Path.GetFileName(path))
            {
                byte[] key = NodeRecord.Key(new byte[NodeRecord.KeyBytesMax], NodeRecord.Sink, 0, sink.Id).ToArray();
                store.TryRead(key, (_, value) => synced = SinkRecords.Read(value).LengthBytes);
            }
        }

        return synced;
    }
}
