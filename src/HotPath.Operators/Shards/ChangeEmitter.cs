using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Turns changes of groups into a changelog as Flink's GroupAggregate does: +I for a new group, -U and +U for one that
/// changes, nothing where no aggregate has changed, unless groups have a time to live. HAVING lets each half through or
/// not by itself. -D for a group whose last row is taken back.
/// </summary>
/// <remarks>
/// What a group shows is computed before its row and after it; a half that fails is a dead letter when it would be +I
/// or +U, and is silent as -U, since it never came out. Threading: single-threaded; owned by one shard. Source:
/// flink-semantics.md 2.2 and 2.4.
/// </remarks>
internal sealed class ChangeEmitter : IDisposable
{
    private readonly ScalarContext _context;
    private readonly ResultEmitter _results;
    private readonly RowCapture _oldValues;
    private readonly RowCapture _newValues;
    private readonly RowCapture _oldRow;
    private readonly RowCapture _newRow;
    private StatementProgram _program = null!;
    private WindowClock _clock = null!;
    private RowOutcome _oldOutcome;
    private nint _entry;
    private bool _isNew;

    /// <summary>An emitter for one shard.</summary>
    /// <param name="heap">Where rows wait.</param>
    /// <param name="results">Where changes come out.</param>
    public ChangeEmitter(NativeHeap heap, ResultEmitter results)
    {
        _context = new ScalarContext(heap);
        _results = results;
        _oldValues = new RowCapture(heap);
        _newValues = new RowCapture(heap);
        _oldRow = new RowCapture(heap);
        _newRow = new RowCapture(heap);
    }

    /// <summary>Starts a row, for which the results have begun.</summary>
    /// <param name="program">Statement.</param>
    /// <param name="clock">Clock of the row's tenant.</param>
    public void Begin(StatementProgram program, WindowClock clock)
    {
        _program = program;
        _clock = clock;
    }

    /// <summary>Notes what a group shows before it changes.</summary>
    /// <param name="entry">State entry of the group.</param>
    /// <param name="isNew">Whether the row opened it.</param>
    public void Before(nint entry, bool isNew)
    {
        _entry = entry;
        _isNew = isNew;
        if (!isNew)
        {
            _oldOutcome = Run(_program.Result!, _oldRow);
            if (_program.Values is { } values)
            {
                Run(values, _oldValues);
            }
        }
    }

    /// <summary>Writes what has become of the group.</summary>
    public void Emit()
    {
        if (IsEmpty)
        {
            if (_oldOutcome == RowOutcome.Applied)
            {
                Write(RowKind.Delete, _oldRow);
            }

            return;
        }

        if (!_isNew && _program.Values is { } values)
        {
            Run(values, _newValues);
            if (_newValues.Span.SequenceEqual(_oldValues.Span))
            {
                return;
            }
        }

        RowOutcome outcome = Run(_program.Result!, _newRow);
        if (!_isNew && _oldOutcome == RowOutcome.Applied)
        {
            Write(RowKind.UpdateBefore, _oldRow);
        }

        if (outcome == RowOutcome.Applied)
        {
            Write(_isNew ? RowKind.Insert : RowKind.UpdateAfter, _newRow);
        }
        else if (outcome == RowOutcome.Failed)
        {
            _results.Fail(_entry, _context);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _oldValues.Dispose();
        _newValues.Dispose();
        _oldRow.Dispose();
        _newRow.Dispose();
    }

    private bool IsEmpty => _program.Accumulators!.Retracts
        && Raw.Read<long>(_entry + EntryDescriptor.Value + _program.Accumulators.RowsOffset) == 0;

    private RowOutcome Run(ResultKernel kernel, RowCapture target)
    {
        _context.Begin(_clock.FiringIngestTimeMs);
        target.Reset();
        return kernel(_entry, windowStartMs: 0, windowEndMs: 0, _context, target.Writer);
    }

    private void Write(RowKind kind, RowCapture row) => _results.Write(kind, row.Address, row.LengthBytes);
}
