using System;
using System.Collections.Generic;
using System.Threading;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Tests;

/// <summary>A disk whose next sync of a file lasts until it is let go, and that notes files closed meanwhile.</summary>
internal sealed class SlowSyncStorage : IDurableStorage
{
    private readonly IDurableStorage _inner;
    private int _isHolding;

    public SlowSyncStorage(IDurableStorage inner) => _inner = inner;

    /// <summary>Set once a sync waits.</summary>
    public ManualResetEventSlim IsWaiting { get; } = new();

    /// <summary>Lets it go on.</summary>
    public ManualResetEventSlim Go { get; } = new();

    /// <summary>Files that were closed while one of their syncs ran.</summary>
    public List<string> ClosedUnderSync { get; } = [];

    /// <summary>Holds the next sync.</summary>
    public void HoldNextSync() => Volatile.Write(ref _isHolding, 1);

    public void CreateDirectory(string directory) => _inner.CreateDirectory(directory);

    public IReadOnlyList<string> ListFiles(string directory) => _inner.ListFiles(directory);

    public IDurableFile CreateFile(string path) => new SlowFile(this, _inner.CreateFile(path));

    public IDurableFile OpenFile(string path, bool isWritable) => new SlowFile(this, _inner.OpenFile(path, isWritable));

    public void Rename(string from, string to) => _inner.Rename(from, to);

    public void Delete(string path) => _inner.Delete(path);

    public long FreeBytes(string directory, bool countsReserve) => _inner.FreeBytes(directory, countsReserve);

    public void SyncDirectory(string directory) => _inner.SyncDirectory(directory);

    private sealed class SlowFile(SlowSyncStorage storage, IDurableFile inner) : IDurableFile
    {
        private volatile bool _isSyncing;

        public string Name => inner.Name;

        public long LengthBytes => inner.LengthBytes;

        public int Read(Span<byte> target, long offsetBytes) => inner.Read(target, offsetBytes);

        public void Write(ReadOnlySpan<byte> bytes, long offsetBytes) => inner.Write(bytes, offsetBytes);

        public void StartWriteBack(long offsetBytes, long lengthBytes) => inner.StartWriteBack(offsetBytes, lengthBytes);

        public void Sync()
        {
            _isSyncing = true;
            if (Interlocked.Exchange(ref storage._isHolding, 0) == 1)
            {
                storage.IsWaiting.Set();
                storage.Go.Wait();
            }

            inner.Sync();
            _isSyncing = false;
        }

        public void Dispose()
        {
            if (_isSyncing)
            {
                storage.ClosedUnderSync.Add(Name);
            }

            inner.Dispose();
        }
    }
}
