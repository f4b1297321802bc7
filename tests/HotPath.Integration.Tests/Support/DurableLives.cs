using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;

namespace HotPath.Integration.Tests.Support;

/// <summary>
/// The lives of one durable node under one seed, in two phases. Safety: lives that end by a crash, a failed sync or a
/// full sink, on disks that are slow, full or rotten. Liveness: the faults stop, and one life must come to the end of
/// the input within a bounded number of steps.
/// </summary>
/// <remarks>
/// Journal and checkpoints lie on simulated disks, sinks are real files. A power cut loses what was not synced, of the
/// sinks' files too; a kill loses only what the process had buffered.
/// </remarks>
public sealed class DurableLives
{
    /// <summary>Steps within which a node comes to its end once the faults have stopped: ten times what the longest of
    /// 500 seeds took, whose units are of one row.</summary>
    public const long LivenessStepsMax = 900_000;

    private const string Directory = "journal";
    private const int FlippedBytesMax = 4096;

    private readonly IJobPlan _plan;
    private readonly string _folder;
    private readonly NodeRules _rules;
    private readonly Func<string, IConnectors> _connect;
    private readonly SplitMix64 _random;
    private readonly MemoryDurableStorage _journal = new();
    private readonly ModelDisk _state;
    private readonly NativeHeap _heap = new();
    private readonly Guid _node = new("00000000-0000-0000-0000-00000000000b");
    private readonly int _segmentBytes;
    private readonly Dictionary<string, long> _syncedBytes = [];
    private (string Path, long Bit)? _flipped;
    private long _released = -1;

    /// <summary>A node that has not lived yet.</summary>
    /// <param name="plan">What it runs.</param>
    /// <param name="folder">Where its sinks write.</param>
    /// <param name="seed">Chooses schedules, faults and what they leave.</param>
    /// <param name="rules">What is broken on purpose, to see that a checker finds it.</param>
    /// <param name="connect">Opens inputs, and sinks in a folder, for each life; by default files.</param>
    public DurableLives(
        IJobPlan plan,
        string folder,
        ulong seed,
        NodeRules? rules = null,
        Func<string, IConnectors>? connect = null)
    {
        _connect = connect ?? (static folder => new FileSinkConnectors(folder));
        _rules = rules ?? NodeRules.AllKept;
        _plan = plan;
        _folder = folder;
        _random = new SplitMix64(seed);
        _state = new ModelDisk(seed);
        _segmentBytes = (seed / 2) % 2 == 0 ? 64 * 1024 : 8 * 1024;
        _journal.HidesFailedSyncs = _rules.HidesFailedSyncs;
    }

    /// <summary>Lives so far.</summary>
    public int Lives { get; private set; }

    /// <summary>Lives that started from a checkpoint.</summary>
    public int FromCheckpoint { get; private set; }

    /// <summary>Crashes that lost the state, so that a kept snapshot took its place.</summary>
    public int FromSnapshot { get; private set; }

    /// <summary>Steps of the last life. Unit: steps.</summary>
    public long LastSteps { get; private set; }

    /// <summary>What went wrong around it.</summary>
    public NodeFaults Faults { get; private set; } = new();

    /// <summary>What a checker found; <see langword="null"/> while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Hash over every step of every life and what it left: equal seeds must give equal traces.</summary>
    public ulong Trace { get; private set; }

    /// <summary>Lives and faults until a life ends well.</summary>
    /// <param name="crashesMax">Lives with faults before the last one.</param>
    /// <param name="crashStepsMax">A fault comes within so many steps.</param>
    /// <returns>Report of the last life; <see langword="null"/> when it did not come to its end.</returns>
    public JobReport? Run(int crashesMax, int crashStepsMax)
    {
        for (int i = 0; i < crashesMax && Problem is null; i++)
        {
            if (LiveThroughFaults(crashStepsMax) is { } early)
            {
                return early;
            }
        }

        return Problem is null ? LiveInPeace() : null;
    }

    private JobReport? LiveInPeace()
    {
        EndFaults();
        return LiveOrRepair(new LifePlan());
    }

    private void EndFaults()
    {
        _journal.SpaceMaxBytes = long.MaxValue;
        _journal.FailingSync = 0;
        _journal.BeforeCall = null;
        _state.Arm(CommitFault.None);
    }

