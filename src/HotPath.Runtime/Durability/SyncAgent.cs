using System;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Durability;

/// <summary>Waits for the device while the journal's agent gathers and writes the next group.</summary>
/// <remarks>Threading: single-threaded. Blocks in the sync, so it has a thread of its own.</remarks>
public sealed class SyncAgent : IAgent
{
    /// <summary>Name of the agent.</summary>
    public const string AgentName = "sync";

    private readonly GroupCommit _commit;
    private readonly NodeControl _control;

    /// <summary>Syncs what the journal's agent writes.</summary>
    /// <param name="commit">Shared with the journal's agent.</param>
    /// <param name="control">Where the input ends.</param>
    public SyncAgent(GroupCommit commit, NodeControl control)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(control);
        _commit = commit;
        _control = control;
    }

    /// <inheritdoc/>
    public string Name => AgentName;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public int DoWork()
    {
        int work = _commit.TrySync() ? 1 : 0;
        long end = _control.EndPosition;
        IsDone = end >= 0 && _commit.Durable.Value >= end;
        return work;
    }
}
