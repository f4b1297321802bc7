using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Sums of the ledger as of a committed checkpoint, since the first run of the directory: what a running node can show
/// of it. Every statement balanced at that mark, or the node would have stopped there.
/// </summary>
/// <param name="Position">Position of the checkpoint. Unit: bytes.</param>
/// <param name="Read">Records taken from sources.</param>
/// <param name="Sequenced">Of those, sequenced.</param>
/// <param name="Rejected">Of those, refused as bad rows.</param>
/// <param name="Shed">Of those, shed.</param>
/// <param name="Published">Rows that sinks have made durable.</param>
public readonly record struct CheckpointLedger(
    long Position, long Read, long Sequenced, long Rejected, long Shed, long Published)
{
    /// <summary>Whether each record read has exactly one fate.</summary>
    public bool IsBalanced => Read == Sequenced + Rejected + Shed;

    /// <summary>Sums up.</summary>
    /// <param name="position">Position of the checkpoint. Unit: bytes.</param>
    /// <param name="sources">Ledger of ingress.</param>
    /// <param name="sinks">What each sink had published.</param>
    /// <returns>The sums.</returns>
    public static CheckpointLedger Of(
        long position, IReadOnlyCollection<SourceCounters> sources, IReadOnlyCollection<SinkCursor> sinks) => new(
            Math.Max(0, position),
            sources.Sum(static source => source.Read),
            sources.Sum(static source => source.Sequenced),
            sources.Sum(static source => source.Rejected),
            sources.Sum(static source => source.Shed),
            sinks.Sum(static sink => sink.Rows));

    /// <summary>Sums up the parts of a checkpoint.</summary>
    /// <param name="board">Where they are, not yet answered.</param>
    /// <returns>The sums.</returns>
    public static CheckpointLedger Of(CheckpointBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        var sources = new List<SourceCounters>();
        foreach (StateChange change in RecordsOf(board.IngressPart, NodeRecord.Ledger))
        {
            var counters = new SourceCounters(NodeRecord.Number(change.Key, 0), StateKey.TenantOf(change.Key));
            IngressRecords.RestoreLedger(counters, change.Value);
            sources.Add(counters);
        }

        List<SinkCursor> sinks =
            [.. RecordsOf(board.EgressPart, NodeRecord.Sink).Select(static change => SinkRecords.Read(change.Value))];
        return Of(board.Requested, sources, sinks);
    }

    private static IEnumerable<StateChange> RecordsOf(StateBatch part, byte kind) =>
        Enumerable.Range(0, part.Count).Select(i => part[i]).Where(change => IsNode(change, kind));

    private static bool IsNode(StateChange change, byte kind) =>
        StateKey.OperatorOf(change.Key) == StateKey.NodeOperator && StateKey.KindOf(change.Key) == kind;
}
