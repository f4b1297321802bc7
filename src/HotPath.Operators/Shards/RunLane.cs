using System;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>
/// The way of rows that come many at a time, for a table all of whose readers have windows that nothing comes behind,
/// under clocks that rows alone raise. It does what the long way does, which takes the rows that it leaves.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. Decision: docs/decisions/0022.</remarks>
internal sealed class RunLane : IDisposable
{
    private readonly WindowRun[] _runs;
    private readonly ClockKernel _times;
    private readonly bool _isShared;
    private readonly StageChain _chain;
    private readonly ScalarContext _context;
    private readonly QuarantinedRows _quarantined;
    private readonly EvaluationNote _note;
    private readonly long[] _watermarksMs = new long[RowFrame.RunRowsMax];

    private RunLane(
        WindowRun[] runs,
        ClockKernel times,
        bool isShared,
        StageChain chain,
        QuarantinedRows quarantined,
        EvaluationNote note)
    {
        _runs = runs;
        _times = times;
        _isShared = isShared;
        _chain = chain;
        _context = chain[0].Context;
        _quarantined = quarantined;
        _note = note;
    }

    /// <summary>The lane of a table.</summary>
    /// <param name="table">The table; <see langword="null"/> for an id that is none's.</param>
    /// <param name="statements">Its readers.</param>
    /// <param name="options">Which shard.</param>
    /// <param name="chain">Stages of the shard.</param>
    /// <param name="quarantined">What is not evaluated.</param>
    /// <param name="note">Where the shard says what it evaluates.</param>
    /// <returns><see langword="null"/> where rows have to come one by one.</returns>
    public static RunLane? Of(
        TableProgram? table,
        StatementState[] statements,
        ShardOptions options,
        StageChain chain,
        QuarantinedRows quarantined,
        EvaluationNote note)
    {
        bool takesRuns = table is { IsPlain: true }
            && statements.Length > 0
            && statements.All(static s =>
                s is { Window.Revisions: null, Next: null, Related.Length: 1, Program.Run: not null });
        return takesRuns
            ? new RunLane(
                [.. statements.Select(s => new WindowRun(s, chain[0].Context, note, options))],
                table!.Clock!,
                options.Count > 1,
                chain,
                quarantined,
                note)
            : null;
    }

    /// <summary>Takes the first of some rows, as many as touch nothing but their own groups.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>How many. Unit: rows.</returns>
    public int Take(ReadOnlySpan<RowFrame> rows)
    {
        if (rows.IsEmpty || _quarantined.MayHold(rows[0].Position) || _chain.FirstPendingPosition != long.MaxValue)
        {
            return 0;
        }

        _context.Begin(ingestTimeMs: 0);
        rows = rows[..ReadTimes(rows)];
        foreach (WindowRun run in _runs)
        {
            rows = rows[..run.Read(rows, _watermarksMs)];
        }

        foreach (WindowRun run in _runs)
        {
            _chain.WatermarkMs = Math.Max(_chain.WatermarkMs, run.Apply(rows, _watermarksMs));
        }

        return rows.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WindowRun run in _runs)
        {
            run.Dispose();
        }
    }

    // Up to the first row without a time, or with one too far ahead; once for all statements.
    private int ReadTimes(ReadOnlySpan<RowFrame> rows)
    {
        int rowsMax = Math.Min(rows.Length, RowFrame.RunRowsMax);
        int read = 0;
        for (; read < rowsMax && (read == 0 || !_context.Scratch.IsBeyondFirstBlock); read++)
        {
            ref readonly RowFrame row = ref rows[read];
            if (_isShared && !IsOurs(row.Tenant))
            {
                continue;
            }

            _context.GoOn(row.IngestTimeMs);
            _note.Enter(row.Position, EvaluationNote.WholeRow);
            long watermarkMs = _times(row.Payload, _context);
            if (watermarkMs == long.MinValue)
            {
                break;
            }

            _watermarksMs[read] = watermarkMs;
        }

        _note.Leave();
        return read;
    }

    private bool IsOurs(int tenant)
    {
        foreach (WindowRun run in _runs)
        {
            if (run.IsOn(tenant))
            {
                return true;
            }
        }

        return false;
    }
}
