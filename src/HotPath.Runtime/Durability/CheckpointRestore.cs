using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Processing;

namespace HotPath.Runtime.Durability;

/// <summary>Takes the records of a checkpoint into ingress and shards, in key order.</summary>
/// <remarks>Threading: single-threaded, before the agents run.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class CheckpointRestore<TEnvironment>
    where TEnvironment : struct, IEnvironment
{
    private readonly IJobPlan _plan;
    private readonly IngressState _state;
    private readonly IReadOnlyList<ShardAgent<TEnvironment>> _shards;
    private readonly Dictionary<int, SinkCursor> _sinks;

    /// <summary>Nothing restored yet.</summary>
    /// <param name="plan">The plan; the checkpoint's must be the same.</param>
    /// <param name="state">Empty; brought to where the checkpoint stood.</param>
    /// <param name="shards">Shards with empty state.</param>
    /// <param name="sinks">Gets what each sink had published, by id.</param>
    public CheckpointRestore(
        IJobPlan plan,
        IngressState state,
        IReadOnlyList<ShardAgent<TEnvironment>> shards,
        Dictionary<int, SinkCursor> sinks)
    {
        _plan = plan;
        _state = state;
        _shards = shards;
        _sinks = sinks;
    }

    /// <summary>Records taken. Unit: records.</summary>
    public long Records { get; private set; }

    /// <summary>Takes one record.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: damaged. HP2009: another plan.</exception>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Records++;
        if (StateKey.OperatorOf(key) == StateKey.NodeOperator)
        {
            TakeNode(key, value);
            return;
        }

        foreach (ShardAgent<TEnvironment> shard in _shards)
        {
            shard.Program.State.Restore(key, value);
        }
    }

    /// <summary>Every record has been taken.</summary>
    public void Complete()
    {
        foreach (ShardAgent<TEnvironment> shard in _shards)
        {
            shard.Program.State.CompleteRestore();
            shard.PublishFigures();
        }
    }

    private void TakeNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (StateKey.KindOf(key))
        {
            case NodeRecord.Plan:
                PlanCheck.Compare(Encoding.UTF8.GetString(value), _plan);
                break;
            case NodeRecord.Sink:
                _sinks[NodeRecord.Number(key, 0)] = SinkRecords.Read(value);
                break;
            default:
                IngressRecords.Restore(key, value, _state);
                break;
        }
    }
}
