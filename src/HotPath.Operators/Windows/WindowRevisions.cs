using System;
using System.Collections.Generic;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Windows;

/// <summary>
/// The windows that one late row corrects: what they showed before the row, and then what they show with it, as -U and
/// +U, or +I where there was nothing.
/// </summary>
/// <remarks>
/// Nothing comes out of a window that shows the same. HAVING lets each half through by itself, as it does for groups
/// without a window. A group whose rows have all been taken back shows nothing, and what it showed goes with -D.
/// Threading: single-threaded; owned by one operator. Allocates only for more windows than ever.
/// </remarks>
internal sealed class WindowRevisions : IDisposable
{
    private readonly StatementProgram _program;
    private readonly ScalarContext _context;
    private readonly RowCapture _oldRows;
    private readonly RowCapture _newRow;
    private readonly List<Old> _all = [];
    private readonly WindowOperator _window;
    private WindowClock _clock = null!;
    private long _ingestTimeMs;

    /// <summary>None.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="window">Its operator.</param>
    /// <param name="heap">Where rows wait.</param>
    public WindowRevisions(StatementProgram program, WindowOperator window, NativeHeap heap)
    {
        _window = window;
        _program = program;
        _context = new ScalarContext(heap);
        _oldRows = new RowCapture(heap);
        _newRow = new RowCapture(heap);
    }

    private readonly record struct Old(
        long StartMs, long EndMs, bool WasThere, RowOutcome Outcome, nint Row, int RowBytes);

    /// <summary>How many windows the row at hand corrects.</summary>
    public int Count => _all.Count;

    /// <summary>Bounds of one of them.</summary>
    public (long StartMs, long EndMs) this[int index] => (_all[index].StartMs, _all[index].EndMs);

    /// <summary>A row begins.</summary>
    /// <param name="clock">Clock of its tenant.</param>
    /// <param name="ingestTimeMs">Ingest time of its frame. Unit: ms.</param>
    public void Begin(WindowClock clock, long ingestTimeMs)
    {
        _clock = clock;
        _ingestTimeMs = ingestTimeMs;
        _all.Clear();
        _oldRows.Reset();
    }

    /// <summary>Notes what a window shows before the row changes it.</summary>
    /// <param name="startMs">Its start. Unit: ms.</param>
    /// <param name="endMs">Its end. Unit: ms.</param>
    /// <param name="entry">State entry of the group, or 0 when there is none.</param>
    public void NoteOld(long startMs, long endMs, nint entry)
    {
        bool isThere = entry != 0 && !_program.Accumulators!.IsEmpty(entry);
        RowOutcome outcome = isThere ? Run(entry, startMs, endMs, _oldRows) : RowOutcome.Filtered;
        _all.Add(new Old(startMs, endMs, isThere, outcome, _oldRows.Address, _oldRows.LengthBytes));
    }

    /// <summary>Takes back what a window showed.</summary>
    /// <param name="index">Which.</param>
    /// <param name="located">Group that the row changed.</param>
    /// <param name="results">Where it goes.</param>
    public void TakeBack(int index, nint located, ResultEmitter results)
    {
        Old old = _all[index];
        if (old.Outcome == RowOutcome.Applied)
        {
            results.Note(located, located, old.StartMs, old.EndMs);
            results.Write(RowKind.Delete, old.Row, old.RowBytes);
        }
    }

    /// <summary>Writes what has become of a window.</summary>
    /// <param name="index">Which.</param>
    /// <param name="entry">State entry of its group.</param>
    /// <param name="located">Group that the row changed, for accounts of failure.</param>
    /// <param name="results">Where it goes.</param>
    public void Show(int index, nint entry, nint located, ResultEmitter results)
    {
        Old old = _all[index];
        if (_program.Accumulators!.IsEmpty(entry))
        {
            TakeBack(index, located, results);
            return;
        }

        _newRow.Reset();
        RowOutcome outcome = Run(entry, old.StartMs, old.EndMs, _newRow);
        bool wasShown = old.Outcome == RowOutcome.Applied;
        if (wasShown && outcome == RowOutcome.Applied && Raw.Span(old.Row, old.RowBytes).SequenceEqual(_newRow.Span))
        {
            return;
        }

        results.Note(located, entry, old.StartMs, old.EndMs);
        if (wasShown)
        {
            results.Write(RowKind.UpdateBefore, old.Row, old.RowBytes);
        }

        if (outcome == RowOutcome.Applied)
        {
            results.Write(
                old.WasThere ? RowKind.UpdateAfter : RowKind.Insert, _newRow.Address, _newRow.LengthBytes);
        }
        else if (outcome == RowOutcome.Failed)
        {
            results.Fail(located, _context);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _oldRows.Dispose();
        _newRow.Dispose();
    }

    private RowOutcome Run(nint entry, long startMs, long endMs, RowCapture target)
    {
        _context.Begin(_ingestTimeMs);
        if (_program.TellsClosing)
        {
            _context.ClosedBy = _window.ClosedBy(_clock, endMs);
        }

        return _program.Result!(entry, startMs, endMs, _context, target.Writer);
    }
}
