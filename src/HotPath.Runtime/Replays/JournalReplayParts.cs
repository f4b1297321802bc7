using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;

namespace HotPath.Runtime.Replays;

/// <summary>
/// What a node has besides when it replays a journal: the feeder, and a board on which egress answers what the sinks
/// held at the newest checkpoint. Shards take no part in that checkpoint, and nobody commits it.
/// </summary>
/// <remarks>Threading: as <see cref="Node{TEnvironment}"/>.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class JournalReplayParts<TEnvironment> : IDisposable
    where TEnvironment : struct, IEnvironment
{
    private readonly Dictionary<int, SinkCursor> _sinks = [];
    private readonly JournalReplay _replay;
    private readonly IJobPlan _plan;
    private readonly IngressState _state;
    private readonly NativeHeap _heap;
    private readonly CheckpointBoard _board;

    /// <summary>Opens the journal.</summary>
    /// <param name="replay">The journal.</param>
    /// <param name="plan">The plan; the journal's must be the same.</param>
    /// <param name="node">What the agents of the node share; its ring starts where the replay does.</param>
    /// <param name="state">Ingress; brought to where the snapshot stood by <see cref="Restore"/>.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: unreadable. HP2008: damaged.</exception>
    public JournalReplayParts(
        JournalReplay replay, IJobPlan plan, NodeResources node, IngressState state, TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(node);
        _replay = replay;
        _plan = plan;
        _state = state;
        _heap = node.Heap;
        _board = new CheckpointBoard(shardCount: 0, node.Heap, replay.StartPosition);
        Feeder = new JournalFeeder<TEnvironment>(replay, plan, node, state, _board, environment);
    }

    /// <summary>Feeds the ring; disposed by the node.</summary>
    public JournalFeeder<TEnvironment> Feeder { get; }

    /// <summary>What shards need: no checkpoints, and notes if the replay has them.</summary>
    public ShardSeams Seams => new() { Poison = _replay.Poison };

    /// <summary>What egress needs: everything may be released at once, for it is released to nowhere.</summary>
    public EgressRecovery Egress =>
        new(_board, new Sequence(long.MaxValue), _replay.ReadStart is null ? null : _sinks);

    /// <summary>Takes the snapshot into ingress and shards, and tells shards which rows are set aside.</summary>
    /// <param name="shards">Shards with empty state.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: damaged. HP2009: another plan.</exception>
    public void Restore(IReadOnlyList<ShardAgent<TEnvironment>> shards)
    {
        if (_replay.ReadStart is { } read)
        {
            var restore = new CheckpointRestore<TEnvironment>(_plan, _state, shards, _sinks);
            read(restore.Take);
            restore.Complete();
        }

        if (_replay.Poison is { IsJournalSearched: true })
        {
            var decisions = new List<QuarantineCommand>();
            _ = QuarantineLog.Search(
                _replay.Storage, _heap, _replay.Directory, _replay.StartPosition, decisions.Add);
            QuarantineLog.Tell(decisions, shards.Select(shard => shard.Program));
        }
    }

    /// <summary>Compares what was replayed with what the run had left.</summary>
    /// <param name="report">The replay.</param>
    /// <returns>The report with every divergence; as it was if the replay was stopped.</returns>
    public JobReport Compare(JobReport report) => Feeder.IsAtEnd
        ? JournalComparison.Compare(report, _replay, Feeder.Marks, _plan.Sinks, SinksAtCheckpoint())
        : report;

    /// <inheritdoc/>
    public void Dispose() => _board.Dispose();

    private Dictionary<int, SinkCursor>? SinksAtCheckpoint()
    {
        if (!_board.IsReady)
        {
            return null;
        }

        var sinks = new Dictionary<int, SinkCursor>();
        for (int i = 0; i < _board.EgressPart.Count; i++)
        {
            sinks.Add(NodeRecord.Number(_board.EgressPart[i].Key, 0), SinkRecords.Read(_board.EgressPart[i].Value));
        }

        return sinks;
    }
}
