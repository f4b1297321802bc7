using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// How far each input of a UNION ALL has come, for each tenant: the lowest is the watermark of all. An input that has
/// sent none holds the others back, until its tables have ended.
/// </summary>
/// <remarks>
/// A stage with one input keeps none: its own clock says it. Record: 8 bytes an input. Threading: single-threaded;
/// owned by one stage. Source: flink-semantics.md 2.1.
/// </remarks>
internal sealed class InputWatermarks(StatementState stage, CheckpointPass pass)
{
    private readonly List<long[]?> _byScope = [];
    private readonly List<(ulong Stored, ulong Saved)> _hashes = [];

    private bool IsUnion => stage.Inputs.Count > 1;

    /// <summary>A watermark of one input.</summary>
    /// <param name="scope">Tenant, or 0 for a global statement.</param>
    /// <param name="input">Which input.</param>
    /// <param name="watermarkMs">Its watermark. Unit: ms.</param>
    /// <returns>That of the stage. Unit: ms.</returns>
    public long Advance(int scope, int input, long watermarkMs)
    {
        if (!IsUnion)
        {
            return watermarkMs;
        }

        long[] inputs = Of(scope);
        inputs[input] = Math.Max(inputs[input], watermarkMs);
        long lowestMs = long.MaxValue;
        for (int i = 0; i < inputs.Length; i++)
        {
            bool isSilent = inputs[i] == long.MinValue && stage.Inputs[i].HasEnded;
            lowestMs = isSilent ? lowestMs : Math.Min(lowestMs, inputs[i]);
        }

        return lowestMs;
    }

    /// <summary>What they add to the state hash: a sum over tenants.</summary>
    public ulong HashAtMark()
    {
        ulong sum = 0;
        for (int scope = 0; scope < _byScope.Count; scope++)
        {
            sum += HashOf(scope);
        }

        return sum;
    }

    /// <summary>What those of one tenant add to it.</summary>
    /// <param name="scope">Tenant, or 0 for a global statement.</param>
    public ulong HashOf(int scope) =>
        scope < _byScope.Count && _byScope[scope] is { } inputs ? HashOf(scope, inputs) : 0;

    /// <summary>Saves for the running checkpoint those that the store has otherwise.</summary>
    public void Save()
    {
        for (int scope = 0; scope < _byScope.Count; scope++)
        {
            if (_byScope[scope] is not { } inputs)
            {
                continue;
            }

            ulong hash = HashOf(scope, inputs);
            if (_hashes[scope].Stored != hash)
            {
                Put(scope, inputs);
            }

            _hashes[scope] = (_hashes[scope].Stored, hash);
        }
    }

    /// <summary>The checkpoint is over.</summary>
    public void End(bool committed)
    {
        for (int i = 0; committed && i < _hashes.Count; i++)
        {
            _hashes[i] = (_hashes[i].Saved, _hashes[i].Saved);
        }
    }

    /// <summary>Takes a record.</summary>
    /// <returns>Whether it is one of this stage.</returns>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!IsUnion || key.Length != StateKey.PrefixBytes || value.Length != stage.Inputs.Count * sizeof(long))
        {
            return false;
        }

        int scope = StateKey.TenantOf(key);
        long[] inputs = Of(scope);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = BinaryPrimitives.ReadInt64LittleEndian(value[(i * sizeof(long))..]);
        }

        _hashes[scope] = (HashOf(scope, inputs), HashOf(scope, inputs));
        return true;
    }

    private long[] Of(int scope)
    {
        if (scope < _byScope.Count && _byScope[scope] is { } known)
        {
            return known;
        }

        while (_byScope.Count <= scope)
        {
            _byScope.Add(null);
            _hashes.Add(default);
        }

        var inputs = new long[stage.Inputs.Count];
        Array.Fill(inputs, long.MinValue);
        return _byScope[scope] = inputs;
    }

    private ulong HashOf(int scope, long[] inputs)
    {
        ulong hash = StableHash.Mix(stage.OperatorId, (ulong)scope);
        foreach (long watermarkMs in inputs)
        {
            hash = StableHash.Mix(hash, (ulong)watermarkMs);
        }

        return hash;
    }

    private void Put(int scope, long[] inputs)
    {
        Span<byte> key = stackalloc byte[StateKey.PrefixBytes];
        StateKey.WritePrefix(key, stage.OperatorId, scope, RecordKind.Inputs);
        byte[] value = new byte[inputs.Length * sizeof(long)];
        for (int i = 0; i < inputs.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(i * sizeof(long)), inputs[i]);
        }

        pass.Images.Put(key, value);
    }
}
