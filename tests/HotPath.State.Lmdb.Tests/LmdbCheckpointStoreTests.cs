using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.State.Lmdb.Snapshots;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>LMDB keeps the contract, with hashes of long keys whole, and cut to nothing so that all collide.</summary>
[TestFixture(64)]
[TestFixture(0)]
public sealed class LmdbCheckpointStoreTests : CheckpointStoreContract
{
    private readonly int _hashBits;
    private ScratchFolder _folder = null!;

    public LmdbCheckpointStoreTests(int hashBits) => _hashBits = hashBits;

    [SetUp]
    public void Make() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void SecondOpen_InOneProcess_IsRefused()
    {
        using ICheckpointStore store = Open();
        Assert.That(Open, Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DataDirectoryRefused));
        Assert.That(
            () => LmdbStateReader.Open(_folder.Path),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DataDirectoryRefused));
    }

    [Test]
    public void State_OfAnotherFormat_IsRefusedByItsNumber_AndNotCalledDamaged()
    {
        using (LmdbCheckpointStore store = Open(new LmdbOptions()))
        {
            CommitMany(store, 1, count: 10);
        }

        string path = Path.Combine(_folder.Path, "state", "data.mdb");
        byte[] file = File.ReadAllBytes(path);
        int found = 0;
        for (int at = file.AsSpan().IndexOf("HPSTATE1"u8); at >= 0; found++)
        {
            file[at + 8]--;
            BitConverter.TryWriteBytes(file.AsSpan(at + 40), StableHash.Of(file.AsSpan(at, 40)));
            int next = file.AsSpan(at + 8).IndexOf("HPSTATE1"u8);
            at = next < 0 ? -1 : at + 8 + next;
        }

        Assert.That(found, Is.GreaterThan(0));
        File.WriteAllBytes(path, file);
        Assert.That(
            Open,
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DataDirectoryRefused)
                .And.Message.Contains("state of format 3, 4 is read here; use the version that wrote it"));
    }

    [Test]
    public void Map_ThatIsFull_GrowsWithNothingLost()
    {
        using LmdbCheckpointStore store = Open(new LmdbOptions { MapBytes = 1 << 20, MapBytesMax = 1 << 26 });
        for (int round = 1; round <= 5; round++)
        {
            CommitMany(store, round, count: 2_000 * round);
        }

        Assert.That(store.FileBytes, Is.GreaterThan(1 << 20), "the case needs a state larger than its first map");
        Assert.That(store.RecordCount, Is.EqualTo(10_000));
        store.Verify();
    }

    [Test]
    public void Map_AtItsMaximum_IsAFullDisk_AndTheStoreGoesOn()
    {
        using LmdbCheckpointStore store = Open(new LmdbOptions { MapBytes = 1 << 20, MapBytesMax = 1 << 20 });
        CommitMany(store, 1, count: 100);
        string[] before = StoreContent.Of(store);
        Assert.That(
            () => CommitMany(store, 2, count: 50_000),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DiskFull).And.Message.Contains("configured maximum"));
        Assert.That(store.Position, Is.EqualTo(1));
        Assert.That(StoreContent.Of(store), Is.EqualTo(before));
        CommitMany(store, 2, count: 50);
        Assert.That(store.Position, Is.EqualTo(2));
    }

    [Test]
    public void Readers_OnOtherThreads_SeeWholeStates_WhileTheMapGrows()
    {
        using LmdbCheckpointStore store = Open(new LmdbOptions { MapBytes = 1 << 20, MapBytesMax = 1 << 28 });
        CommitMany(store, 1, count: 10);
        using var stop = new CancellationTokenSource();
        Exception? failure = null;
        long reads = 0;
        var reader = new Thread(() =>
        {
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    // A whole read compares number and sum with the header of its own transaction.
                    store.Verify();
                    Interlocked.Increment(ref reads);
                }
            }
            catch (Exception e) when (e is HotPathException)
            {
                failure = e;
            }
        });
        reader.Start();
        for (int round = 2; round < 40 || Interlocked.Read(ref reads) < 10; round++)
        {
            CommitMany(store, round, count: 300 * Math.Min(round, 40));
        }

        stop.Cancel();
        reader.Join();
        Assert.That(failure, Is.Null);
        Assert.That(store.FileBytes, Is.GreaterThan(1 << 20));
    }

    [Test]
    public void Snapshots_AreKeptUpToTheLimit_AndReadAtTheirPosition()
    {
        using LmdbCheckpointStore store = Open(new LmdbOptions { SnapshotsKept = 2 });
        for (int position = 1; position <= 4; position++)
        {
            byte value = (byte)position;
            Commit(store, position, batch => batch.Put("a"u8, [value]));
            store.KeepSnapshot();
        }

        IReadOnlyList<StateSnapshot> snapshots = LmdbCheckpointStore.ListSnapshots(_folder.Path);
        Assert.That(snapshots.Select(static snapshot => snapshot.Position), Is.EqualTo(new[] { 4L, 3L }));
        using LmdbStateReader reader = LmdbStateReader.OpenSnapshot(snapshots[1]);
        Assert.That((reader.Position, StoreContent.Of(reader)[0]), Is.EqualTo((3L, "61=03")));
    }

    [Test]
    public void DamagedState_IsReported_AndASnapshotTakesItsPlace()
    {
        using (LmdbCheckpointStore store = Open(new LmdbOptions()))
        {
            Commit(store, 10, batch => batch.Put("a"u8, "1"u8));
            store.KeepSnapshot();
            Commit(store, 20, batch => batch.Put("a"u8, "2"u8));
        }

        string file = Path.Combine(_folder.Path, "state", "data.mdb");
        byte[] bytes = File.ReadAllBytes(file);
        Array.Clear(bytes, 8192, bytes.Length - 8192);
        File.WriteAllBytes(file, bytes);
        Assert.That(
            () => StateRecovery.OpenVerified(_folder.Path),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.StateCorrupt).And.Message.Contains("position 10"));
        StateSnapshot snapshot = StateRecovery.FindSnapshot(_folder.Path)!;
        Assert.That(StateRecovery.FindSnapshot(_folder.Path, positionMax: 9), Is.Null);
        StateRecovery.Restore(_folder.Path, snapshot);
        using LmdbCheckpointStore restored = StateRecovery.OpenVerified(_folder.Path);
        Assert.That((restored.Position, StoreContent.Of(restored)[0]), Is.EqualTo((10L, "61=31")));
        Assert.That(Path.Combine(_folder.Path, "state.damaged-1"), Does.Exist);
        Commit(restored, 11, batch => batch.Put("b"u8, "1"u8));
    }

    [TestCase(10)]
    [TestCase(-1)]
    public void Restore_ToAnOlderState_TakesTheNameFromNewerSnapshots(long position)
    {
        using (LmdbCheckpointStore store = Open(new LmdbOptions()))
        {
            Commit(store, 10, batch => batch.Put("a"u8, "1"u8));
            store.KeepSnapshot();
            Commit(store, 20, batch => batch.Put("a"u8, "2"u8));
            store.KeepSnapshot();
        }

        if (position < 0)
        {
            StateRecovery.BeginAnew(_folder.Path);
        }
        else
        {
            StateRecovery.Restore(_folder.Path, StateRecovery.FindSnapshot(_folder.Path, position)!);
        }

        Assert.That(StateRecovery.FindSnapshot(_folder.Path)?.Position ?? -1, Is.EqualTo(position));
        Assert.That(Path.Combine(_folder.Path, "snapshots", "00000000000000000020.damaged", "data.mdb"), Does.Exist);
    }

    [Test]
    public void LostState_WithSnapshotsLeft_IsNotTakenForANewOne()
    {
        using (LmdbCheckpointStore store = Open(new LmdbOptions()))
        {
            Commit(store, 10, batch => batch.Put("a"u8, "1"u8));
            store.KeepSnapshot();
        }

        Directory.Delete(Path.Combine(_folder.Path, "state"), recursive: true);
        Assert.That(Open, Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.StateCorrupt));
    }

    [Test]
    public void Commit_OfTheSameSize_AllocatesNextToNothing()
    {
        using LmdbCheckpointStore store = Open(new LmdbOptions());
        using var batch = new StateBatch(new Foundation.Memory.NativeHeap());
        Fill(batch, 5_000, value: 1);
        store.Commit(1, [batch]);
        store.Commit(2, [batch]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        store.Commit(3, [batch]);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2_000), "bytes for 5,000 records");
    }

    protected override ICheckpointStore Open() => Open(new LmdbOptions());

    private static void Fill(StateBatch batch, int count, int value)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            batch.Put(StoreKeys.Of(1, i % 3, i), BitConverter.GetBytes((long)value * i));
        }
    }

    private static void CommitMany(LmdbCheckpointStore store, long position, int count)
    {
        using var batch = new StateBatch(new Foundation.Memory.NativeHeap());
        Fill(batch, count, (int)position);
        store.Commit(position, [batch]);
    }

    private LmdbCheckpointStore Open(LmdbOptions options) =>
        LmdbCheckpointStore.Open(_folder.Path, options with { LongKeyHashBits = _hashBits });
}
