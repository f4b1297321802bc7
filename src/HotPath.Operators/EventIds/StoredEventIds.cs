using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;

namespace HotPath.Operators.EventIds;

/// <summary>
/// Event ids of one table that lie in the store alone: found by hash and event time, then by their record. Those that
/// expire are removed there by a walk over the oldest records of their tenant, in units.
/// </summary>
/// <remarks>
/// An id is evicted only while the store holds it, and its record never changes, so it does not matter which commit a
/// read sees. Threading: single-threaded; owned by one filter.
/// </remarks>
internal sealed class StoredEventIds : IDisposable
{
    /// <summary>Longer ids stay in memory: their records do not come in the order of event time. Unit: bytes.</summary>
    private const int IdBytesMax = 256;

    private readonly EventIdRecords _records;
    private readonly CheckpointPass _pass;
    private readonly StateLimit _limit;
    private readonly EvictedIds _ids;
    private readonly StateVisitor _sweep;
    private EventIdScope? _sweptScope;
    private ICheckpointScan? _scan;
    private bool _isAtLive;
    private long _removedByScan;

    /// <summary>None yet.</summary>
    /// <param name="records">Their records.</param>
    /// <param name="pass">Checkpoints of the shard, which has a limit of memory.</param>
    /// <param name="heap">Where memory comes from.</param>
    public StoredEventIds(EventIdRecords records, CheckpointPass pass, NativeHeap heap)
    {
        _records = records;
        _pass = pass;
        _limit = pass.Limit!;
        _ids = new EvictedIds(heap);
        _sweep = Sweep;
    }

    /// <summary>What it takes in memory. Unit: bytes.</summary>
    public long Bytes => _ids.Bytes;

    /// <summary>Whether an id may leave memory.</summary>
    public static bool MayHold(int idBytes) => idBytes <= IdBytesMax;

    /// <summary>Whether a restart leaves an id in the store.</summary>
    public bool StaysInStore(int idBytes) => MayHold(idBytes) && _limit.IsOver;

    /// <summary>An id has left memory.</summary>
    public void Add(ulong hash, long timeMs) => _ids.Add(hash, timeMs);

    /// <summary>Looks for an id.</summary>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="id">First byte of it.</param>
    /// <param name="idBytes">Unit: bytes.</param>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    /// <returns>Whether it is here.</returns>
    public bool TryFind(int tenant, ulong hash, nint id, int idBytes, out long timeMs)
    {
        for (int place = _ids.Find(hash, after: -1); place >= 0; place = _ids.Find(hash, place))
        {
            timeMs = _ids.TimeAt(place);
            if (_limit.Reader.TryRead(_records.KeyOf(tenant, timeMs, id, idBytes), static (_, _) => { }))
            {
                return true;
            }
        }

        timeMs = 0;
        return false;
    }

    /// <summary>Forgets an id; the next checkpoint removes its record.</summary>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="id">First byte of it.</param>
    /// <param name="idBytes">Unit: bytes.</param>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    public void Remove(int tenant, ulong hash, nint id, int idBytes, long timeMs)
    {
        _ids.Remove(hash, timeMs);
        _pass.Removed.Add(_records.KeyOf(tenant, timeMs, id, idBytes), CheckpointPass.Restored);
    }

    /// <summary>Removes some of the ids of a tenant that have expired.</summary>
    /// <param name="scope">The tenant; it has such ids.</param>
    /// <param name="recordsMax">How many records to look at. Unit: records.</param>
    public void SweepExpired(EventIdScope scope, int recordsMax)
    {
        if (_scan is null || _sweptScope != scope)
        {
            _sweptScope = scope;
            _scan = _limit.Reader.Scan(_records.PrefixOf(scope.Counters.Tenant));
            _removedByScan = 0;
        }

        _isAtLive = false;
        bool hasMore = _scan.Read(recordsMax, _sweep);
        if (hasMore && !_isAtLive)
        {
            return;
        }

        // Whoever expired while it walked is before where it is, or comes with the next walk.
        if (_removedByScan == 0 && scope.ExpiredEvicted > 0)
        {
            ThrowHelper.InvariantBroken(
                $"{scope.ExpiredEvicted} evicted event ids of tenant {scope.Counters.Tenant} are not in the store");
        }

        _scan = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ids.Dispose();

    private void Sweep(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        long timeMs = EventIdRecords.TimeOf(key);
        ReadOnlySpan<byte> id = key[EventIdRecords.PrefixBytes..];
        if (!_sweptScope!.HasExpired(timeMs))
        {
            _isAtLive |= MayHold(id.Length);
        }
        else if (_ids.Remove(StableHash.Of(id, (ulong)_sweptScope.Counters.Tenant), timeMs))
        {
            _pass.Removed.Add(key, CheckpointPass.Restored);
            _sweptScope.ExpiredEvicted--;
            _removedByScan++;
        }
    }
}
