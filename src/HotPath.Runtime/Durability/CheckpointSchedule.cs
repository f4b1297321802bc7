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
    private const int AskedInAnInterval = 10; // times, while it is put off

    private readonly CheckpointBoard _board;
    private readonly IngressState _state;
    private readonly string _planText;
    private readonly long _intervalNs;
    private readonly long _ageNsMax;
    private long _lastNs = long.MinValue / 2;
    private long _firstAskedNs;
    private long _behindSinceNs = -1; // a mark: below 0 while nothing is behind one

    /// <summary>A schedule.</summary>
    /// <param name="board">Where parts meet.</param>
    /// <param name="state">Ingress's part.</param>
    /// <param name="planText">Text of the plan.</param>
    /// <param name="intervalMs">Least time between two checkpoints. Unit: ms.</param>
    /// <param name="ageMsMax">How long a frame waits for one at most. Unit: ms.</param>
    public CheckpointSchedule(
        CheckpointBoard board, IngressState state, string planText, int intervalMs, int ageMsMax)
    {
        _board = board;
        _state = state;
        _planText = planText;
        _intervalNs = intervalMs * NsPerMs;
        _ageNsMax = ageMsMax * NsPerMs;
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

    /// <summary>
    /// Whether frames have waited for a checkpoint as long as they may: the stream is so slow that no mark has come by
    /// its length. To be asked again and again; the time counts from the first question that finds such a frame.
    /// </summary>
    /// <param name="position">Position after the last frame. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <returns>Whether a mark should follow now.</returns>
    public bool IsOverdue(long position, long nowNs)
    {
        if (!IsBehind(position))
        {
            _behindSinceNs = -1;
            return false;
        }

        _behindSinceNs = _behindSinceNs < 0 ? nowNs : _behindSinceNs;
        return nowNs - _behindSinceNs >= _ageNsMax && CanRequest;
    }

    /// <summary>A mark has been written and not yet published.</summary>
    /// <param name="position">Position after it. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <param name="isLast">Whether it ends the run, and so is always a checkpoint.</param>
    public void OnMark(long position, long nowNs, bool isLast)
    {
        _behindSinceNs = -1;
        bool mustBe = isLast || _board.IsWanted;
        if (mustBe || IsDue(nowNs))
        {
            Ask(position, nowNs, mayDecline: !mustBe && nowNs - FirstAskedNs(nowNs) < PutOffIntervals * _intervalNs);
        }
    }

    /// <summary>
    /// A mark of the journal has been read again and not yet published. Nobody waits for results then, and a node that
    /// crashes in every recovery is to get on, checkpoint by checkpoint: none is put off.
    /// </summary>
    /// <param name="position">Position after it. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    public void OnRecoveredMark(long position, long nowNs)
    {
        if (_board.IsWanted || IsDue(nowNs))
        {
            Ask(position, nowNs, mayDecline: false);
        }
    }

    private bool IsDue(long nowNs) =>
        nowNs - _lastNs >= (_board.IsDeclined ? _intervalNs / AskedInAnInterval : _intervalNs);

    private long FirstAskedNs(long nowNs) => _board.IsDeclined ? _firstAskedNs : nowNs;

    private void Ask(long position, long nowNs, bool mayDecline)
    {
        if (!_board.IsIdle)
        {
            return;
        }

        _lastNs = nowNs;
        _firstAskedNs = FirstAskedNs(nowNs);
        IngressRecords.Write(_state, _planText, _board.IngressPart);
        _board.Request(position, mayDecline);
    }
}
