using System.Threading;

namespace HotPath.Runtime.Jobs;

/// <summary>What the agents of a node tell each other besides sequences: where the log ends.</summary>
/// <remarks>Threading: ingress writes, everyone reads.</remarks>
public sealed class NodeControl
{
    private readonly CancellationToken _stop;
    private long _endPosition = -1;
    private bool _isStopped;

    /// <summary>A control without an end yet.</summary>
    /// <param name="stop">Asks ingress to admit nothing more.</param>
    public NodeControl(CancellationToken stop) => _stop = stop;

    /// <summary>Whether admission is to stop.</summary>
    public bool IsStopRequested => _stop.IsCancellationRequested;

    /// <summary>Position after the last frame, or -1 while there may be more. Unit: bytes. Ordering: acquire.</summary>
    public long EndPosition => Volatile.Read(ref _endPosition);

    /// <summary>Whether the log ends because of a stop. Valid once <see cref="EndPosition"/> is known.</summary>
    public bool IsStopped => Volatile.Read(ref _isStopped);

    /// <summary>Ends the log, after its last frame is published. Ordering: release.</summary>
    /// <param name="position">Position after the last frame. Unit: bytes.</param>
    /// <param name="isStopped">Whether because of a stop.</param>
    public void End(long position, bool isStopped)
    {
        Volatile.Write(ref _isStopped, isStopped);
        Volatile.Write(ref _endPosition, position);
    }
}
