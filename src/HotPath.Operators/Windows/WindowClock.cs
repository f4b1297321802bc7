using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Event time of one statement for one tenant (or for all, when global): watermark, open windows, pending firing.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
public sealed class WindowClock
{
    /// <summary>A clock that has seen nothing.</summary>
    /// <param name="tenant">Id of the tenant; 0 for global.</param>
    /// <param name="counters">Ledger of the statement for that tenant.</param>
    public WindowClock(int tenant, StatementCounters counters)
    {
        Tenant = tenant;
        Counters = counters;
    }

    /// <summary>Id of the tenant; 0 for global.</summary>
    public int Tenant { get; }

    /// <summary>Ledger of the statement for that tenant.</summary>
    public StatementCounters Counters { get; }

    /// <summary>
    /// No later row has a time at or below it, or is late. Unit: ms; <see cref="long.MinValue"/> before the first.
    /// </summary>
    public long WatermarkMs { get; set; } = long.MinValue;

    /// <summary>Position of the frame that raised the watermark last; 0 for none. Unit: bytes.</summary>
    public long RaisedPosition { get; set; }

    /// <summary>Ingest time of that frame. Unit: ms since the Unix epoch.</summary>
    public long RaisedIngestMs { get; set; }

    /// <summary>Index of the file, within its table's input, that it came from; -1 for another frame than a row's.
    /// </summary>
    public int RaisedSource { get; set; }

    /// <summary>Number of its record there; 0 for another frame than a row's. Unit: records, from 1.</summary>
    public long RaisedRecord { get; set; }

    /// <summary>
    /// Ingest time of the last row, later by as long as ingress was held back since; 0 before the first. Unit: ms.
    /// </summary>
    public long LastRowIngestMs { get; set; }

    /// <summary>Watermarks of partitions; <see langword="null"/> where the table has but one.</summary>
    internal PartitionClocks? Partitions { get; set; }

    /// <summary>
    /// Watermarks, from above the first to the second, that a tick has raised, because all its source or (idle) some
    /// partition of it was silent: windows in between were closed by that.
    /// </summary>
    internal List<(long AboveMs, long ToMs, bool IsIdle)> TimedOut { get; } = [];

    /// <summary>For how long windows that have fired are kept. Unit: ms.</summary>
    internal long LatenessMs { get; set; }

    /// <summary>
    /// Open panes by start; of TUMBLE they are the windows, of SESSION and of first rows one that stays.
    /// </summary>
    internal List<WindowPane> Open { get; } = [];

    /// <summary>Pane of the row before, which mostly is the next row's too.</summary>
    public WindowPane? Latest { get; set; }

    /// <summary>Windows of TUMBLE that have to fire and have not finished, by start.</summary>
    internal Queue<WindowPane> Firing { get; } = new();

    /// <summary>Next group of the firing window to merge or emit; 0 before its first.</summary>
    public nint NextEntry { get; set; }

    /// <summary>Position of the frame that made them fire. Unit: bytes.</summary>
    public long FiringPosition { get; set; }

    /// <summary>Ingest time of that frame, whenever its results are computed. Unit: ms.</summary>
    public long FiringIngestTimeMs { get; set; }

    /// <summary>Number of the next output row of that frame.</summary>
    public long FiringIndex { get; set; }

    /// <summary>Number of the next result to evaluate among those that the frame fires, failed ones included.</summary>
    internal long FiringNumber { get; set; }

    /// <summary>End of the next window to fire, where windows overlap; none while no pane is open. Unit: ms.</summary>
    internal long NextEndMs { get; set; }

    /// <summary>Watermark at which it fires. Unit: ms.</summary>
    internal long NextFireAtMs { get; set; }

    /// <summary>The window that fires, where windows overlap, until all of it has come out.</summary>
    internal WindowPane? FiringWindow { get; set; }

    /// <summary>How many panes it has; they are the first of the open ones. Unit: panes.</summary>
    internal int FiringPanes { get; set; }

    /// <summary>The one of them to merge next; -1 when all are.</summary>
    internal int FiringPane { get; set; }

    /// <summary>What the firing is at, where windows roll on.</summary>
    internal RollingStep FiringStep { get; set; }

    /// <summary>When sessions end or first rows come out; <see langword="null"/> before the first.</summary>
    internal SessionTimers? Sessions { get; set; }

    /// <summary>When sessions go that have come out; <see langword="null"/> before the first.</summary>
    internal SessionTimers? Kept { get; set; }

    /// <summary>Stage that takes the rows of this one; <see langword="null"/> for the sink.</summary>
    internal StatementState? Consumer { get; init; }

    /// <summary>Stage whose clock it is.</summary>
    internal StatementState? Stage { get; init; }

    /// <summary>Operator with an unfinished firing of this clock, or <see langword="null"/>.</summary>
    internal WindowOperator? PendingIn { get; set; }

    /// <summary>Clock with the next younger unfinished firing of the shard.</summary>
    internal WindowClock? NextPending { get; set; }

    /// <summary>Clock with the next older unfinished firing of the shard.</summary>
    internal WindowClock? PreviousPending { get; set; }

    /// <summary>Processing time at which it is looked at next; <see cref="long.MaxValue"/> for never. Unit: ms.
    /// </summary>
    internal long ScheduledMs { get; set; } = long.MaxValue;

    /// <summary>What its tenant holds; <see langword="null"/> where nobody asks.</summary>
    internal TenantUsage? Usage { get; set; }

    /// <summary>What the clock last added to the state hash.</summary>
    public ulong HashAtMark { get; set; }

    /// <summary>A frame raises the watermark.</summary>
    /// <param name="watermarkMs">New watermark, above the old one. Unit: ms.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    internal void Raise(long watermarkMs, long position, long ingestTimeMs)
    {
        WatermarkMs = watermarkMs;
        RaisedPosition = position;
        RaisedIngestMs = ingestTimeMs;
        RaisedSource = -1;
        RaisedRecord = 0;
    }

    /// <summary>A row has come, and has may have raised the watermark: whoever asks is told of it.</summary>
    /// <param name="position">Position of its frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of its frame. Unit: ms.</param>
    /// <param name="source">Index of its file within its table's input.</param>
    /// <param name="record">Number of its record there, from 1.</param>
    internal void NoteRow(long position, long ingestTimeMs, int source, long record)
    {
        LastRowIngestMs = ingestTimeMs;
        if (RaisedPosition == position)
        {
            RaisedSource = source;
            RaisedRecord = record;
        }
    }
}