    private JobReport? LiveThroughFaults(int stepsMax)
    {
        EndFaults();
        LifePlan life = LifePlan.Choose(_random, stepsMax);
        Arm(life);
        int refused = _journal.RefusedWrites;
        JobReport? report = null;
        try
        {
            report = LiveOrRepair(life);
        }
        catch (PowerCutException)
        {
            // In the middle of a step.
            Faults = Faults.Plus(new NodeFaults { Crashes = 1 });
        }

        Faults = Faults.Plus(new NodeFaults
        {
            SlowDisks = life.SlowAgent is null ? 0 : 1,
            FullDisks = _journal.RefusedWrites > refused ? 1 : 0,
        });
        if (report is null && Problem is null)
        {
            Crash();
        }

        return report;
    }

    private void Arm(LifePlan life)
    {
        _journal.FailingSync = life.FailingSyncIn > 0 ? _journal.SyncCalls + life.FailingSyncIn : 0;
        _journal.RevertsAtFailedSync = life.RevertsAtFailedSync;
        _state.Arm(life.CommitFault, life.CommitFaultAfter);
        if (life.DiesAtCall is { } calls)
        {
            _journal.BeforeCall = () =>
            {
                if (calls-- == 0)
                {
                    throw new PowerCutException();
                }
            };
        }
    }

    // A medium that turned a bit is replaced by a copy once that was found.
    private JobReport? LiveOrRepair(LifePlan life)
    {
        try
        {
            return Live(life);
        }
        catch (HotPathException error) when (_flipped is { } flipped
            && error.Code is ErrorCode.StateCorrupt or ErrorCode.DataDirectoryRefused)
        {
            Faults = Faults.Plus(new NodeFaults { FlipsFound = 1 });
            _flipped = null;
            if (_journal.ListFiles(Directory).Contains(flipped.Path[(Directory.Length + 1)..]))
            {
                _journal.FlipBit(flipped.Path, flipped.Bit);
            }

            return Live(life);
        }
    }

    private JobReport? Live(LifePlan life)
    {
        Lives++;
        int failedSyncs = _journal.FailedSyncs;
        using var store = new ModelCheckpointStore(_state);
        FromCheckpoint += store.Position > 0 ? 1 : 0;
        var world = new SimulatedWorld(_random.Next());
        _rules.Break(world);
        if (life.SlowAgent is { } agent)
        {
            world.Slow(agent, life.SlowOneIn);
        }

        world.BeforeStep = step => ChangeSpace(life, step);
        var sinks = new CheckedSinks(_connect(_folder))
        {
            FailingSync = life.FailingSinkSync,
            FailingWrite = life.FailingSinkWrite,
        };
        JobReport? report = null;
        ErrorCode end = ErrorCode.None;
        try
        {
            report = Simulator.RunUntil(world, Job(store, sinks), Math.Min(life.StepsMax, LivenessStepsMax));
            Faults = Faults.Plus(new NodeFaults { Crashes = report is null ? 1 : 0 });
            if (report is null && world.Steps >= LivenessStepsMax)
            {
                Problem ??= $"liveness: no end of the input within {LivenessStepsMax} steps";
            }
        }
        catch (HotPathException error) when (error.Code is ErrorCode.SyncFailed or ErrorCode.DiskFull)
        {
            end = error.Code;
            Expect(life, sinks, failedSyncs, error);
        }
        finally
        {
            LastSteps = world.Steps;
            _released = Math.Max(_released, sinks.ReleasedPosition);
            Note(world, end);
            CheckAcknowledged();
        }

        // A life that starts at the end of the log passes no mark.
        long lastMark = report is { MarkHashes: [.., var mark] } ? mark.Position : long.MinValue;
        if (store.Position <= lastMark && life.CommitFault == CommitFault.None)
        {
            Problem ??= $"checkpoint: the run ended behind a mark at {lastMark}, and its last checkpoint is at {store.Position}";
        }

        if (end == ErrorCode.None && (_journal.FailedSyncs > failedSyncs || sinks.HasFailed))
        {
            Problem ??= "fail-stop: a device failed, and the node went on";
        }

        return report;
    }

    // Only a fault that was planned may end a life so, and a full journal never does.
    private void Expect(LifePlan life, CheckedSinks sinks, int failedSyncs, HotPathException error)
    {
        bool isPlanned = error.Code == ErrorCode.DiskFull
            ? sinks.HasFailed
            : sinks.HasFailed || _journal.FailedSyncs > failedSyncs || life.CommitFault == CommitFault.Interrupted;
        if (!isPlanned)
        {
            Problem ??= $"fail-stop: the node died of a fault that was not: {error}";
        }

        Faults = Faults.Plus(
            error.Code == ErrorCode.DiskFull ? new NodeFaults { FullSinks = 1 } : new NodeFaults { FailedSyncs = 1 });
    }

