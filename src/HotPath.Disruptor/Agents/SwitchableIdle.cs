namespace HotPath.Disruptor.Agents;

/// <summary>The strategy that a switch names, looked up at each call.</summary>
/// <param name="strategy">Names it.</param>
public struct SwitchableIdle(IdleSwitch strategy) : IIdleStrategy
{
    private readonly IdleSwitch _strategy = strategy;
    private BackoffIdle _backoff;
    private AdaptiveIdle _adaptive;
    private YieldingIdle _yielding;

    /// <inheritdoc/>
    public void Idle(int workCount)
    {
        switch (_strategy.Mode)
        {
            case IdleMode.Adaptive:
                _adaptive.Idle(workCount);
                break;
            case IdleMode.Yield:
                _yielding.Idle(workCount);
                break;
            case IdleMode.Spin:
                default(BusySpinIdle).Idle(workCount);
                break;
            default:
                _backoff.Idle(workCount);
                break;
        }
    }
}
