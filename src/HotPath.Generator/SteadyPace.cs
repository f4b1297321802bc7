using System;

namespace HotPath.Generator;

/// <summary>
/// An open loop: record n is due n intervals after the first, whatever became of those before it. Behind its schedule
/// nothing is waited for, so that a slow receiver is not spared.
/// </summary>
public sealed class SteadyPace : IPace
{
    private const long NsPerSecond = 1_000_000_000;

    private readonly long _recordsPerSecond;
    private readonly Func<long> _elapsedNs;
    private readonly Action<long> _sleepNs;

    /// <summary>A pace.</summary>
    /// <param name="recordsPerSecond">Rate. Range: at least 1.</param>
    /// <param name="elapsedNs">Time since the first record was due. Unit: ns.</param>
    /// <param name="sleepNs">Sleeps about so long; may return early. Unit: ns.</param>
    public SteadyPace(long recordsPerSecond, Func<long> elapsedNs, Action<long> sleepNs)
    {
        _recordsPerSecond = recordsPerSecond;
        _elapsedNs = elapsedNs;
        _sleepNs = sleepNs;
    }

    /// <inheritdoc/>
    public bool IsDue(long record) => _elapsedNs() >= DueNs(record);

    /// <inheritdoc/>
    public void Wait(long record)
    {
        long dueNs = DueNs(record);
        for (long leftNs = dueNs - _elapsedNs(); leftNs > 0; leftNs = dueNs - _elapsedNs())
        {
            _sleepNs(leftNs);
        }
    }

    private long DueNs(long record) => (long)((Int128)record * NsPerSecond / _recordsPerSecond);
}
