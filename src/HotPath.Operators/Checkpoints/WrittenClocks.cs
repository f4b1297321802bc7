using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Which clocks of one statement differ from the store. Every row moves its ledger, so nothing is noted on the way; a
/// checkpoint saves all that differ at once, as every mark reads them all anyway.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one statement. Indexed by tenant.</remarks>
internal sealed class WrittenClocks(ulong operatorId, CheckpointPass pass)
{
    private readonly List<(ulong Stored, ulong Saved)> _hashes = [];

    /// <summary>Whether the store has a clock for a tenant.</summary>
    public bool Holds(int tenant) => tenant < _hashes.Count && _hashes[tenant].Stored != 0;

    /// <summary>Saves a clock for the running checkpoint if the store has it otherwise.</summary>
    public void Save(StatementCounters counters, WindowClock? clock)
    {
        int lengthBytes = ClockRecord.LengthOf(clock);
        pass.Scratch.Reset();
        Span<byte> record = Raw.WritableSpan(pass.Scratch.Take(lengthBytes), lengthBytes);
        ClockRecord.Write(record, counters, clock);
        ulong hash = HashOf(record);
        Grow(counters.Tenant);
        if (_hashes[counters.Tenant].Stored != hash)
        {
            Span<byte> key = stackalloc byte[StateKey.PrefixBytes];
            StateKey.WritePrefix(key, operatorId, counters.Tenant, RecordKind.Clock);
            pass.Images.Put(key, record);
        }

        _hashes[counters.Tenant] = (_hashes[counters.Tenant].Stored, hash);
    }

    public void End(bool committed)
    {
        for (int i = 0; committed && i < _hashes.Count; i++)
        {
            _hashes[i] = (_hashes[i].Saved, _hashes[i].Saved);
        }
    }

    /// <summary>Notes what the store holds.</summary>
    public void Restore(int tenant, ReadOnlySpan<byte> record)
    {
        Grow(tenant);
        _hashes[tenant] = (HashOf(record), HashOf(record));
    }

    // 0 is "not in the store".
    private static ulong HashOf(ReadOnlySpan<byte> record) => StableHash.Of(record) | 1;

    private void Grow(int tenant)
    {
        while (_hashes.Count <= tenant)
        {
            _hashes.Add((0, 0));
        }
    }
}
