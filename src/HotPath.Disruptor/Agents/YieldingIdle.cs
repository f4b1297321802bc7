using System.Threading;

namespace HotPath.Disruptor.Agents;

/// <summary>Spins, then gives the core to whoever wants it.</summary>
public struct YieldingIdle : IIdleStrategy
{
    private const int SpinsMax = 100;

    private int _idleCount;

    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        if (workCount > 0)
        {
            _idleCount = 0;
        }
        else if (_idleCount < SpinsMax)
        {
            _idleCount++;
            Thread.SpinWait(10);
        }
        else
        {
            Thread.Yield();
        }
    }
}
