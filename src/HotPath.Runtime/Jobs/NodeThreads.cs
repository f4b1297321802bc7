using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Jobs;

/// <summary>Runs a node's agents on the threads of a plan until all are done or one fails.</summary>
/// <remarks>Threading: one use, by one thread.</remarks>
public sealed class NodeThreads
{
    private readonly List<AgentThread<SwitchableIdle>> _threads = [];
    private Exception? _fault;

    /// <summary>Arranges agents; those that no group names block by their nature and get a thread each.</summary>
    /// <param name="agents">Agents of the node.</param>
    /// <param name="groups">Names of each thread's agents; names of agents that the node does not have are passed
    /// over.</param>
    /// <param name="setup">How the threads of the groups run; <see langword="null"/> for those of an import, which run
    /// anywhere.</param>
    public NodeThreads(
        IReadOnlyList<IAgent> agents, IReadOnlyList<IReadOnlyList<string>> groups, ThreadSetup? setup = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(groups);
        Dictionary<string, IAgent> byName = agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal);
        var blocking = new IdleSwitch();
        for (int i = 0; i < groups.Count; i++)
        {
            int index = i;
            List<IAgent> present = [.. groups[i].Where(byName.ContainsKey).Select(name => byName[name])];
            if (present.Count > 0)
            {
                _threads.Add(new AgentThread<SwitchableIdle>(
                    present, new SwitchableIdle(setup?.Idle ?? blocking), OnFault, () => setup?.Enter(index)));
            }
        }

        HashSet<string> named = [.. groups.SelectMany(group => group)];
        foreach (IAgent agent in agents.Where(agent => !named.Contains(agent.Name)))
        {
            _threads.Add(new AgentThread<SwitchableIdle>([agent], new SwitchableIdle(blocking), OnFault));
        }
    }

    /// <summary>Starts the threads and waits for all.</summary>
    /// <param name="intervalMs">Time between two calls of <paramref name="onInterval"/>. Unit: ms.</param>
    /// <param name="onInterval">Called on the caller's thread.</param>
    /// <exception cref="HotPathException">Whatever the first agent to fail failed with; HP3001 if that was no expected
    /// error.</exception>
    public void Run(int intervalMs, Action onInterval)
    {
        ArgumentNullException.ThrowIfNull(onInterval);
        foreach (AgentThread<SwitchableIdle> thread in _threads)
        {
            thread.Start();
        }

        foreach (AgentThread<SwitchableIdle> thread in _threads)
        {
            while (!thread.Join(intervalMs))
            {
                onInterval();
            }
        }

        if (Volatile.Read(ref _fault) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private void OnFault(IAgent agent, Exception error)
    {
        Exception fault = error as HotPathException
            ?? new HotPathException(
                ErrorCode.InvariantBroken, $"agent {agent.Name} failed: {error.Message}; report this", error);
        _ = Interlocked.CompareExchange(ref _fault, fault, null);
        foreach (AgentThread<SwitchableIdle> thread in _threads)
        {
            thread.Stop();
        }
    }
}
