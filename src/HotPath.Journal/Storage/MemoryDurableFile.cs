using System;
using HotPath.Foundation.Errors;

namespace HotPath.Journal.Storage;

/// <summary>An open file of a <see cref="MemoryDurableStorage"/>.</summary>
internal sealed class MemoryDurableFile : IDurableFile
{
    private readonly MemoryDurableStorage _storage;
    private readonly MemoryDisk _disk;
    private readonly int _life;
    private bool _isPoisoned;

    public MemoryDurableFile(MemoryDurableStorage storage, string path, MemoryDisk disk)
    {
        _storage = storage;
        Name = path;
        _disk = disk;
        _life = storage.Life;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long LengthBytes => _disk.LengthBytes;

    /// <inheritdoc/>
    public int Read(Span<byte> target, long offsetBytes)
    {
        ThrowIfDead();
        ReadOnlySpan<byte> rest = _disk.Content[(int)Math.Min(offsetBytes, _disk.LengthBytes)..];
        int length = Math.Min(rest.Length, target.Length);
        rest[..length].CopyTo(target);
        return length;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        ThrowIfDead();
        ThrowIfPoisoned();
        _storage.Write(_disk, bytes, offsetBytes);
    }

    /// <inheritdoc/>
    public void StartWriteBack(long offsetBytes, long lengthBytes)
    {
        // A crash already keeps any part of what was not synced.
    }

    /// <inheritdoc/>
    public void Sync()
    {
        ThrowIfDead();
        ThrowIfPoisoned();
        if (_storage.CountSync())
        {
            _disk.Sync();
            return;
        }

        _disk.FailSync(_storage.RevertsAtFailedSync);
        _isPoisoned = !_storage.HidesFailedSyncs;
        ThrowIfPoisoned();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void ThrowIfDead()
    {
        if (_life != _storage.Life)
        {
            ThrowHelper.InvariantBroken($"{Name} was opened before the crash");
        }
    }

    private void ThrowIfPoisoned()
    {
        if (_isPoisoned)
        {
            throw new HotPathException(ErrorCode.SyncFailed, $"{Name}: the simulated device failed");
        }
    }
}
