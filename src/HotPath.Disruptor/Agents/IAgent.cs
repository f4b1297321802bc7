namespace HotPath.Disruptor.Agents;

/// <summary>
/// One stage of the pipeline as a run-to-completion state machine: no blocking, no locks held between calls.
/// </summary>
/// <remarks>Threading: called by one thread at a time; which one is the thread plan's choice.</remarks>
public interface IAgent
{
    /// <summary>Name in thread plans and messages.</summary>
    string Name { get; }

    /// <summary>Whether it will never have work again. Read by the thread that calls <see cref="DoWork"/>.</summary>
    bool IsDone { get; }

    /// <summary>One duty cycle.</summary>
    /// <returns>Units of work done; 0 when there was nothing to do, so that the thread may idle.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">Any: the run stops with it.</exception>
    int DoWork();
}
