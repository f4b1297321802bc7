using System.Collections.Generic;
using System.Linq;

namespace HotPath.Conformance.Running;

/// <summary>
/// Whose turn it is among the sources of a case: its lines must enter the log in the file's order, while ingress would
/// merge bounded sources by row time. A line is given only after the line before it was taken, so that two heads never
/// wait side by side.
/// </summary>
/// <remarks>Threading: single-threaded; shared by the sources of one case.</remarks>
public sealed class ArrivalOrder
{
    private readonly (int Line, int Source)[] _turns;
    private int _next;
    private bool _isGiven;

    /// <summary>Fixes the order.</summary>
    /// <param name="linesOfSources">Line numbers that each source reads. Unit: lines, from 1.</param>
    public ArrivalOrder(IReadOnlyList<IReadOnlyList<int>> linesOfSources) =>
        _turns = [.. linesOfSources.SelectMany((lines, source) => lines.Select(l => (l, source))).Order()];

    /// <summary>Whether every line was given and taken.</summary>
    public bool IsFinished => _next == _turns.Length;

    /// <summary>Takes a turn if it is the source's.</summary>
    /// <param name="source">Index of the source.</param>
    /// <param name="line">Line to give.</param>
    /// <returns><see langword="false"/> when another source comes first, or its line is still on its way.</returns>
    public bool TryTake(int source, out int line)
    {
        bool isTurn = !_isGiven && _next < _turns.Length && _turns[_next].Source == source;
        line = isTurn ? _turns[_next].Line : 0;
        _isGiven |= isTurn;
        return isTurn;
    }

    /// <summary>The line given last has entered the log: its source was asked for another.</summary>
    public void Complete()
    {
        _isGiven = false;
        _next++;
    }
}
