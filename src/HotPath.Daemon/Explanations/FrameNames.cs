using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Journal.Frames;
using HotPath.Runtime.Durability;

namespace HotPath.Daemon.Explanations;

/// <summary>Names behind the ids of frames: out of a snapshot, then out of the frames behind it.</summary>
internal sealed class FrameNames
{
    private readonly Dictionary<int, TableDefinition> _tables;
    private readonly Dictionary<(int Table, int Source), string> _sources = [];
    private readonly Dictionary<int, string> _tenants = [];
    private readonly Dictionary<int, string> _clients = [];

    /// <summary>Names of a plan's tables.</summary>
    /// <param name="plan">The plan.</param>
    public FrameNames(IJobPlan plan) => _tables = plan.Tables.ToDictionary(static table => table.Id);

    /// <summary>Takes a record of a snapshot.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (StateKey.OperatorOf(key) != StateKey.NodeOperator)
        {
            return;
        }

        switch (StateKey.KindOf(key))
        {
            case NodeRecord.SourceName:
                _sources[(NodeRecord.Number(key, 0), NodeRecord.Number(key, 1))] = Encoding.UTF8.GetString(value);
                break;
            case NodeRecord.Tenant:
                _tenants[StateKey.TenantOf(key)] = Encoding.UTF8.GetString(value);
                break;
            case NodeRecord.Client:
                _clients[StateKey.TenantOf(key)] = Encoding.UTF8.GetString(value);
                break;
            default:
                break;
        }
    }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">Any frame.</param>
    public void Take(FrameFlyweight frame)
    {
        switch (frame.Type)
        {
            case FrameType.DefineSource:
                _sources[(frame.Table, frame.Source)] = Encoding.UTF8.GetString(frame.PayloadSpan);
                break;
            case FrameType.DefineTenant:
                _tenants[frame.Tenant] = Encoding.UTF8.GetString(frame.PayloadSpan);
                break;
            case FrameType.DefineClient:
                _clients[frame.Partition] = Encoding.UTF8.GetString(frame.PayloadSpan);
                break;
            default:
                break;
        }
    }

    /// <summary>The table of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>The table, or <see langword="null"/> for none.</returns>
    public TableDefinition? TableOf(FrameFlyweight frame) => _tables.GetValueOrDefault(frame.Table);

    /// <summary>The file that a frame came from, or the client that sent it.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Its name, or <see langword="null"/>.</returns>
    public string? SourceOf(FrameFlyweight frame)
    {
        string? source = _sources.GetValueOrDefault((frame.Table, frame.Source));
        return _clients.TryGetValue(frame.Partition, out string? client) ? $"{source} client {client}" : source;
    }

    /// <summary>The tenant of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Its name, or <see langword="null"/>.</returns>
    public string? TenantOf(FrameFlyweight frame) => _tenants.GetValueOrDefault(frame.Tenant);
}
