using System;
using System.Threading;
using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Agents;

/// <summary>Spins a little, then sleeps until woken: many threads on few cores, at the price of a wake-up.</summary>
/// <remarks>Whoever publishes what the agents wait for signals the gate; otherwise give a timeout.</remarks>
/// <param name="gate">Where to sleep.</param>
/// <param name="timeoutMs">At the longest; negative for ever. Unit: ms.</param>
public struct BlockingIdle(WaitGate gate, int timeoutMs = Timeout.Infinite) : IIdleStrategy
{
    private const int SpinsMax = 50;

    private readonly WaitGate _gate = gate ?? throw new ArgumentNullException(nameof(gate));
    private readonly int _timeoutMs = timeoutMs;
    private int _idleCount;
    private bool _isAnnounced;
    private long _ticket;

    /// <summary>Whether a signal at a gate ends a sleep, or at least its timeout does.</summary>
    /// <param name="gate">Where publications are signalled.</param>
    internal readonly bool IsEndedBy(WaitGate? gate) =>
        _gate is not null && (_timeoutMs >= 0 || ReferenceEquals(_gate, gate));

    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        if (workCount == 0 && _isAnnounced)
        {
            _gate.Sleep(_ticket, _timeoutMs);
        }

        if (_isAnnounced)
        {
            _gate.Retract();
            _isAnnounced = false;
            _idleCount = 0;
        }
        else if (workCount > 0)
        {
            _idleCount = 0;
        }
        else if (++_idleCount <= SpinsMax)
        {
            Thread.SpinWait(10);
        }
        else
        {
            // The agents look once more before the sleep.
            _ticket = _gate.Announce();
            _isAnnounced = true;
        }
    }
}
