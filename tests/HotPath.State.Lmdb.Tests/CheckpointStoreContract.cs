using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>What every checkpoint store does; LMDB and its model pass the same tests.</summary>
public abstract class CheckpointStoreContract
{
    private readonly NativeHeap _heap = new();

    /// <summary>Opens what the test's earlier store left behind, or an empty store.</summary>
    protected abstract ICheckpointStore Open();

    [Test]
    public void New_Store_IsEmptyAndBeforeEveryPosition()
    {
        using ICheckpointStore store = Open();
        Assert.That(store.Position, Is.EqualTo(-1));
        Assert.That(StoreContent.Of(store), Is.Empty);
        Assert.That(store.TryRead("a"u8, static (_, _) => Assert.Fail("visited")), Is.False);
    }

    [Test]
    public void Position_Zero_CanBeCommitted()
    {
        using ICheckpointStore store = Open();
        store.Commit(0, []);
        Assert.That(store.Position, Is.Zero);
    }

    [TestCase(7)]
    [TestCase(6)]
    public void Position_NotAboveTheLast_IsRefused(long position)
    {
        using ICheckpointStore store = Open();
        store.Commit(7, []);
        Assert.That(
            () => store.Commit(position, []),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.InvariantBroken));
        Assert.That(store.Position, Is.EqualTo(7));
    }

    [Test]
    public void Value_MayBeEmpty_AndIsNotAbsence()
    {
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("a"u8, []));
        Assert.That(StoreContent.Of(store), Is.EqualTo(new[] { "61=" }));
        Assert.That(store.TryRead("a"u8, static (_, value) => Assert.That(value.Length, Is.Zero)), Is.True);
    }

    [Test]
    public void Removal_OfAnAbsentKey_ChangesNothing()
    {
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("a"u8, "1"u8));
        Commit(store, 2, batch => batch.Remove("b"u8));
        Commit(store, 3, batch => batch.Remove(StoreKeys.Long(401, 1)));
        Assert.That(StoreContent.Of(store), Is.EqualTo(new[] { "61=31" }));
    }

    [Test]
    public void Removal_OfTheLastKey_LeavesAnEmptyStore()
    {
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("a"u8, "1"u8));
        Commit(store, 2, batch => batch.Remove("a"u8));
        Assert.That(StoreContent.Of(store), Is.Empty);
        Assert.That(store.Position, Is.EqualTo(2));
    }

    [Test]
    public void Keys_OfAnyLength_AreKeptApartAndInOrder()
    {
        byte[][] keys = [.. Enumerable.Range(0, 6).SelectMany(static n => new[] { 1, 2, 8, 16, 399, 400, 401, 416, 511, 512, 5_000 }
            .Select(length => StoreKeys.Long(length, n)))];
        using (ICheckpointStore store = Open())
        {
            Commit(store, 1, batch => keys.Distinct(ByteKeys.Equality).ToList().ForEach(key => batch.Put(key, key.AsSpan(0, 1))));
        }

        using ICheckpointStore again = Open();
        string[] expected = [.. keys.Distinct(ByteKeys.Equality).Order(ByteKeys.Order)
            .Select(static key => $"{Convert.ToHexStringLower(key)}={key[0]:x2}")];
        Assert.That(StoreContent.Of(again), Is.EqualTo(expected));
        foreach (byte[] key in keys)
        {
            Assert.That(again.TryRead(key, (found, _) => Assert.That(found.SequenceEqual(key))), Is.True);
        }
    }

    [Test]
    public void LongKeys_WithEqualBeginnings_AreRemovedOneByOne()
    {
        byte[][] keys = [.. Enumerable.Range(0, 20).Select(static n => StoreKeys.Long(600, n))];
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => Array.ForEach(keys, key => batch.Put(key, "v"u8)));
        for (int i = 0; i < keys.Length; i++)
        {
            Commit(store, 2 + i, batch => batch.Remove(keys[i]));
            Assert.That(StoreContent.Of(store), Has.Length.EqualTo(keys.Length - 1 - i));
            Assert.That(store.TryRead(keys[i], static (_, _) => { }), Is.False);
        }
    }

    [TestCase(3_000)]
    [TestCase(100_000)]
    public void Value_LargerThanAPage_IsRead(int lengthBytes)
    {
        byte[] value = new byte[lengthBytes];
        new Random(1).NextBytes(value);
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("large"u8, value));
        Commit(store, 2, batch => batch.Put("other"u8, value));
        Assert.That(store.TryRead("large"u8, (_, found) => Assert.That(found.SequenceEqual(value))), Is.True);
    }

    [Test]
    public void Snapshot_Kept_LeavesTheStoreAsItIs()
    {
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("a"u8, "1"u8));
        store.KeepSnapshot();
        store.KeepSnapshot();
        Commit(store, 2, batch => batch.Put("a"u8, "2"u8));
        Assert.That(StoreContent.Of(store), Is.EqualTo(new[] { "61=32" }));
    }

    [Test]
    public void RandomChanges_GiveWhatASortedMapGives([Range(0, 39)] int run)
    {
        ulong seed = StableHash.Mix(TestSeed.Value, (ulong)run);
        var random = new SplitMix64(seed);
        var oracle = new SortedDictionary<byte[], byte[]>(ByteKeys.Order);
        long position = -1;
        ICheckpointStore store = Open();
        for (int round = 0; round < 12; round++)
        {
            position += random.Between(1, 1_000);
            CommitRandom(store, position, random, oracle);
            if (random.Below(3) == 0)
            {
                store.Dispose();
                store = Open();
            }

            Assert.That(store.Position, Is.EqualTo(position), TestSeed.Replay(seed));
            byte[] prefix = random.Below(2) == 0 ? [] : StoreKeys.Random(random)[..1];
            Assert.That(StoreContent.Of(store, prefix), Is.EqualTo(StoreContent.Of(oracle, prefix)), TestSeed.Replay(seed));
            byte[] key = StoreKeys.Random(random);
            Assert.That(store.TryRead(key, static (_, _) => { }), Is.EqualTo(oracle.ContainsKey(key)), TestSeed.Replay(seed));
        }

        store.Dispose();
    }

    /// <summary>What nobody changes between units is visited exactly once, whatever else is committed.</summary>
    [Test]
    public void Scan_InUnits_VisitsEveryRecordOnce([Range(0, 19)] int run)
    {
        ulong seed = StableHash.Mix(TestSeed.Value, (ulong)run);
        var random = new SplitMix64(seed);
        var oracle = new SortedDictionary<byte[], byte[]>(ByteKeys.Order);
        using ICheckpointStore store = Open();
        CommitRandom(store, 1, random, oracle);
        CommitRandom(store, 2, random, oracle);
        byte[] some = StoreKeys.Random(random);
        byte[] prefix = some[..Math.Min(some.Length, random.Below(12))];
        var seen = new List<string>();
        var later = new HashSet<string>();
        ICheckpointScan scan = store.Scan(prefix);
        bool hasMore = true;
        for (long position = 3; hasMore; position++)
        {
            int before = seen.Count;
            int unit = 1 + random.Below(30);
            hasMore = scan.Read(unit, (key, value) => seen.Add(StoreContent.Line(key, value)));
            Assert.That(seen.Count - before, Is.LessThan(unit + 100), TestSeed.Replay(seed));
            byte[] other = StoreKeys.Long(30 + random.Below(500), random.Below(200));
            other[0] = (byte)random.Below(3);
            Commit(store, position, batch => batch.Put(other, "later"u8));
            later.Add(StoreContent.Line(other, "later"u8));
        }

        seen.RemoveAll(later.Contains);
        Assert.That(seen.Order(), Is.EqualTo(StoreContent.Of(oracle, prefix).Order()), TestSeed.Replay(seed));
    }

    [Test]
    public void Scan_OfAPrefixLongerThanAStoredKey_VisitsWhatStartsWithIt()
    {
        byte[][] keys = [.. new[] { 399, 400, 401, 450, 600 }.Select(static length => StoreKeys.Long(length, 7))];
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => Array.ForEach(keys, key => batch.Put(key, "v"u8)));
        var lengths = new List<int>();
        ICheckpointScan scan = store.Scan(keys[3]);
        while (scan.Read(recordsMax: 1, (key, _) => lengths.Add(key.Length)))
        {
        }

        Assert.That(lengths.Order(), Is.EqualTo(new[] { 450, 600 }));
    }

    protected void Commit(ICheckpointStore store, long position, Action<StateBatch> fill)
    {
        using var batch = new StateBatch(_heap);
        fill(batch);
        store.Commit(position, [batch]);
    }

    private void CommitRandom(
        ICheckpointStore store, long position, SplitMix64 random, SortedDictionary<byte[], byte[]> oracle)
    {
        StateBatch[] batches = [.. Enumerable.Range(0, 1 + random.Below(3)).Select(_ => new StateBatch(_heap))];
        var used = new HashSet<byte[]>(ByteKeys.Equality);
        for (int changes = random.Below(200); changes > 0; changes--)
        {
            byte[] key = StoreKeys.Random(random);
            if (!used.Add(key))
            {
                continue;
            }

            StateBatch batch = batches[random.Below(batches.Length)];
            if (random.Below(3) == 0)
            {
                batch.Remove(key);
                oracle.Remove(key);
            }
            else
            {
                byte[] value = StoreKeys.Value(random);
                batch.Put(key, value);
                oracle[key] = value;
            }
        }

        store.Commit(position, batches);
        Array.ForEach(batches, static batch => batch.Dispose());
    }
}
