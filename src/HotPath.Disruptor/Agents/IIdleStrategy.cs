namespace HotPath.Disruptor.Agents;

/// <summary>
/// What a thread does when its agents had nothing to do. A struct type parameter, so that the call disappears.
/// </summary>
public interface IIdleStrategy
{
    /// <summary>Called after each duty cycle.</summary>
    /// <param name="workCount">Work done in it; above 0 resets the strategy.</param>
    void Idle(int workCount);
}
