using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.Journal.Storage;

/// <summary>
/// A model of a disk that loses what was not synced: for simulations and tests. Each file has what programs see and
/// what the device holds; a <see cref="Crash"/> leaves the device plus any part of the unsynced writes, torn anywhere,
/// and any part of the unsynced names.
/// </summary>
/// <remarks>
/// Threading: any thread, one call at a time inside. Equal calls and seeds give equal disks. After a crash the files
/// opened before it are dead: to use one is a fault of the caller. Source: specs/reliability.md 3.3.
/// </remarks>
public sealed class MemoryDurableStorage : IDurableStorage
{
    private readonly Dictionary<string, MemoryDisk> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryDisk> _durableFiles = new(StringComparer.Ordinal);
    private readonly List<NameChange> _unsyncedNames = [];

    /// <summary>Syncs asked for so far, of files and of directories, failed ones included. Unit: calls.</summary>
    public int SyncCalls { get; private set; }

    /// <summary>Writes asked for so far. Unit: calls.</summary>
    public int WriteCalls { get; private set; }

    /// <summary>Number of the write that finds the disk full half-way, from 1; 0 for none.</summary>
    public int FailingWrite { get; set; }

    /// <summary>Number of the sync that fails, from 1; 0 for none.</summary>
    public int FailingSync { get; set; }

    /// <summary>Syncs that failed so far. Unit: calls.</summary>
    public int FailedSyncs { get; private set; }

    /// <summary>Writes that found the disk full so far. Unit: calls.</summary>
    public int RefusedWrites { get; private set; }

    /// <summary>Whether a failed sync is told as a good one: a device that no program can be right on.</summary>
    public bool HidesFailedSyncs { get; set; }

    /// <summary>
    /// Whether a failed sync leaves programs the old content, as some file systems do; others go on showing the new
    /// one. In both the pages are clean: no later sync writes them.
    /// </summary>
    public bool RevertsAtFailedSync { get; set; }

    /// <summary>Room for the lengths of all files; growth beyond it is refused. Unit: bytes.</summary>
    public long SpaceMaxBytes { get; set; } = long.MaxValue;

    /// <summary>Whether it can be asked how much room is left.</summary>
    public bool TellsFreeBytes { get; set; }

    /// <summary>Called before every write and sync; may throw to end the life of the program there.</summary>
    public Action? BeforeCall { get; set; }

    /// <summary>Lengths of all files. Unit: bytes.</summary>
    public long UsedBytes => _files.Values.Distinct().Sum(static file => (long)file.LengthBytes);

    internal int Life { get; private set; }

