namespace HotPath.Runtime.Latency;

/// <summary>When a stage was seen to have come how far.</summary>
/// <remarks>
/// Threading: single-threaded. Allocates nothing. Holds a limited number of steps: one that finds no room is left out,
/// and the next one speaks for it.
/// </remarks>
internal sealed class PositionTimes
{
    private const int Capacity = 1 << 12;

    private readonly (long Position, long Ns)[] _steps = new (long Position, long Ns)[Capacity];
    private long _oldest;
    private long _next;
    private long _position = -1;

    /// <summary>Whether the stage has come further since the last note.</summary>
    /// <param name="position">Where it is. Unit: bytes.</param>
    /// <returns>Whether to note it.</returns>
    public bool IsNews(long position) => position > _position;

    /// <summary>Notes a step.</summary>
    /// <param name="position">Where the stage is. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    public void Note(long position, long nowNs)
    {
        if (_next - _oldest < Capacity)
        {
            _position = position;
            _steps[_next++ & (Capacity - 1)] = (position, nowNs);
        }
    }

    /// <summary>When the stage had come to a position; forgets the steps before, so positions must not go down.
    /// </summary>
    /// <param name="position">Unit: bytes.</param>
    /// <param name="otherwiseNs">What to say when that was not noted. Unit: ns.</param>
    /// <returns>Unit: ns.</returns>
    public long TimeOf(long position, long otherwiseNs)
    {
        while (_oldest < _next && _steps[_oldest & (Capacity - 1)].Position < position)
        {
            _oldest++;
        }

        return _oldest < _next ? _steps[_oldest & (Capacity - 1)].Ns : otherwiseNs;
    }
}
