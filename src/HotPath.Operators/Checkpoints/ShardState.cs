using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Operators.EventIds;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>All that one shard puts into checkpoints and takes out of them.</summary>
/// <remarks>Threading: the shard's thread.</remarks>
internal sealed class ShardState : IShardState
{
    private readonly ShardOptions _options;
    private readonly StatementState[] _statements;
    private readonly EventIdFilter[] _eventIds;
    private readonly DefinedNames _names;
    private readonly CheckpointPass _pass;
    private readonly Dictionary<ulong, StatementState> _byOperator = [];
    private readonly StateEviction? _eviction;

    public ShardState(
        ShardOptions options,
        StatementState[] statements,
        EventIdFilter[] eventIds,
        DefinedNames names,
        CheckpointPass pass)
    {
        _options = options;
        _statements = statements;
        _eventIds = eventIds;
        _names = names;
        _pass = pass;
        _eviction = pass.Limit is null ? null : new StateEviction(pass.Limit, statements, eventIds);
        foreach (StatementState statement in statements)
        {
            _byOperator.Add(statement.Program.Definition.OperatorId, statement);
        }
    }

    /// <inheritdoc/>
    public long DirtyEntries
    {
        get
        {
            long entries = _pass.Removed.Count;
            foreach (StatementState statement in _statements)
            {
                entries += statement.Operator?.ChangedCount ?? 0;
            }

            foreach (EventIdFilter ids in _eventIds)
            {
                entries += ids.ChangedCount;
            }

            return entries;
        }
    }

    /// <inheritdoc/>
    public long DirtyBytes
    {
        get
        {
            long bytes = _pass.Removed.Bytes;
            foreach (StatementState statement in _statements)
            {
                bytes += statement.Operator?.ChangedBytes ?? 0;
            }

            foreach (EventIdFilter ids in _eventIds)
            {
                bytes += ids.ChangedBytes;
            }

            return bytes;
        }
    }

    /// <inheritdoc/>
    public long PendingImageBytes => _pass.PendingImageBytes;

    /// <summary>Called when all records have been taken.</summary>
    public required Action Restored { get; init; }

    /// <summary>Highest watermark taken from a checkpoint, or <see cref="long.MinValue"/>. Unit: ms.</summary>
    public long RestoredWatermarkMs { get; private set; } = long.MinValue;

    /// <inheritdoc/>
    public void Begin()
    {
        Check(!_pass.IsRunning, "a checkpoint begins while another runs");
        _pass.Begin();
        _names.Save(_pass.Images, _options.Index, _options.Count);
        foreach (StatementState statement in _statements)
        {
            statement.BeginCheckpoint();
        }

        foreach (EventIdFilter ids in _eventIds)
        {
            ids.BeginCheckpoint();
        }
    }

    /// <inheritdoc/>
    public bool WriteSlice(StateBatch batch, int entriesMax)
    {
        Check(_pass.IsRunning && entriesMax > 0, "a slice outside a checkpoint, or of nothing");
        int left = entriesMax - _pass.WriteSlice(batch, entriesMax);
        foreach (StatementState statement in _statements)
        {
            if (left > 0 && statement.Operator is { } window)
            {
                left -= window.WriteSlice(batch, left);
            }
        }

        foreach (EventIdFilter ids in _eventIds)
        {
            left -= left > 0 ? ids.WriteSlice(batch, left) : 0;
        }

        return left == 0;
    }

    /// <inheritdoc/>
    public void End(bool committed)
    {
        Check(_pass.IsRunning, "a checkpoint ends that has not begun");
        _pass.End(committed);
        _names.End(committed);
        foreach (StatementState statement in _statements)
        {
            statement.EndCheckpoint(committed);
        }

        foreach (EventIdFilter ids in _eventIds)
        {
            ids.EndCheckpoint(committed);
        }

        if (committed)
        {
            _eviction?.NoteCommitted();
        }
    }

    /// <inheritdoc/>
    public bool Evict(int entriesMax) => _eviction?.Work(entriesMax) == true;

    /// <inheritdoc/>
    public void HashAhead(int leftMax, int entriesMax)
    {
        foreach (StatementState statement in _statements)
        {
            statement.Operator?.HashAhead(leftMax, entriesMax);
        }
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length < StateKey.PrefixBytes)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt, $"checkpoint: a key of {key.Length} bytes; start from a kept snapshot");
        }

        ulong operatorId = StateKey.OperatorOf(key);
        int tenant = StateKey.TenantOf(key);
        if (operatorId == RecordKind.DeadLetterOperator)
        {
            _names.Restore(key, value);
        }
        else if (_byOperator.TryGetValue(operatorId, out StatementState? statement))
        {
            if (statement.IsOn(_options.Index, _options.Count, tenant))
            {
                statement.Restore(key, value);
            }
        }
        else if (Array.Find(_eventIds, ids => ids.OperatorId == operatorId) is { } eventIds)
        {
            if (eventIds.Keeps(tenant))
            {
                eventIds.Restore(key, value);
            }
        }
        else if (operatorId != StateKey.NodeOperator)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"checkpoint: operator {operatorId:x16}, tenant {tenant}: the plan has no such operator; start with "
                + "the plan that the checkpoint was made with");
        }
    }

    /// <inheritdoc/>
    public void CompleteRestore()
    {
        _names.CompleteRestore();
        foreach (EventIdFilter ids in _eventIds)
        {
            ids.CompleteRestore();
        }

        foreach (StatementState statement in _statements)
        {
            statement.CompleteRestore();
            foreach (WindowClock? clock in statement.IsProcessingTime ? [] : statement.Clocks)
            {
                RestoredWatermarkMs = Math.Max(RestoredWatermarkMs, clock?.WatermarkMs ?? long.MinValue);
            }
        }

        Restored();
    }

    private static void Check(bool isSound, string problem)
    {
        if (!isSound)
        {
            ThrowHelper.InvariantBroken(problem);
        }
    }
}