    private NodeJob Job(ModelCheckpointStore store, CheckedSinks sinks) => new()
    {
        Plan = _plan,
        Connectors = sinks,
        Options = TestEngine.Small with
        {
            BatchFrames = 1 + _random.Below(40),
            CheckpointSliceEntries = 1 + _random.Below(20),
            FiringUnitRows = 1 + _random.Below(8),
            EvictionUnitEntries = 1 + _random.Below(30),
            MarkEntriesMax = _random.Below(30),
        },
        ShardCount = 1 + _random.Below(3),
        Durable = new DurableOptions
        {
            Storage = _journal,
            Journal = new JournalOptions
            {
                Directory = Directory,
                NodeId = _node,
                SegmentBytes = _segmentBytes,
                BatchBytesMax = _segmentBytes / 2,
            },
            Store = store,
            SnapshotIntervalBytes = 1 + _random.Below(40_000),
            CheckpointIntervalMs = _random.Below(3) == 0 ? 0 : 50,
        },
    };

    // A full disk holds what it held when it became full.
    private void ChangeSpace(LifePlan life, long step)
    {
        if (step == life.FullFromStep)
        {
            _journal.SpaceMaxBytes = _journal.UsedBytes;
        }
        else if (step == life.FullToStep)
        {
            _journal.SpaceMaxBytes = long.MaxValue;
        }
    }

    private void Note(SimulatedWorld world, ErrorCode end)
    {
        Trace = StableHash.Mix(StableHash.Mix(Trace, world.Trace), (ulong)world.Steps);
        Trace = StableHash.Mix(Trace, (ulong)_released);
        Trace = StableHash.Mix(Trace, ((ulong)_journal.SyncCalls << 32) | (uint)_journal.WriteCalls);
        Trace = StableHash.Mix(Trace, (ulong)end);
    }

    // Whatever was released must be on the device now, should nothing that was not synced survive.
    private void CheckAcknowledged()
    {
        if (_released < 0 || Faults.Flips > 0 || Problem is not null)
        {
            return;
        }

        long device = JournalCatalog.Open(_journal.CloneDevice(), _heap, Directory).EndPosition;
        if (device <= _released)
        {
            Problem = $"acknowledged: rows of the frame at {_released} were released, the device holds up to {device}";
        }
    }

    private void Crash()
    {
        NoteSynced();
        if (_state.Snapshots.Count > 0 && _random.Below(4) == 0)
        {
            FromSnapshot++;
            _state.Restore(_state.Snapshots[_random.Below(_state.Snapshots.Count)]);
        }

        if (_random.Below(3) == 0)
        {
            _journal.Kill();
        }
        else
        {
            _journal.Crash(_random.Next());
            foreach (string path in System.IO.Directory.GetFiles(_folder).Order(StringComparer.Ordinal))
            {
                CutUnsynced(path);
            }
        }

        if (_random.Below(5) == 0)
        {
            Rot();
        }
    }

    // One at a time: two bits that make up for each other are not what a checksum is for.
    private void Rot()
    {
        string[] segments = [.. _journal.ListFiles(Directory).Where(static name => name.StartsWith("segment-", StringComparison.Ordinal))];
        if (segments.Length == 0 || _flipped is not null)
        {
            return;
        }

        string path = $"{Directory}/{segments[_random.Below(segments.Length)]}";
        int lengthBytes = Math.Min(FlippedBytesMax, _journal.ReadAll(path).Length);
        if (lengthBytes > 0)
        {
            _flipped = (path, _random.Below(lengthBytes * 8));
            _journal.FlipBit(path, _flipped.Value.Bit);
            Faults = Faults.Plus(new NodeFaults { Flips = 1 });
        }
    }

    // Bytes beyond what a checkpoint has synced may be lost in a power cut; a kept prefix is one way.
    private void CutUnsynced(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        long synced = _syncedBytes.GetValueOrDefault(path);
        file.SetLength(synced + _random.Below(checked((int)(file.Length - synced) + 1)));
    }

    // What a checkpoint has synced stays, also when an older snapshot takes its place: a newer one may come after that.
    private void NoteSynced()
    {
        foreach (string path in System.IO.Directory.GetFiles(_folder))
        {
            _syncedBytes[path] = Math.Max(_syncedBytes.GetValueOrDefault(path), SyncedLength(path));
        }
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