    /// <inheritdoc/>
    public void CreateDirectory(string directory)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string directory)
    {
        string prefix = directory + "/";
        return [.. _files.Keys
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..])
            .Where(static name => !name.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IDurableFile CreateFile(string path)
    {
        var disk = new MemoryDisk();
        ChangeNames(new NameChange(path, disk, Removed: null));
        return new MemoryDurableFile(this, path, disk);
    }

    /// <inheritdoc/>
    public IDurableFile OpenFile(string path, bool isWritable) => new MemoryDurableFile(this, path, Find(path));

    /// <inheritdoc/>
    public void Rename(string from, string to) => ChangeNames(new NameChange(to, Find(from), from));

    /// <inheritdoc/>
    public void Delete(string path) => ChangeNames(new NameChange(Added: null, Find(path), path));

    /// <inheritdoc/>
    public long FreeBytes(string directory, bool countsReserve) =>
        TellsFreeBytes ? SpaceMaxBytes - UsedBytes : long.MaxValue;

    /// <inheritdoc/>
    public void SyncDirectory(string directory)
    {
        if (!CountSync() && !HidesFailedSyncs)
        {
            // Unlike pages, names do not turn clean: they go through the file system's own journal, which either keeps
            // them for the next sync or stops the file system.
            throw new HotPathException(ErrorCode.SyncFailed, $"{directory}: the simulated device failed");
        }

        foreach (NameChange change in _unsyncedNames.Where(change => IsIn(change, directory)))
        {
            change.ApplyTo(_durableFiles);
        }

        _unsyncedNames.RemoveAll(change => IsIn(change, directory));
    }

    /// <summary>Cuts the power: what was not synced survives in any part.</summary>
    /// <param name="seed">Chooses what survives.</param>
    public void Crash(ulong seed)
    {
        var random = new SplitMix64(seed);
        bool inOrder = random.Below(2) == 0;
        int kept = random.Below(_unsyncedNames.Count + 1);
        for (int i = 0; i < _unsyncedNames.Count; i++)
        {
            if (inOrder ? i < kept : random.Below(2) == 0)
            {
                _unsyncedNames[i].ApplyTo(_durableFiles);
            }
        }

        _unsyncedNames.Clear();
        _files.Clear();
        foreach ((string path, MemoryDisk disk) in _durableFiles.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            disk.Crash(random);
            _files[path] = disk;
        }

        Life++;
    }

    /// <summary>Ends the program without cutting the power: everything written is still seen.</summary>
    public void Kill() => Life++;

    /// <summary>Flips one bit of a file, as a failing medium does.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="bit">Which, from the start of the file. Unit: bits.</param>
    public void FlipBit(string path, long bit) => Find(path).FlipBit(bit);

    /// <summary>What programs see in a file now.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>A copy.</returns>
    public byte[] ReadAll(string path) => Find(path).Content.ToArray();

    /// <summary>Puts a file there, durably.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Put(string path, ReadOnlySpan<byte> bytes)
    {
        var disk = new MemoryDisk(bytes);
        _files[path] = disk;
        _durableFiles[path] = disk;
    }

    /// <summary>Takes a file away, durably.</summary>
    /// <param name="path">Path of the file.</param>
    public void Remove(string path)
    {
        _files.Remove(path);
        _durableFiles.Remove(path);
    }

    /// <summary>A disk with the same files, all durable, and no faults planned.</summary>
    /// <returns>The copy.</returns>
    public MemoryDurableStorage Clone()
    {
        var copy = new MemoryDurableStorage();
        foreach ((string path, MemoryDisk disk) in _files)
        {
            copy.Put(path, disk.Content);
        }

        return copy;
    }

    /// <summary>A disk with what the device holds of this one: as after a power cut that no unsynced byte or name
    /// survived.</summary>
    /// <returns>The copy; no faults are planned.</returns>
    public MemoryDurableStorage CloneDevice()
    {
        var copy = new MemoryDurableStorage();
        foreach ((string path, MemoryDisk disk) in _durableFiles)
        {
            copy.Put(path, disk.Device);
        }

        return copy;
    }

    internal void Write(MemoryDisk disk, ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        BeforeCall?.Invoke();
        long growth = Math.Max(0, offsetBytes + bytes.Length - disk.LengthBytes);
        bool isFull = ++WriteCalls == FailingWrite || (growth > 0 && UsedBytes + growth > SpaceMaxBytes);
        int lengthBytes = !isFull ? bytes.Length : growth == 0 ? bytes.Length / 2 : 0;
        disk.Write(bytes[..lengthBytes], checked((int)offsetBytes));
        if (isFull)
        {
            RefusedWrites++;
            throw new HotPathException(ErrorCode.DiskFull, $"the simulated disk of {SpaceMaxBytes} bytes is full");
        }
    }

    internal bool CountSync()
    {
        BeforeCall?.Invoke();
        bool isFailing = ++SyncCalls == FailingSync;
        FailedSyncs += isFailing ? 1 : 0;
        return !isFailing;
    }

    private static bool IsIn(NameChange change, string directory) =>
        Path.GetDirectoryName(change.Added ?? change.Removed) == directory;

    private void ChangeNames(NameChange change)
    {
        change.ApplyTo(_files);
        _unsyncedNames.Add(change);
    }

    private MemoryDisk Find(string path) => _files.TryGetValue(path, out MemoryDisk? disk)
        ? disk
        : throw new HotPathException(ErrorCode.InputUnreadable, $"{path}: no such file; check the path");

    private sealed record NameChange(string? Added, MemoryDisk File, string? Removed)
    {
        public void ApplyTo(Dictionary<string, MemoryDisk> names)
        {
            // A lost earlier step may have left the old name to another file; only this file's own goes.
            if (Removed is not null && names.TryGetValue(Removed, out MemoryDisk? there) && there == File)
            {
                names.Remove(Removed);
            }

            if (Added is not null)
            {
                names[Added] = File;
            }
        }
    }
}
