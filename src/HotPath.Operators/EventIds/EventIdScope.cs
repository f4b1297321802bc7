using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;

namespace HotPath.Operators.EventIds;

/// <summary>
/// Event ids of one tenant: its watermark, and what is remembered, in buckets of event time. A bucket expires at the
/// position at which the horizon, a window behind the watermark, has passed all of it: from there on its entries are no
/// state any more, whenever their memory is freed.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. Allocates only for more buckets than ever before.</remarks>
internal sealed class EventIdScope
{
    private const int BucketsOfWindow = 64;

    private readonly long _windowMs;
    private readonly long _bucketMs;
    private readonly List<EventIdBucket> _buckets = []; // by number
    private readonly Stack<EventIdBucket> _spare = new();

    /// <summary>Nothing remembered yet.</summary>
    /// <param name="counters">Ledger of the tenant.</param>
    /// <param name="isOwned">Whether this shard counts, hashes and stores it.</param>
    /// <param name="windowMs">How far behind the watermark ids are remembered. Unit: ms.</param>
    public EventIdScope(EventIdCounters counters, bool isOwned, long windowMs)
    {
        Counters = counters;
        IsOwned = isOwned;
        _windowMs = windowMs;
        _bucketMs = Math.Max(1, windowMs / BucketsOfWindow);
    }

    /// <summary>Ledger of the tenant.</summary>
    public EventIdCounters Counters { get; }

    /// <summary>Whether this shard counts, hashes and stores the tenant's ids; others only look them up.</summary>
    public bool IsOwned { get; }

    /// <summary>Highest watermark of a row that was admitted or refused, or <see cref="long.MinValue"/>. Unit: ms.
    /// </summary>
    public long WatermarkMs { get; private set; } = long.MinValue;

    /// <summary>Event time before which nothing is remembered. Unit: ms.</summary>
    public long HorizonMs { get; private set; } = long.MinValue;

    /// <summary>Ids that have not expired, wherever they lie. Unit: ids.</summary>
    public long Live { get; private set; }

    /// <summary>What they take, as a quota counts. Unit: bytes.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Sum of their hashes, modulo 2^64.</summary>
    public ulong HashSum { get; private set; }

    /// <summary>How many there have to be after a restart. Unit: entries.</summary>
    public long RestoredLive { get; set; }

    /// <summary>Hash of the record that the newest committed checkpoint has; 0 for none.</summary>
    public ulong StoredHash { get; set; }

    /// <summary>Hash of the record that the running checkpoint has; 0 for none.</summary>
    public ulong SavedHash { get; set; }

    /// <summary>Ids in the store alone that have expired and are to be removed there. Unit: ids.</summary>
    public long ExpiredEvicted { get; set; }

    /// <summary>Whether it waits for that.</summary>
    public bool IsToBeSwept { get; set; }

    /// <summary>Buckets that have not expired, the oldest first.</summary>
    public IReadOnlyList<EventIdBucket> Buckets => _buckets;

    private long FirstLiveNumber => BucketOf(HorizonMs);

    /// <summary>Takes a watermark; one that is not higher changes nothing.</summary>
    public void AdvanceTo(long watermarkMs)
    {
        if (watermarkMs > WatermarkMs)
        {
            WatermarkMs = watermarkMs;
            HorizonMs = watermarkMs < long.MinValue + _windowMs ? long.MinValue : watermarkMs - _windowMs;
        }
    }

    /// <summary>Whether ids of an event time have expired. Unit: ms.</summary>
    public bool HasExpired(long timeMs) => BucketOf(timeMs) < FirstLiveNumber;

    /// <summary>Remembers an entry.</summary>
    public void Add(nint entry, int entryBytes, long timeMs, ulong hash) =>
        Add(entryBytes, timeMs, hash).Entries.Append(entry);

    /// <summary>Remembers an id that lies in the store alone.</summary>
    public void AddEvicted(int entryBytes, long timeMs, ulong hash) => Add(entryBytes, timeMs, hash).Evicted++;

    /// <summary>Forgets an entry before its bucket expires.</summary>
    /// <returns>Whether it had not expired; one that had is in no bucket.</returns>
    public bool TryRemove(nint entry, int entryBytes, long timeMs, ulong hash)
    {
        if (HasExpired(timeMs))
        {
            return false;
        }

        Remove(entryBytes, timeMs, hash).Entries.Remove(entry);
        return true;
    }

    /// <summary>Forgets an id that lies in the store alone.</summary>
    public void RemoveEvicted(int entryBytes, long timeMs, ulong hash)
    {
        if (HasExpired(timeMs))
        {
            ExpiredEvicted--;
        }
        else
        {
            Remove(entryBytes, timeMs, hash).Evicted--;
        }
    }

    /// <summary>Hands over what has expired.</summary>
    /// <param name="expired">Gets the entries.</param>
    public void Expire(EntryChain expired)
    {
        long firstLive = FirstLiveNumber;
        int count = 0;
        for (; count < _buckets.Count && _buckets[count].Number < firstLive; count++)
        {
            EventIdBucket bucket = _buckets[count];
            HashSum -= bucket.HashSum;
            Live -= bucket.Entries.Count + bucket.Evicted;
            ExpiredEvicted += bucket.Evicted;
            LiveBytes -= bucket.Bytes;
            expired.TakeAll(bucket.Entries);
            bucket.Evicted = 0;
            bucket.HashSum = 0;
            bucket.Bytes = 0;
            _spare.Push(bucket);
        }

        if (count > 0)
        {
            _buckets.RemoveRange(0, count);
        }
    }

    private EventIdBucket Add(int entryBytes, long timeMs, ulong hash)
    {
        EventIdBucket bucket = BucketAt(BucketOf(timeMs));
        bucket.HashSum += hash;
        bucket.Bytes += entryBytes;
        HashSum += hash;
        LiveBytes += entryBytes;
        Live++;
        return bucket;
    }

    private EventIdBucket Remove(int entryBytes, long timeMs, ulong hash)
    {
        EventIdBucket bucket = BucketAt(BucketOf(timeMs));
        bucket.HashSum -= hash;
        bucket.Bytes -= entryBytes;
        HashSum -= hash;
        LiveBytes -= entryBytes;
        Live--;
        return bucket;
    }

    private long BucketOf(long timeMs) => timeMs >= 0 ? timeMs / _bucketMs : ((timeMs + 1) / _bucketMs) - 1;

    // Events come roughly in order, so it is the last one or lies near it.
    private EventIdBucket BucketAt(long number)
    {
        int place = _buckets.Count;
        while (place > 0 && _buckets[place - 1].Number > number)
        {
            place--;
        }

        if (place > 0 && _buckets[place - 1].Number == number)
        {
            return _buckets[place - 1];
        }

        EventIdBucket bucket = _spare.TryPop(out EventIdBucket? spare) ? spare : new EventIdBucket();
        bucket.Number = number;
        _buckets.Insert(place, bucket);
        return bucket;
    }
}
