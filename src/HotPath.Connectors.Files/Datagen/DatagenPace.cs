using System;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>
/// When rows are due: an open loop, in which row n is due n intervals after the first, whatever became of those before
/// it. The first row is due when it is asked for, be it the first of all or the first behind a restart.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class DatagenPace
{
    private const int MsPerSecond = 1000;
    private const int NsPerSecond = 1_000_000_000;

    private readonly long _rowsPerSecond;
    private long _startMs;
    private long _startNs = long.MinValue;

    /// <summary>A pace.</summary>
    /// <param name="rowsPerSecond">Rate; 0 for as fast as they are asked for.</param>
    public DatagenPace(long rowsPerSecond) => _rowsPerSecond = rowsPerSecond;

    /// <summary>Whether a row is due.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <param name="now">The caller's clocks.</param>
    /// <param name="dueNs">
    /// When it was to arrive; -1 for when it was asked for. Unit: ns of the monotonic clock.
    /// </param>
    public bool IsDue(long row, SourceTime now, out long dueNs)
    {
        dueNs = -1;
        if (_rowsPerSecond == 0)
        {
            return true;
        }

        if (_startNs == long.MinValue)
        {
            long dueAfterMs = DueAfter(row, MsPerSecond);
            _startMs = now.Ms - dueAfterMs;
            _startNs = now.Ns - (dueAfterMs * (NsPerSecond / MsPerSecond));
        }

        dueNs = _startNs + DueAfter(row, NsPerSecond);
        return dueNs <= now.Ns;
    }

    /// <summary>When a row that is due was to arrive, by the wall clock. Unit: ms since the Unix epoch.</summary>
    public long ArrivalMs(long row) => _startMs + (long)((Int128)row * MsPerSecond / _rowsPerSecond);

    /// <summary>First whole unit of time at which a row is due.</summary>
    private long DueAfter(long row, long unitsPerSecond) =>
        (long)((((Int128)row * unitsPerSecond) + _rowsPerSecond - 1) / _rowsPerSecond);
}
