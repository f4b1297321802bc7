using System.Linq;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>The model keeps the contract, and goes wrong as it is told.</summary>
public sealed class ModelCheckpointStoreTests : CheckpointStoreContract
{
    private ModelDisk _disk = null!;

    [SetUp]
    public void Disk() => _disk = new ModelDisk(TestSeed.Value);

    [Test]
    public void FullDisk_LeavesTheOldState_AndTheNextCommitPasses()
    {
        using ICheckpointStore store = Open();
        Commit(store, 1, batch => batch.Put("a"u8, "1"u8));
        _disk.Arm(CommitFault.DiskFull);
        Assert.That(
            () => Commit(store, 2, batch => batch.Put("a"u8, "2"u8)),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DiskFull));
        Assert.That((store.Position, StoreContent.Of(store)[0]), Is.EqualTo((1L, "61=31")));
        Commit(store, 2, batch => batch.Put("a"u8, "2"u8));
        Assert.That((store.Position, StoreContent.Of(Open())[0]), Is.EqualTo((2L, "61=32")));
    }

    [Test]
    public void InterruptedCommit_HappensOrNot_AndIsNeverAMixture()
    {
        var outcomes = Enumerable.Range(0, 40).Select(seed =>
        {
            _disk = new ModelDisk((ulong)seed);
            ICheckpointStore store = Open();
            Commit(store, 1, batch => batch.Put("a"u8, "1"u8));
            _disk.Arm(CommitFault.Interrupted, after: 1);
            Commit(store, 2, batch => batch.Put("b"u8, "2"u8));
            Assert.That(
                () => Commit(store, 3, batch =>
                {
                    batch.Remove("a"u8);
                    batch.Put("b"u8, "3"u8);
                }),
                Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.SyncFailed));
            Assert.That(() => Commit(store, 4, static _ => { }), Throws.TypeOf<HotPathException>());
            ICheckpointStore next = Open();
            return $"{next.Position}:{string.Join(',', StoreContent.Of(next))}";
        }).ToHashSet();
        Assert.That(outcomes, Is.EquivalentTo(new[] { "2:61=31,62=32", "3:62=33" }));
    }

    [Test]
    public void Snapshots_BeyondTheLimit_GoTheOldestFirst_AndCanBeRestored()
    {
        using ICheckpointStore store = Open();
        for (int position = 1; position <= 5; position++)
        {
            byte value = (byte)position;
            Commit(store, position, batch => batch.Put("a"u8, [value]));
            store.KeepSnapshot();
        }

        Assert.That(_disk.Snapshots, Is.EqualTo(new[] { 5L, 4L, 3L }));
        _disk.Restore(4);
        using ICheckpointStore restored = Open();
        Assert.That((restored.Position, StoreContent.Of(restored)[0]), Is.EqualTo((4L, "61=04")));
        Assert.That(_disk.Snapshots, Is.EqualTo(new[] { 4L, 3L }), "what was gone back from does not come back");
    }

    protected override ICheckpointStore Open() => new ModelCheckpointStore(_disk);
}
