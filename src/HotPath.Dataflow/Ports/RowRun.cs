using System.Diagnostics;

namespace HotPath.Dataflow.Ports;

/// <summary>Rows that a source has shown and ingress has not taken yet, in the source's order.</summary>
/// <remarks>Threading: single-threaded; owned by ingress. Short, so that its rows are still near when they are copied.
/// </remarks>
public sealed class RowRun
{
    /// <summary>Most rows of a run. Unit: rows.</summary>
    public const int RowsMax = 64;

    private readonly RowInRun[] _rows = new RowInRun[RowsMax];
    private int _next;
    private int _end;

    /// <summary>Whether every row has been taken.</summary>
    public bool IsEmpty => _next == _end;

    /// <summary>Whether no more can be added.</summary>
    public bool IsFull => _end == RowsMax;

    /// <summary>The row to take next; there is one.</summary>
    public ref readonly RowInRun First => ref _rows[_next];

    /// <summary>Begins an empty run; the one before has been taken.</summary>
    public void Begin()
    {
        Debug.Assert(IsEmpty, "no row of a run may be passed over");
        _next = _end = 0;
    }

    /// <summary>Adds a row behind the others; the run is not full.</summary>
    /// <param name="row">The row.</param>
    public void Add(in RowInRun row) => _rows[_end++] = row;

    /// <summary>Takes the first row.</summary>
    public void RemoveFirst() => _next++;
}
