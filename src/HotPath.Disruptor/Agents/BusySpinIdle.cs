using System.Threading;

namespace HotPath.Disruptor.Agents;

/// <summary>Never leaves the core: lowest latency, one core a thread.</summary>
public readonly struct BusySpinIdle : IIdleStrategy
{
    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        if (workCount == 0)
        {
            Thread.SpinWait(1);
        }
    }
}
