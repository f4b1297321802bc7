using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Decides at which marks a checkpoint is asked for, and writes ingress's part of it: the only agent that knows its
/// state as of a mark is the one that writes the mark.
/// </summary>
/// <remarks>Threading: single-threaded; owned by the sequencer.</remarks>
public sealed class CheckpointSchedule
{
    private const long NsPerMs = 1_000_000;
    private const int PutOffIntervals = 5; // then the mark waits for what is pending

    private readonly CheckpointBoard _board;
    private readonly IngressState _state;
    private readonly string _planText;
    private readonly long _intervalNs;
    private long _lastNs = long.MinValue / 2;
    private long _firstAskedNs;

    /// <summary>A schedule.</summary>
    /// <param name="board">Where parts meet.</param>
    /// <param name="state">Ingress's part.</param>
    /// <param name="planText">Text of the plan.</param>
    /// <param name="intervalMs">Least time between two checkpoints. Unit: ms.</param>
    public CheckpointSchedule(CheckpointBoard board, IngressState state, string planText, int intervalMs)
    {
        _board = board;
        _state = state;
        _planText = planText;
        _intervalNs = intervalMs * NsPerMs;
    }

    /// <summary>Whether a checkpoint could be asked for now: the one before is over.</summary>
    public bool CanRequest => _board.IsIdle;

    /// <summary>
    /// Whether the newest checkpoint asked for, or started from, lies before a position, or may yet come to nothing.
    /// </summary>
    /// <param name="position">Unit: bytes.</param>
    /// <returns>Whether it does.</returns>
    public bool IsBehind(long position) => _board.Requested < position
        || (_board.MayDecline && !(_board.Answered == _board.Requested && _board.IsCommitted));

    /// <summary>A mark has been written and not yet published.</summary>
    /// <param name="position">Position after it. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <param name="isLast">Whether it ends the run, and so is always a checkpoint.</param>
    public void OnMark(long position, long nowNs, bool isLast)
    {
        bool mustBe = isLast || _board.IsWanted;
        if (!_board.IsIdle || (!mustBe && !_board.IsDeclined && nowNs - _lastNs < _intervalNs))
        {
            return;
        }

        _lastNs = nowNs;
        _firstAskedNs = _board.IsDeclined ? _firstAskedNs : nowNs;
        IngressRecords.Write(_state, _planText, _board.IngressPart);
        _board.Request(position, mayDecline: !mustBe && nowNs - _firstAskedNs < PutOffIntervals * _intervalNs);
    }
}
