using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;

namespace HotPath.Runtime.Durability;

/// <summary>
/// What a durable node has besides: the journal's agent, the board of checkpoints and their writer; and what it starts
/// from.
/// </summary>
/// <remarks>Threading: as <see cref="Node{TEnvironment}"/>.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class DurableParts<TEnvironment> : IDisposable
    where TEnvironment : struct, IEnvironment
{
    private readonly Dictionary<int, SinkCursor> _sinks = [];
    private readonly IJobPlan _plan;
    private readonly IngressState _state;

    /// <summary>Opens journal and store.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="plan">The plan; the data directory's must be the same.</param>
    /// <param name="shardCount">Shards of the node.</param>
    /// <param name="node">What the agents of the node share; its ring starts at the store's position.</param>
    /// <param name="state">Ingress; brought to where the checkpoint stood by <see cref="Restore"/>.</param>
    /// <param name="marks">Known state hashes.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2006, HP2007, HP2008, HP2009: the journal cannot be
    /// continued.</exception>
    public DurableParts(
        DurableOptions options,
        IJobPlan plan,
        int shardCount,
        NodeResources node,
        IngressState state,
        MarkBoard marks,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(node);
        Options = options;
        _plan = plan;
        _state = state;
        Journal = new JournalAgent<TEnvironment>(options, node, marks, environment);
        Sync = new SyncAgent(Journal.Commit, node.Control);
        Board = new CheckpointBoard(shardCount, node.Heap, node.Ring.ClaimedPosition);
        Schedule = new CheckpointSchedule(
            Board, state, plan.PlanText, options.CheckpointIntervalMs, options.CheckpointAgeMsMax);
        Checkpoints = new CheckpointAgent<TEnvironment>(
            options, Board, Journal.Writer, Journal.Commit.Durable, node.Control, environment);
    }

    /// <summary>Where journal and store are.</summary>
    public DurableOptions Options { get; }

    /// <summary>Writes the journal.</summary>
    public JournalAgent<TEnvironment> Journal { get; }

    /// <summary>Makes durable what it writes.</summary>
    public SyncAgent Sync { get; }

    /// <summary>Where checkpoints meet.</summary>
    public CheckpointBoard Board { get; }

    /// <summary>Decides which marks become checkpoints.</summary>
    public CheckpointSchedule Schedule { get; }

    /// <summary>Commits checkpoints.</summary>
    public CheckpointAgent<TEnvironment> Checkpoints { get; }

    /// <summary>What shards need.</summary>
    public ShardSeams Seams => new()
    {
        Checkpoints = Board,
        StateReader = Options.Store,
        StateFolder = Options.StateFolder,
        Durable = Journal.Commit.Durable,
        Poison = Options.Poison,
    };

    /// <summary>What egress needs.</summary>
    public EgressRecovery Egress =>
        new(Board, Journal.Commit.Committed, Journal.RecoveredPosition == 0 ? null : _sinks);

    /// <summary>Takes the checkpoint into ingress and shards, and says what was found.</summary>
    /// <param name="shards">Shards with empty state.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: damaged. HP2009: another plan.</exception>
    public void Restore(IReadOnlyList<ShardAgent<TEnvironment>> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var restore = new CheckpointRestore<TEnvironment>(_plan, _state, shards, _sinks);
        Options.Store.ReadAll([], restore.Take);
        restore.Complete();
        QuarantineLog.Tell(Journal.Quarantined, shards.Select(shard => shard.Program));
        Options.OnNotice?.Invoke(Found(restore.Records));
        Options.OnCheckpoint?.Invoke(CheckpointLedger.Of(Options.StartPosition, _state.Ledger.All, _sinks.Values));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Journal.Dispose();
        Board.Dispose();
    }

    private string Found(long records)
    {
        long journal = Journal.RecoveredPosition;
        long start = Options.StartPosition;
        long torn = Journal.Writer.Found.TornBytes;
        string found = journal == 0
            ? "data directory: new"
            : FormattableString.Invariant(
                $"data directory: checkpoint of {records} records at position {start}, journal to {journal}");
        return torn > 0 ? FormattableString.Invariant($"{found}; cut a torn tail of {torn} bytes") : found;
    }
}
