using System.Collections.Generic;
using System;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// A compiled statement, or a stage of one: its definition and its kernels. Immutable; shared by all shards.
/// </summary>
public sealed record StatementProgram
{
    /// <summary>Ids, sink and scope.</summary>
    public required StatementDefinition Definition { get; init; }

    /// <summary>WHERE and SELECT list of a statement without an operator, or of such an input of a UNION ALL.</summary>
    public ProjectionKernel? Projection { get; init; }

    /// <summary>Windowed statements: everything up to the accumulators.</summary>
    public WindowKernel? Window { get; init; }

    /// <summary>
    /// The same in halves, for rows that come many at a time; <see langword="null"/> where each needs more than its own
    /// group, or may fail behind its key.
    /// </summary>
    public RowRunProgram? Run { get; init; }

    /// <summary>
    /// TUMBLE windows of rows that are changed later: the undo of <see cref="Window"/>; <see langword="null"/> for all
    /// others.
    /// </summary>
    public WindowKernel? WindowRetraction { get; init; }

    /// <summary>Unbounded aggregations: everything up to the accumulators.</summary>
    public GroupKernel? Group { get; init; }

    /// <summary>
    /// Unbounded aggregations and rankings of rows that are changed later: the undo of <see cref="Group"/>;
    /// <see langword="null"/> for all others.
    /// </summary>
    public GroupKernel? Retraction { get; init; }

    /// <summary>
    /// Windows that share panes or become one: merges the accumulators of two groups; <see langword="null"/>
    /// for all others.
    /// </summary>
    public MergeKernel? Merge { get; init; }

    /// <summary>
    /// SESSION: as <see cref="Merge"/>, but the source's values come before the target's; <see langword="null"/> where
    /// their order does not show.
    /// </summary>
    public MergeKernel? MergeBefore { get; init; }

    /// <summary>
    /// HOP: takes out what <see cref="Merge"/> merged; <see langword="null"/> where an aggregate cannot be taken out.
    /// </summary>
    public RemovalKernel? Removal { get; init; }

    /// <summary>
    /// Unbounded aggregations: the results of all aggregates, to see whether any has changed; <see langword="null"/>
    /// where every row comes out.
    /// </summary>
    public ResultKernel? Values { get; init; }

    /// <summary>Ranking: which rows come out; <see langword="null"/> for aggregations.</summary>
    public RankingProgram? Ranking { get; init; }

    /// <summary>Whether the first row of each key by event time comes out, once it cannot be another.</summary>
    public bool KeepsFirstRows { get; init; }

    /// <summary>Rows of overlapping windows: one row for each window; there is no operator then.</summary>
    public WindowRowsProgram? WindowRows { get; init; }

    /// <summary>How many stages a row may pass before this one; each has one above those that give it rows.</summary>
    public int Stage { get; init; }

    /// <summary>Stages of the statement, up to the last.</summary>
    public int Depth => Next?.Depth ?? Stage + 1;

    /// <summary>The stage that takes the rows of this one; <see langword="null"/> for the sink.</summary>
    public StatementProgram? Next { get; init; }

    /// <summary>Told of what comes out; <see langword="null"/> but where a probe listens.</summary>
    internal IStageProbe? Probe { get; init; }

    /// <summary>Unbounded aggregations: how long groups live; <see langword="null"/> for ever.</summary>
    public TimeToLive? TimeToLive { get; init; }

    /// <summary>
    /// Aggregations: the key alone, for looking ahead; <see langword="null"/> where computing it twice costs
    /// more than it saves.
    /// </summary>
    public PrefetchKernel? Prefetch { get; init; }

    /// <summary>Aggregations: everything behind the accumulators.</summary>
    public ResultKernel? Result { get; init; }

    /// <summary>Windowed statements: shows a group to people; compiled when a probe asks for it.</summary>
    public Lazy<GroupInspection>? Inspection { get; init; }

    /// <summary>What rows become that are late; <see langword="null"/> where they are counted only.</summary>
    public LateRowsProgram? LateRows { get; init; }

    /// <summary>
    /// TUMBLE, HOP and CUMULATE: for how long windows that have fired are kept; <see langword="null"/> for none.
    /// </summary>
    public AllowedLateness? AllowedLateness { get; init; }

    /// <summary>
    /// For how long a source may be silent, in ingest time, before windows that wait fire; 0 for ever. Unit: ms.
    /// </summary>
    public long TimeoutMs { get; init; }

    /// <summary>Whether its results tell what closed their window.</summary>
    public bool TellsClosing { get; init; }

    /// <summary>Windowed statements: the window.</summary>
    public WindowSpecification? Specification { get; init; }

    /// <summary>Aggregations: the accumulators.</summary>
    public AccumulatorLayout? Accumulators { get; init; }

    /// <summary>
    /// State that a tenant may hold, over all its statements; 0 for any amount and for global ones. Unit: bytes.
    /// </summary>
    public long TenantBytesMax { get; init; }

    /// <summary>Aggregations: keys up to this lie in the state entry. Unit: bytes.</summary>
    public int InlineKeyBytes { get; init; }

    /// <summary>All stages of some statements; one that several lead to comes once.</summary>
    /// <param name="statements">Where rows enter.</param>
    internal static IEnumerable<StatementProgram> StagesOf(IReadOnlyList<StatementProgram> statements)
    {
        var known = new HashSet<StatementProgram>(ReferenceEqualityComparer.Instance);
        foreach (StatementProgram statement in statements)
        {
            for (StatementProgram? stage = statement; stage is not null && known.Add(stage); stage = stage.Next)
            {
                yield return stage;
            }
        }
    }
}
