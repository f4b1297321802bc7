using System.Threading;

namespace HotPath.Disruptor.Agents;

/// <summary>Spins, yields, then sleeps: for machines with fewer cores than threads.</summary>
/// <remarks>
/// A sleep of 1 ms is the shortest that the runtime offers portably; a busy pipeline never reaches it.
/// </remarks>
public struct BackoffIdle : IIdleStrategy
{
    private const int SpinsMax = 50;
    private const int YieldsMax = 200;

    private int _idleCount;

    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        if (workCount > 0)
        {
            _idleCount = 0;
            return;
        }

        _idleCount++;
        if (_idleCount <= SpinsMax)
        {
            Thread.SpinWait(10);
        }
        else if (_idleCount <= SpinsMax + YieldsMax)
        {
            Thread.Yield();
        }
        else
        {
            _idleCount = SpinsMax + YieldsMax;
            Thread.Sleep(1);
        }
    }
}
