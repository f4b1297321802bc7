using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace HotPath.Disruptor.Agents;

/// <summary>Runs one or several agents in turn until all are done, one fails, or it is told to stop.</summary>
/// <typeparam name="TIdle">What to do when no agent has work.</typeparam>
/// <remarks>Threading: Start, Stop and Join by the owner; the agents run on the thread.</remarks>
public sealed class AgentThread<TIdle>
    where TIdle : struct, IIdleStrategy
{
    private readonly IAgent[] _agents;
    private readonly Action<IAgent, Exception> _onFault;
    private readonly Action? _onStart;
    private readonly Thread _thread;
    private TIdle _idle;
    private bool _isStopping;

    /// <summary>A thread for some agents.</summary>
    /// <param name="agents">Agents, called in this order.</param>
    /// <param name="idle">What to do when no agent has work.</param>
    /// <param name="onFault">Called on the thread with the failed agent and its error; the thread then ends. What it
    /// throws is caught by nobody, and ends the process.</param>
    /// <param name="onStart">Called on the thread before its first duty cycle.</param>
    /// <exception cref="ArgumentException">There are no agents.</exception>
    public AgentThread(
        IEnumerable<IAgent> agents, TIdle idle, Action<IAgent, Exception> onFault, Action? onStart = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(onFault);
        _agents = [.. agents];
        if (_agents.Length == 0)
        {
            throw new ArgumentException("a thread without agents would end at once: give it one", nameof(agents));
        }

        _idle = idle;
        _onFault = onFault;
        _onStart = onStart;
        _thread = new Thread(Run)
        {
            IsBackground = true,
            Name = string.Join('+', _agents.Select(agent => agent.Name)),
        };
    }

    /// <summary>Names of its agents, joined.</summary>
    public string Name => _thread.Name!;

    /// <summary>Starts it.</summary>
    public void Start() => _thread.Start();

    /// <summary>Asks it to end after the running duty cycle, whatever is left to do. Ordering: release.</summary>
    public void Stop() => Volatile.Write(ref _isStopping, true);

    /// <summary>Waits for its end.</summary>
    /// <param name="timeoutMs">How long; negative for ever. Unit: ms.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Join(int timeoutMs) => _thread.Join(Math.Max(timeoutMs, Timeout.Infinite));

    private void Run()
    {
        IAgent current = _agents[0];
        try
        {
            _onStart?.Invoke();
            while (!Volatile.Read(ref _isStopping))
            {
                int workCount = 0;
                bool isDone = true;
                foreach (IAgent agent in _agents)
                {
                    current = agent;
                    workCount += agent.IsDone ? 0 : agent.DoWork();
                    isDone &= agent.IsDone;
                }

                if (isDone)
                {
                    return;
                }

                _idle.Idle(workCount);
            }
        }
#pragma warning disable CA1031 // an agent may fail with anything; the owner gets it all and stops the run
        catch (Exception e)
#pragma warning restore CA1031
        {
            _onFault(current, e);
        }
    }
}
