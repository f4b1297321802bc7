using System;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Runs the stages of statements: a row through one, what comes out through the next, and behind the rows the
/// watermark. Everything that a row causes at once has been worked off when the call returns.
/// </summary>
/// <remarks>
/// A watermark goes on to the next stage when nothing that it fires is left in the stage before; firings can be left
/// pending between units, and then it waits with them. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class StageChain : IDisposable
{
    private readonly PendingFirings _pending = new();
    private readonly OutputArena _arena;
    private readonly FailedResults _failures;
    private readonly int _unitRows;
    private readonly StageTools[] _tools;

    /// <summary>The stages of a shard.</summary>
    /// <param name="heap">Where rows wait.</param>
    /// <param name="output">Writer of the shard.</param>
    /// <param name="arena">Where it writes.</param>
    /// <param name="failures">Accounts for what fails.</param>
    /// <param name="watch">What is evaluated, and what must not be.</param>
    /// <param name="depth">Stages of the longest statement.</param>
    /// <param name="unitRows">Length of a unit of a firing. Unit: groups.</param>
    public StageChain(
        NativeHeap heap,
        OutputWriter output,
        OutputArena arena,
        FailedResults failures,
        EvaluationWatch watch,
        int depth,
        int unitRows)
    {
        _arena = arena;
        _failures = failures;
        _unitRows = unitRows;
        _tools = [.. Enumerable.Range(0, depth).Select(_ => new StageTools(heap, output, failures, watch, this))];
        Time = new ProcessingTime(this);
    }

    public long FirstPendingPosition => _pending.FirstPosition;

    /// <summary>The clock of the oldest pending firing; the next hangs on it.</summary>
    public WindowClock? OldestPending => _pending.First;

    /// <summary>How far pending firings let each sink go.</summary>
    public void ReadFrontiers(Span<OutputFrontier> frontiers) => _pending.ReadFrontiers(frontiers);

    /// <summary>Highest watermark of any statement. Unit: ms.</summary>
    public long WatermarkMs { get; set; } = long.MinValue;

    /// <summary>Processing time, and what waits for it.</summary>
    public ProcessingTime Time { get; }

    /// <summary>Names of tenants.</summary>
    public DefinedNames Names => _failures.Names;

    public StageTools this[int depth] => _tools[depth];

    /// <summary>What writes the late rows of a stage.</summary>
    public LateRowWriter LateRowsOf(StatementProgram program, NativeHeap heap) => new(program, _arena, heap);

    /// <summary>A stage has found a row late: writes it, where that is asked for.</summary>
    /// <param name="stage">The stage; nothing else has been run through it since.</param>
    /// <param name="counters">Its ledger for the tenant.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    public static void WriteLate(StatementState stage, StatementCounters counters, nint row, long position) =>
        stage.LateRows?.Write(row, stage.Window!.LateFor, stage.ClockOf(counters.Tenant), position);

    /// <summary>Runs a row through a stage, whose context has been begun for it.</summary>
    /// <param name="stage">A stage with an operator, or one that gives rows to the next.</param>
    /// <param name="scope">Tenant, or 0 for a global statement.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="kind">What it does to the input.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    /// <param name="failure">Why the row failed, if it did.</param>
    public RowOutcome Run(
        StatementState stage,
        int scope,
        nint row,
        RowKind kind,
        long position,
        long ingestTimeMs,
        out RejectReason failure)
    {
        StageTools tools = _tools[stage.Depth];
        RowOutcome outcome;
        bool isRefused = false;
        if (stage.Grouping is { } groups)
        {
            outcome = RunGroup(stage, groups, stage.ClockOf(scope), row, kind, position, ingestTimeMs);
            isRefused = groups.TakeRefusal();
        }
        else if (stage.Window is { } window)
        {
            window.Use(stage.ClockOf(scope));
            WindowKernel kernel = IsNew(kind) ? stage.Program.Window! : stage.Program.WindowRetraction!;
            outcome = window.Revisions is null
                ? kernel(row, tools.Context, window)
                : RunKept(stage, window, kernel, stage.ClockOf(scope), row, position, ingestTimeMs);
            isRefused = window.TakeRefusal();
        }
        else
        {
            outcome = stage.Program.WindowRows is null
                ? RunProjection(stage, scope, row, position, ingestTimeMs)
                : RunWindowRows(stage, scope, row, kind, position, ingestTimeMs);
        }

        failure = isRefused ? RejectReason.StateQuota : tools.Context.Failure;
        return isRefused ? RowOutcome.Failed : outcome;
    }

    /// <summary>What a function threw in a stage of a depth, if the row failed for that.</summary>
    /// <param name="depth">Depth of the stage.</param>
    /// <param name="failure">Why the row failed.</param>
    public string? DetailOf(int depth, RejectReason failure)
    {
        ScalarContext context = _tools[depth].Context;
        return context.Failure == failure ? context.FailureDetail : null;
    }

    /// <summary>Hands a row of one stage to the next.</summary>
    /// <param name="stage">The next stage.</param>
    /// <param name="producer">Clock of the stage that the row comes from, which knows the frame.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="kind">What it does to the input.</param>
    public void Push(StatementState stage, WindowClock producer, nint row, RowKind kind)
    {
        if (Push(stage, producer.Tenant, row, kind, producer.FiringPosition, producer.FiringIngestTimeMs) is { } reason)
        {
            _failures.AddRow(
                stage, producer.Tenant, producer.FiringPosition, reason, DetailOf(stage.Depth, reason));
        }
    }

    /// <summary>Works off a unit of the oldest firing.</summary>
    /// <returns>Whether there was one.</returns>
    public bool RunUnit()
    {
        if (_pending.First is not { } clock)
        {
            return false;
        }

        if (FireUnit(clock))
        {
            _pending.Remove(clock);
            PassOn(clock, isOldest: true);
        }

        return true;
    }

    /// <summary>Whether anything is pending of a statement and tenant, also of inputs beside it.</summary>
    public static bool IsPending(StatementState statement, int scope)
    {
        foreach (StatementState stage in statement.Related)
        {
            if (stage.FindClock(scope) is { PendingIn: not null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Works off what is pending of a statement and tenant, also of other inputs of its operators.</summary>
    public void FinishPending(StatementState statement, int scope)
    {
        foreach (StatementState stage in statement.Related)
        {
            if (stage.FindClock(scope) is { PendingIn: not null } clock)
            {
                while (!FireUnit(clock))
                {
                }

                _pending.Remove(clock);
                PassOn(clock, isOldest: false);
            }
        }
    }

    /// <summary>A watermark reaches a statement, behind the row that carried it.</summary>
    public void Advance(StatementState statement, int scope, long watermarkMs, long position, long ingestTimeMs)
    {
        if (statement.Timed is null
            || (statement.Window is not null && statement.ClockOf(scope).WatermarkMs >= watermarkMs))
        {
            return;
        }

        WatermarkMs = Math.Max(WatermarkMs, watermarkMs);
        FinishPending(statement, scope);
        Advance(statement, scope, watermarkMs, position, ingestTimeMs, isOldest: false);
    }

    /// <summary>Processing time reaches a clock: what has ended fires, and no watermark goes on.</summary>
    /// <param name="clock">A clock of windows over processing time.</param>
    /// <param name="untilMs">Last instant that is over. Unit: ms.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    public void FireUntil(WindowClock clock, long untilMs, long position, long ingestTimeMs)
    {
        StatementState stage = clock.Stage!;
        if (stage.Window!.NextFireAtMs(clock) <= untilMs)
        {
            FinishPending(stage, clock.Tenant);
        }

        if (stage.Window.NextFireAtMs(clock) <= untilMs)
        {
            Advance(stage, clock, untilMs, position, ingestTimeMs, isOldest: false);
        }
    }

    /// <summary>
    /// A tick: what waits of a tenant whose source has been silent for as long as the statement allows fires.
    /// </summary>
    /// <param name="first">The first stage with windows.</param>
    /// <param name="clock">A clock of it.</param>
    /// <param name="position">Position of the tick. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    public void TimeOut(StatementState first, WindowClock clock, long position, long ingestTimeMs)
    {
        if (ingestTimeMs - clock.LastRowIngestMs < first.Program.TimeoutMs)
        {
            return;
        }

        for (StatementState? stage = first; stage is not null; stage = stage.Next)
        {
            FinishPending(first, clock.Tenant);
            if (stage.Window is { } window && stage.FindClock(clock.Tenant) is { } waiting)
            {
                TimeOut(stage, window, waiting, position, ingestTimeMs);
            }
        }
    }

    /// <summary>A tick has left partitions out of a clock: the others' watermark holds.</summary>
    /// <param name="first">The first stage with windows.</param>
    /// <param name="clock">A clock of it.</param>
    /// <param name="watermarkMs">Watermark of those that are left. Unit: ms.</param>
    /// <param name="position">Position of the tick. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    public void LeaveOut(
        StatementState first, WindowClock clock, long watermarkMs, long position, long ingestTimeMs)
    {
        if (watermarkMs <= clock.WatermarkMs)
        {
            return;
        }

        FinishPending(first, clock.Tenant);
        for (StatementState? stage = first; stage is not null; stage = stage.Next)
        {
            if (stage.Window is not null)
            {
                NoteRaise(stage.ClockOf(clock.Tenant), watermarkMs, isIdle: true);
            }
        }

        Advance(first, clock.Tenant, watermarkMs, position, ingestTimeMs);
    }

    public void Dispose()
    {
        foreach (StageTools tools in _tools)
        {
            tools.Dispose();
        }
    }

    private static bool IsNew(RowKind kind) => kind is RowKind.Insert or RowKind.UpdateAfter;

    private RowOutcome RunGroup(
        StatementState stage,
        GroupingOperator groups,
        WindowClock clock,
        nint row,
        RowKind kind,
        long position,
        long ingestTimeMs)
    {
        StageTools tools = _tools[stage.Depth];
        groups.Use(clock, position, ingestTimeMs);
        tools.Results.Begin(stage.Program, clock, position, ingestTimeMs);
        if (stage.Program.Ranking is null)
        {
            tools.Changes.Begin(stage.Program, clock);
        }

        GroupKernel kernel = IsNew(kind) ? stage.Program.Group! : stage.Program.Retraction!;
        RowOutcome outcome = kernel(row, tools.Context, groups);
        if (outcome == RowOutcome.Applied && stage.Program.Ranking is null)
        {
            tools.Changes.Emit();
        }

        if (outcome == RowOutcome.Applied)
        {
            groups.EndIfEmpty();
        }
        else
        {
            groups.ChangingRanks?.ForgetRemoved();
        }

        tools.Results.End();
        return outcome;
    }

    // Ranks that move come out within the kernel, and what windows show when it has changed them.
    private RowOutcome RunKept(
        StatementState stage,
        WindowOperator window,
        WindowKernel kernel,
        WindowClock clock,
        nint row,
        long position,
        long ingestTimeMs)
    {
        StageTools tools = _tools[stage.Depth];
        window.Revisions!.Begin(clock, ingestTimeMs);
        if (stage.KeepsRanks)
        {
            tools.Results.Begin(stage.Program, clock, position, ingestTimeMs);
        }

        RowOutcome outcome = kernel(row, tools.Context, window);
        if (window.Revisions.Count > 0 && outcome == RowOutcome.Applied)
        {
            clock.Counters.Revised++;
            tools.Results.Begin(stage.Program, clock, position, ingestTimeMs);
            window.EmitRevisions(tools.Results);
            tools.Results.End();
        }
        else if (stage.KeepsRanks)
        {
            tools.Results.End();
        }

        return outcome;
    }

    private RowOutcome RunWindowRows(
        StatementState stage, int scope, nint row, RowKind kind, long position, long ingestTimeMs)
    {
        StageTools tools = _tools[stage.Depth];
        WindowRowsProgram rows = stage.Program.WindowRows!;
        long paneMs = rows.Specification.PaneOf(rows.Time(row, tools.Context));
        long lastEndMs = rows.Specification.LastEndOf(paneMs);
        RowOutcome outcome = RowOutcome.Applied;
        for (long endMs = paneMs + rows.Specification.PaneMs; endMs <= lastEndMs; endMs += rows.Specification.PaneMs)
        {
            tools.Row.Reset();
            outcome = rows.Row(
                row, rows.Specification.StartOfEnd(endMs), endMs, tools.Context, tools.Row.Writer);
            if (outcome != RowOutcome.Applied)
            {
                return outcome;
            }

            HandOn(stage, scope, kind, position, ingestTimeMs);
        }

        return outcome;
    }

    private RowOutcome RunProjection(StatementState stage, int scope, nint row, long position, long ingestTimeMs)
    {
        StageTools tools = _tools[stage.Depth];
        tools.Row.Reset();
        RowOutcome outcome = stage.Program.Projection!(row, tools.Context, tools.Row.Writer);
        if (outcome == RowOutcome.Applied)
        {
            HandOn(stage, scope, RowKind.Insert, position, ingestTimeMs);
        }

        return outcome;
    }

    private void HandOn(StatementState stage, int scope, RowKind kind, long position, long ingestTimeMs)
    {
        StatementState next = stage.Next!;
        stage.CountersOf(scope).Produced++;
        nint row = _tools[stage.Depth].Row.Address;
        if (Push(next, scope, row, kind, position, ingestTimeMs) is { } reason)
        {
            _failures.AddRow(next, scope, position, reason, DetailOf(next.Depth, reason));
        }
    }

    // Why the row failed, if that is to be told: one that takes back what failed as new is silent.
    private RejectReason? Push(
        StatementState stage, int scope, nint row, RowKind kind, long position, long ingestTimeMs)
    {
        StatementCounters counters = stage.CountersOf(scope);
        counters.Delivered++;
        _tools[stage.Depth].Context.Begin(ingestTimeMs);
        switch (Run(stage, scope, row, kind, position, ingestTimeMs, out RejectReason failure))
        {
            case RowOutcome.Applied:
                counters.Applied++;
                return null;
            case RowOutcome.Late:
                counters.Late++;
                WriteLate(stage, counters, row, position);
                return null;
            case RowOutcome.Failed when IsNew(kind):
                return failure;
            default:
                counters.Filtered++;
                return null;
        }
    }

    private void TimeOut(
        StatementState stage, WindowOperator window, WindowClock clock, long position, long ingestTimeMs)
    {
        long untilMs = window.LastFireAtMs(clock);
        if (untilMs > clock.WatermarkMs)
        {
            NoteRaise(clock, untilMs, isIdle: false);
            Advance(stage, clock.Tenant, untilMs, position, ingestTimeMs);
        }
    }

    private static void NoteRaise(WindowClock clock, long untilMs, bool isIdle)
    {
        if (untilMs > clock.WatermarkMs)
        {
            clock.TimedOut.RemoveAll(range => clock.WatermarkMs - range.ToMs > clock.LatenessMs);
            clock.TimedOut.Add((clock.WatermarkMs, untilMs, isIdle));
        }
    }

    private bool FireUnit(WindowClock clock) =>
        clock.PendingIn!.FireUnit(clock, UnitOf(clock.Stage!), _tools[clock.Stage!.Depth].Results);

    // What a firing adds to the next stage counts for other statements' quotas at once: with one it is one unit.
    private int UnitOf(StatementState stage) =>
        stage.Next is not null && stage.Program.TenantBytesMax != 0 ? int.MaxValue : _unitRows;

    private void PassOn(WindowClock clock, bool isOldest)
    {
        if (clock.Consumer is { } next && !clock.Stage!.IsProcessingTime)
        {
            long watermarkMs = next.Watermarks.Advance(clock.Tenant, clock.Stage.InputOfNext, clock.WatermarkMs);
            Advance(next, clock.Tenant, watermarkMs, clock.FiringPosition, clock.FiringIngestTimeMs, isOldest);
        }
    }

    private void Advance(
        StatementState? stage, int scope, long watermarkMs, long position, long ingestTimeMs, bool isOldest)
    {
        while (stage is not null)
        {
            if (stage.Operator is not null
                && !Advance(stage, stage.ClockOf(scope), watermarkMs, position, ingestTimeMs, isOldest))
            {
                return;
            }

            watermarkMs = stage.Next?.Watermarks.Advance(scope, stage.InputOfNext, watermarkMs) ?? watermarkMs;
            stage = stage.Next;
        }
    }

    // Whether nothing of what it fires is left.
    private bool Advance(
        StatementState stage, WindowClock clock, long watermarkMs, long position, long ingestTimeMs, bool isOldest)
    {
        if (stage.Window is not { } window)
        {
            // Groups know no end of the input.
            bool isHigher = watermarkMs > clock.WatermarkMs && watermarkMs < long.MaxValue;
            clock.WatermarkMs = isHigher ? watermarkMs : clock.WatermarkMs;
        }
        else if (watermarkMs > clock.WatermarkMs
            && window.AdvanceTo(clock, watermarkMs, position, ingestTimeMs)
            && !window.FireUnit(clock, UnitOf(stage), _tools[stage.Depth].Results))
        {
            _pending.Add(window, clock, isOldest);
            return false;
        }

        return true;
    }
}
