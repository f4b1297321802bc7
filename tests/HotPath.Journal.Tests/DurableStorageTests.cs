using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

/// <summary>The same contract on the disk and on its model.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class DurableStorageTests
{
    private readonly bool _isDisk;
    private string _folder = "data";
    private IDurableStorage _storage = new MemoryDurableStorage();

    public DurableStorageTests(bool isDisk) => _isDisk = isDisk;

    [SetUp]
    public void CreateFolder()
    {
        _storage = _isDisk ? new DiskDurableStorage() : new MemoryDurableStorage();
        _folder = _isDisk ? Path.Combine(Directory.CreateTempSubdirectory("hotpath-disk-").FullName, "a/b") : "data";
        _storage.CreateDirectory(_folder);
        _storage.CreateDirectory(_folder);
    }

    [TearDown]
    public void DeleteFolder()
    {
        if (_isDisk)
        {
            Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(_folder))!, recursive: true);
        }
    }

    [Test]
    public void File_WrittenAtOffsets_IsReadBackWithZerosBetween()
    {
        using (IDurableFile file = _storage.CreateFile($"{_folder}/x"))
        {
            file.Write([7, 8, 9], 10);
            file.Write([1, 2], 0);
            file.Sync();
            Assert.That(file.LengthBytes, Is.EqualTo(13));
        }

        using IDurableFile read = _storage.OpenFile($"{_folder}/x", isWritable: false);
        var bytes = new byte[20];
        Assert.That(read.Read(bytes, 0), Is.EqualTo(13));
        Assert.That(bytes[..13], Is.EqualTo(new byte[] { 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9 }));
        Assert.That((read.Read(bytes.AsSpan(0, 4), 11), bytes[0], read.Read(bytes, 13), read.Read(bytes, 99)), Is.EqualTo((2, 8, 0, 0)));
    }

    [Test]
    public void Names_CreatedRenamedAndDeleted_AreListedInOrder()
    {
        foreach (string name in new[] { "b", "a", "C" })
        {
            _storage.CreateFile($"{_folder}/{name}").Dispose();
        }

        Assert.That(_storage.ListFiles(_folder), Is.EqualTo(new[] { "C", "a", "b" }));
        _storage.Rename($"{_folder}/a", $"{_folder}/b");
        _storage.Delete($"{_folder}/C");
        _storage.SyncDirectory(_folder);
        Assert.That(_storage.ListFiles(_folder), Is.EqualTo(new[] { "b" }));
        Assert.That(_storage.ListFiles($"{_folder}/none"), Is.Empty);
    }

    [Test]
    public void CreateFile_OverOne_EmptiesIt()
    {
        using (IDurableFile file = _storage.CreateFile($"{_folder}/x"))
        {
            file.Write([1, 2, 3], 0);
        }

        using IDurableFile again = _storage.CreateFile($"{_folder}/x");
        Assert.That(again.LengthBytes, Is.Zero);
    }

    [Test]
    public void OpenFile_Missing_NamesIt() => Assert.That(
        () => _storage.OpenFile($"{_folder}/none", isWritable: true),
        Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.InputUnreadable).And.Message.Contains("none"));

    [Test]
    public void Write_DeviceFull_SaysSo()
    {
        if (!_isDisk)
        {
            ((MemoryDurableStorage)_storage).SpaceMaxBytes = 0;
        }

        using IDurableFile file = _isDisk ? _storage.OpenFile("/dev/full", isWritable: true) : _storage.CreateFile($"{_folder}/x");
        Assert.That(
            () => file.Write([1], 0),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DiskFull));
    }
}
