using System;
using System.Threading;

namespace HotPath.Disruptor.Agents;

/// <summary>
/// Spins as long as spinning has lately been worth it: a busy thread spins through its short pauses, an idle one soon
/// sleeps and costs next to nothing.
/// </summary>
/// <remarks>Work that came while it spun makes it spin longer the next time, work that came while it slept shorter.
/// </remarks>
public struct AdaptiveIdle : IIdleStrategy
{
    /// <summary>Least spins before a sleep. Unit: spins.</summary>
    public const int SpinsMin = 16;

    /// <summary>Most spins before a sleep, some milliseconds. Unit: spins.</summary>
    public const int SpinsMax = 16 * 1024;

    private const int YieldsMax = 50;

    private int _spins;
    private int _idleCount;
    private bool _hasSlept;

    /// <summary>Spins before the next sleep. Unit: spins.</summary>
    public readonly int Spins => Math.Max(SpinsMin, _spins);

    internal readonly bool HasSlept => _hasSlept;

    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        if (workCount > 0)
        {
            Learn();
            _idleCount = 0;
            return;
        }

        _idleCount++;
        if (_idleCount <= Spins)
        {
            Thread.SpinWait(10);
        }
        else if (_idleCount <= Spins + YieldsMax)
        {
            Thread.Yield();
        }
        else
        {
            _idleCount = Spins + YieldsMax;
            _hasSlept = true;
            Thread.Sleep(1);
        }
    }

    private void Learn()
    {
        if (_hasSlept)
        {
            _spins = Math.Max(SpinsMin, Spins / 2);
            _hasSlept = false;
        }
        else if (_idleCount > 0)
        {
            _spins = Math.Min(SpinsMax, Spins + (Spins / 4));
        }
    }
}
