using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.EventIds;

/// <summary>
/// Recognises copies of the events of one table on one shard. An event is stale if its event time lies before the
/// horizon, a window behind its tenant's watermark; otherwise a copy if one with its id was admitted whose event time
/// does not; otherwise it is admitted and remembered. So no event with one id and one time is admitted twice, ever.
/// </summary>
/// <remarks>
/// Every shard that runs a statement for a tenant comes to the same answers from the same frames; the tenant's shard
/// owns them: it counts, hashes and stores. Entries never change. Two of the expired ones are freed for each that is
/// added, so that no frame waits for many. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class EventIdFilter : IResidentState, IDisposable
{
    private const int ValueBytes = sizeof(long);
    private const int InlineIdBytes = 56; // with the header two cache lines: a UUID as text lies in its entry
    private const int FreedPerAdded = 2;
    private const int QuotaBytesOfEntry = 128; // of the definition, not of the memory: it is compared on every machine

    private readonly TableProgram _table;
    private readonly EventIdDefinition _definition;
    private readonly int _slotOffset;
    private readonly int _slotBytes; // 0 for text
    private readonly int _shard;
    private readonly int _shardCount;
    private readonly bool _keepsAll;
    private readonly SizeClassArena _longIds;
    private readonly KeyedTable _ids;
    private readonly ChangedEntries _changes;
    private readonly SourceClocks _clocks;
    private readonly CheckpointPass _pass;
    private readonly StoredEventIds? _stored; // with a limit of memory only
    private readonly List<EventIdScope?> _scopes = [];
    private readonly EntryChain _expired = new();
    private readonly Queue<EventIdScope> _toSweep = new();
    private int _hand; // tenant at which eviction goes on

    /// <summary>Nothing remembered yet.</summary>
    /// <param name="table">The table; it has event ids.</param>
    /// <param name="keepsAll">Whether a statement that is global needs every tenant's rows here.</param>
    /// <param name="options">Which shard, and its resources.</param>
    /// <param name="clocks">Watermarks of the shard's rows.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    public EventIdFilter(
        TableProgram table, bool keepsAll, ShardOptions options, SourceClocks clocks, CheckpointPass pass)
    {
        _table = table;
        _definition = table.Definition.EventId!;
        Dataflow.Rows.SqlType type = table.Definition.Schema.Columns[_definition.Column].Type;
        _slotOffset = table.Definition.Schema.SlotOffset(_definition.Column);
        _slotBytes = type.IsVariableLength ? 0 : type.SlotBytes;
        _shard = options.Index;
        _shardCount = options.Count;
        _keepsAll = keepsAll;
        _clocks = clocks;
        _pass = pass;
        _longIds = new SizeClassArena(options.Heap);
        _ids = new KeyedTable(options.Heap, _longIds, ValueBytes, InlineIdBytes);
        var records = new EventIdRecords(_definition.OperatorId, pass.Scratch);
        _changes = new ChangedEntries(pass, records);
        if (pass.Limit is { } limit)
        {
            _stored = new StoredEventIds(records, pass, options.Heap);
            limit.Add(this);
        }
    }

    /// <summary>Id of its state in checkpoints.</summary>
    public ulong OperatorId => _definition.OperatorId;

    /// <summary>Ids in memory that have not expired, of tenants that are this shard's. Unit: entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Entries that no committed checkpoint has as they are. Unit: entries.</summary>
    public int ChangedCount => _changes.Count;

    /// <summary>What those take, without long ids. Unit: bytes.</summary>
    public long ChangedBytes => (long)_changes.Count * _ids.BytesOfEntry;

    /// <inheritdoc/>
    public long ResidentBytes => _ids.EntryBytes + _longIds.LiveBytes + (_stored?.Bytes ?? 0);

    /// <summary>Whether this shard has to know a tenant's ids.</summary>
    public bool Keeps(int tenant) => _keepsAll || IsOwned(tenant);

    /// <summary>What the shard knows of a tenant.</summary>
    public EventIdScope ScopeOf(int tenant)
    {
        if (tenant < _scopes.Count && _scopes[tenant] is { } known)
        {
            return known;
        }

        while (_scopes.Count <= tenant)
        {
            _scopes.Add(null);
        }

        var counters = new EventIdCounters(_table.Definition.Id, tenant);
        return _scopes[tenant] = new EventIdScope(counters, IsOwned(tenant), _definition.WindowMs);
    }

    /// <summary>Decides about a row and remembers it if it is new.</summary>
    /// <param name="scope">Its tenant.</param>
    /// <param name="frame">The row.</param>
    /// <param name="context">Scratch of the shard.</param>
    /// <returns>What it is. A row without row time is admitted: every statement refuses it.</returns>
    public EventIdDecision Decide(EventIdScope scope, in EventFrame frame, ScalarContext context)
    {
        context.Begin(frame.IngestTimeMs);
        long timeMs = _table.RowTime!(frame.Payload, context);
        if (timeMs == long.MinValue)
        {
            return EventIdDecision.Admitted;
        }

        if (timeMs < scope.HorizonMs)
        {
            return EventIdDecision.Stale;
        }

        (nint id, int idBytes) = IdOf(frame.Payload);
        ulong hash = HashOf(id, idBytes, frame.Tenant);
        nint entry = _ids.Find(hash, frame.Tenant, id, idBytes);
        if (entry != 0 && TimeOf(entry) >= scope.HorizonMs)
        {
            return EventIdDecision.Copy;
        }

        if (entry != 0)
        {
            Forget(scope, entry);
        }
        else if (_stored is not null && _stored.TryFind(frame.Tenant, hash, id, idBytes, out long storedMs))
        {
            if (storedMs >= scope.HorizonMs)
            {
                return EventIdDecision.Copy;
            }

            scope.RemoveEvicted(QuotaBytes(idBytes), storedMs, StateHashOf(hash, storedMs));
            _stored.Remove(frame.Tenant, hash, id, idBytes, storedMs);
        }

        bool hasRoom = HasRoom(scope, idBytes);
        if (hasRoom)
        {
            Add(scope, _ids.FindOrAdd(hash, frame.Tenant, id, idBytes, out _), timeMs);
        }

        // A refused row counts here, or a full tenant would stay full for ever.
        context.Begin(frame.IngestTimeMs);
        long watermarkMs = _table.Clock!(frame.Payload, context);
        if (watermarkMs > 0)
        {
            scope.AdvanceTo(Math.Min(watermarkMs, _clocks.OfTenant(_table, frame, watermarkMs)));
            Expire(scope);
        }

        FreeExpired();
        return hasRoom ? EventIdDecision.Admitted : EventIdDecision.Refused;
    }

    /// <summary>Evicts ids that the store holds, the oldest of each tenant first, from the tenant at which the last
    /// call stopped.</summary>
    /// <param name="limit">When to stop.</param>
    /// <param name="left">Ids and tenants to look at; less by those that were.</param>
    /// <param name="hasFound">Set when one was evicted.</param>
    /// <returns>Whether the last tenant was reached.</returns>
    public bool Evict(StateLimit limit, ref int left, ref bool hasFound)
    {
        for (; _hand < _scopes.Count; _hand++, left--)
        {
            long before = Entries;
            bool isDone = left > 0 && (_scopes[_hand] is not { IsOwned: true } scope || Evict(scope, limit, ref left));
            hasFound |= Entries < before;
            if (!isDone)
            {
                return false;
            }
        }

        _hand = 0;
        return true;
    }

    /// <summary>Removes some of the evicted ids that have expired from the store.</summary>
    /// <param name="recordsMax">How many records to look at. Unit: records.</param>
    /// <returns>Whether there were any.</returns>
    public bool SweepExpired(int recordsMax)
    {
        if (!_toSweep.TryPeek(out EventIdScope? scope))
        {
            return false;
        }

        _stored!.SweepExpired(scope, recordsMax);
        if (scope.ExpiredEvicted == 0)
        {
            _toSweep.Dequeue().IsToBeSwept = false;
        }

        return true;
    }

    /// <summary>The part of the state hash that is this shard's.</summary>
    public ulong HashAtMark()
    {
        ulong hash = 0;
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is { IsOwned: true })
            {
                ulong clock = StableHash.Mix(_definition.OperatorId, (ulong)scope.Counters.Tenant);
                hash += scope.HashSum + StableHash.Mix(clock, (ulong)scope.WatermarkMs);
            }
        }

        return hash;
    }

    /// <summary>Counters that do not balance, or <see langword="null"/>. Called at every mark: it builds no list.
    /// </summary>
    public EventIdCounters? FirstUnbalanced()
    {
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is { Counters.IsBalanced: false })
            {
                return scope.Counters;
            }
        }

        return null;
    }

    /// <summary>Adds the counters that are this shard's.</summary>
    public void AddCountersTo(List<EventIdCounters> all)
    {
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is { IsOwned: true })
            {
                all.Add(scope.Counters);
            }
        }
    }

    /// <summary>Freezes the ids and saves every clock that differs from the store.</summary>
    public void BeginCheckpoint()
    {
        _changes.Begin();
        Span<byte> key = stackalloc byte[StateKey.PrefixBytes];
        Span<byte> record = stackalloc byte[EventIdScopeRecord.LengthBytes];
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is { IsOwned: true })
            {
                EventIdScopeRecord.Write(record, scope);
                scope.SavedHash = StableHash.Of(record) | 1; // 0 is "not in the store"
                if (scope.SavedHash != scope.StoredHash)
                {
                    StateKey.WritePrefix(key, _definition.OperatorId, scope.Counters.Tenant, RecordKind.Clock);
                    _pass.Images.Put(key, record);
                }
            }
        }
    }

    /// <summary>Hands over frozen ids.</summary>
    /// <returns>How many.</returns>
    public int WriteSlice(StateBatch target, int entriesMax) => _changes.WriteSlice(target, entriesMax);

    /// <summary>The checkpoint is over.</summary>
    public void EndCheckpoint(bool committed)
    {
        _changes.End(committed);
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is { IsOwned: true } && committed)
            {
                scope.StoredHash = scope.SavedHash;
            }
        }
    }

    /// <summary>Takes a record of this table's event ids.</summary>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int tenant = StateKey.TenantOf(key);
        byte kind = StateKey.KindOf(key);
        Check(tenant >= 0, tenant, "a tenant that there cannot be");
        if (kind == RecordKind.Clock)
        {
            RestoreScope(tenant, key, value);
        }
        else if (kind == RecordKind.EventId)
        {
            RestoreId(tenant, key, value);
        }
        else
        {
            Check(isSound: false, tenant, $"a record of unknown kind {kind}");
        }
    }

    /// <summary>Every record has been taken.</summary>
    public void CompleteRestore()
    {
        foreach (EventIdScope? scope in _scopes)
        {
            if (scope is not null)
            {
                Expire(scope);
                Check(scope.Live == scope.RestoredLive, scope.Counters.Tenant, "event ids are missing, or too many");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stored?.Dispose();
        _ids.Dispose();
        _longIds.Dispose();
    }

    private static long TimeOf(nint entry) => Raw.Read<long>(entry + EntryDescriptor.Value);

    private static int QuotaBytes(int idBytes) => QuotaBytesOfEntry + (idBytes > InlineIdBytes ? idBytes : 0);

    private static int QuotaBytesOf(nint entry) => QuotaBytes(Raw.Read<int>(entry + EntryDescriptor.KeyLength));

    private static ulong HashOf(nint id, int idBytes, int tenant) =>
        StableHash.Of(Raw.Span(id, idBytes), (ulong)tenant);

    private bool HasRoom(EventIdScope scope, int idBytes) =>
        _definition.TenantBytesMax == 0 || scope.LiveBytes + QuotaBytes(idBytes) <= _definition.TenantBytesMax;

    private bool IsOwned(int tenant) => _shardCount == 1 || (uint)tenant % (uint)_shardCount == (uint)_shard;

    private (nint Address, int LengthBytes) IdOf(nint row)
    {
        if (_slotBytes != 0)
        {
            return (row + _slotOffset, _slotBytes);
        }

        Utf8View text = new Dataflow.Rows.RowView(_table.Definition.Schema, row).GetUtf8(_definition.Column);
        return (text.Address, text.LengthBytes);
    }

    private ulong StateHashOf(nint entry) =>
        StateHashOf(Raw.Read<ulong>(entry + EntryDescriptor.Hash), TimeOf(entry));

    private ulong StateHashOf(ulong hash, long timeMs) =>
        StableHash.Mix(StableHash.Mix(_definition.OperatorId, hash), (ulong)timeMs);

    private void Add(EventIdScope scope, nint entry, long timeMs)
    {
        Raw.Write(entry + EntryDescriptor.Value, timeMs);
        scope.Add(entry, QuotaBytesOf(entry), timeMs, StateHashOf(entry));
        if (scope.IsOwned)
        {
            Entries++;
            _changes.Touch(entry);
        }
    }

    private void Expire(EventIdScope scope)
    {
        long before = _expired.Count;
        scope.Expire(_expired);
        Entries -= scope.IsOwned ? _expired.Count - before : 0;
        if (scope is { ExpiredEvicted: > 0, IsToBeSwept: false })
        {
            scope.IsToBeSwept = true;
            _toSweep.Enqueue(scope);
        }
    }

    // Ids that no checkpoint holds yet are the last of their part of event time.
    private bool Evict(EventIdScope scope, StateLimit limit, ref int left)
    {
        foreach (EventIdBucket bucket in scope.Buckets)
        {
            while (limit.IsAboveTarget && CanEvict(bucket.Entries.First))
            {
                if (left <= 0)
                {
                    return false;
                }

                nint entry = bucket.Entries.First;
                bucket.Entries.Remove(entry);
                bucket.Evicted++;
                _stored!.Add(Raw.Read<ulong>(entry + EntryDescriptor.Hash), TimeOf(entry));
                _ids.Remove(entry);
                Entries--;
                left--;
            }
        }

        return true;
    }

    private bool CanEvict(nint entry) => entry != 0
        && _changes.IsClean(entry)
        && StoredEventIds.MayHold(Raw.Read<int>(entry + EntryDescriptor.KeyLength));

    private void Forget(EventIdScope scope, nint entry)
    {
        if (!scope.TryRemove(entry, QuotaBytesOf(entry), TimeOf(entry), StateHashOf(entry)))
        {
            _expired.Remove(entry);
        }
        else
        {
            Entries -= scope.IsOwned ? 1 : 0;
        }

        Free(scope, entry);
    }

    private void FreeExpired()
    {
        for (int i = 0; i < FreedPerAdded && _expired.First != 0; i++)
        {
            nint entry = _expired.First;
            _expired.Remove(entry);
            Free(_scopes[(int)Raw.Read<long>(entry + EntryDescriptor.Owner)]!, entry);
        }
    }

    private void Free(EventIdScope scope, nint entry)
    {
        if (scope.IsOwned)
        {
            _changes.Forget(entry);
        }

        _ids.Remove(entry);
    }

    private void RestoreScope(int tenant, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        EventIdScope scope = ScopeOf(tenant);
        bool isSound = key.Length == StateKey.PrefixBytes
            && value.Length == EventIdScopeRecord.LengthBytes
            && scope.StoredHash == 0;
        Check(isSound, tenant, "a clock that is damaged or occurs twice");
        EventIdScopeRecord.Read(value, scope);
        scope.StoredHash = StableHash.Of(value) | 1;
    }

    private void RestoreId(int tenant, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Check(key.Length >= EventIdRecords.PrefixBytes && value.IsEmpty, tenant, "a damaged event id");
        ReadOnlySpan<byte> id = key[EventIdRecords.PrefixBytes..];
        _pass.Scratch.Reset();
        nint copy = _pass.Scratch.Take(id.Length);
        id.CopyTo(Raw.WritableSpan(copy, id.Length));
        ulong hash = HashOf(copy, id.Length, tenant);
        EventIdScope scope = ScopeOf(tenant);
        if (scope.IsOwned && _stored?.StaysInStore(id.Length) == true)
        {
            long storedMs = EventIdRecords.TimeOf(key);
            scope.AddEvicted(QuotaBytes(id.Length), storedMs, StateHashOf(hash, storedMs));
            _stored.Add(hash, storedMs);
            return;
        }

        nint entry = _ids.FindOrAdd(hash, tenant, copy, id.Length, out bool isNew);
        Check(isNew, tenant, "an event id that occurs twice");
        long timeMs = EventIdRecords.TimeOf(key);
        Raw.Write(entry + EntryDescriptor.Value, timeMs);
        Raw.Write(entry + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
        scope.Add(entry, QuotaBytes(id.Length), timeMs, StateHashOf(entry));
        Entries += scope.IsOwned ? 1 : 0;
    }

    private void Check(bool isSound, int tenant, string problem)
    {
        if (!isSound)
        {
            throw RestoreProblem.Of(_table.Definition, tenant, problem);
        }
    }
}
