using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>
/// Files that wait to become segments: written full of zeros ahead of need, so that writing to a segment later neither
/// allocates blocks nor changes metadata; or segments that are no longer needed, under another name. One of them gets
/// the name of the next segment ahead of need, too, so that the writing thread waits for no directory.
/// </summary>
/// <remarks>
/// Threading: any thread. A name is durable before its file gets other content: otherwise a crash could bring back the
/// old name over the new content. A file that has a segment's name and not its header is none to a reader.
/// </remarks>
internal sealed class SegmentPool : IDisposable
{
    private const int ZerosBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Lock _creating = new(); // two at once could each take the last space that one needs
    private readonly Queue<string> _spares = new();
    private readonly IDurableStorage _storage;
    private readonly NativeHeap _heap;
    private readonly JournalOptions _options;
    private readonly nint _zeros;
    private IDurableFile? _making; // under _creating
    private SegmentFile? _named; // under _lock, as the next
    private long _newest;
    private long _madeBytes;
    private long _nextSpare;

    /// <summary>No files yet.</summary>
    /// <param name="storage">Where they lie.</param>
    /// <param name="heap">Where the zeros lie.</param>
    /// <param name="options">How long they are.</param>
    /// <param name="newest">Number of the newest segment; 0 for none.</param>
    public SegmentPool(IDurableStorage storage, NativeHeap heap, JournalOptions options, long newest)
    {
        _newest = newest;
        _storage = storage;
        _heap = heap;
        _options = options;
        _zeros = heap.Allocate(ZerosBytes);
    }

    /// <summary>Whether a spare waits for the name of the next segment.</summary>
    public bool IsUnnamed
    {
        get
        {
            lock (_lock)
            {
                return _named is null && _spares.Count > 0;
            }
        }
    }

    /// <summary>Whether there is no spare, and none made so far.</summary>
    /// <param name="bytes">How far one should be made. Unit: bytes.</param>
    public bool IsBehind(long bytes)
    {
        lock (_lock)
        {
            long made = Volatile.Read(ref _madeBytes);
            return _named is null && _spares.Count == 0 && made < Math.Min(bytes, _options.SegmentBytes);
        }
    }

    /// <summary>Removes spares of an earlier process: how far they were written is not known.</summary>
    public void Clear()
    {
        foreach (string name in _storage.ListFiles(_options.Directory))
        {
            if (SegmentDescriptor.IsSpare(name))
            {
                _storage.Delete(PathOf(name));
            }
        }
    }

    /// <summary>Writes the next zeros of a spare of the usual length.</summary>
    /// <returns>Whether it is whole now.</returns>
    public bool Prepare()
    {
        lock (_creating)
        {
            // A spare only saves time: others on the volume may need its space to go on at all.
            CheckSpace(_options.SegmentBytes, leftBytes: _options.SegmentBytes);
            if (MakeSome(_options.SegmentBytes) is not { } path)
            {
                return false;
            }

            lock (_lock)
            {
                _spares.Enqueue(path);
            }

            return true;
        }
    }

    /// <summary>Gives a spare the name of the next segment.</summary>
    public void NameNext()
    {
        lock (_creating)
        {
            if (IsUnnamed && TryTake(least: 1, out string? spare))
            {
                SegmentFile named = Name(spare, Newest + 1);
                lock (_lock)
                {
                    _named = named;
                }
            }
        }
    }

    /// <summary>Turns a spare into the file of the next segment; its old content is still in it.</summary>
    public SegmentFile Take(long number, long lengthBytes)
    {
        bool isUsual = lengthBytes == _options.SegmentBytes;
        if (isUsual && TryTakeNamed(number) is { } ready)
        {
            return ready;
        }

        // From here on nobody else gives names.
        lock (_creating)
        {
            if (TryTakeNamed(number) is { } named)
            {
                if (isUsual)
                {
                    return named;
                }

                named.Dispose();
                _storage.Delete(named.Path);
            }

            SegmentFile taken = Name(TakeSpare(lengthBytes), number);
            NoteNewest(number);
            return taken;
        }
    }

    /// <summary>Keeps the file of a segment as a spare, or removes it when there are enough.</summary>
    public void Recycle(JournalSegment segment)
    {
        bool isKept;
        lock (_lock)
        {
            isKept = segment.LengthBytes == _options.SegmentBytes && _spares.Count < _options.SparesMax;
        }

        string spare = NextSpare();
        if (isKept)
        {
            _storage.Rename(segment.Path, spare);
        }
        else
        {
            _storage.Delete(segment.Path);
        }

        _storage.SyncDirectory(_options.Directory);
        if (isKept)
        {
            lock (_lock)
            {
                _spares.Enqueue(spare);
            }
        }
    }

    /// <summary>Removes all spares but one, for something that needs their space more.</summary>
    /// <returns>How many were removed. Unit: files.</returns>
    public int GiveUp()
    {
        int removed = 0;
        while (TryTake(_named is null ? 2 : 1, out string? spare))
        {
            _storage.Delete(spare);
            removed++;
        }

        return removed;
    }

    public void Dispose()
    {
        _making?.Dispose();
        _named?.Dispose();
        _heap.Free(_zeros, ZerosBytes);
    }

    private long Newest
    {
        get
        {
            lock (_lock)
            {
                return _newest;
            }
        }
    }

    private SegmentFile? TryTakeNamed(long number)
    {
        lock (_lock)
        {
            SegmentFile? named = _named?.Number == number ? _named : null;
            if (named is not null)
            {
                _named = null;
                _newest = number;
            }

            return named;
        }
    }

    private void NoteNewest(long number)
    {
        lock (_lock)
        {
            _newest = number;
        }
    }

    // A rename would replace what has the name already.
    private SegmentFile Name(string spare, long number)
    {
        string name = SegmentDescriptor.FileName(number);
        if (_storage.ListFiles(_options.Directory).Contains(name))
        {
            ThrowHelper.InvariantBroken($"{PathOf(name)} is there already; a segment would be overwritten");
        }

        string path = PathOf(name);
        _storage.Rename(spare, path);
        try
        {
            _storage.SyncDirectory(_options.Directory);
            return new SegmentFile(_storage.OpenFile(path, isWritable: true), number);
        }
        catch (HotPathException e) when (e.Code != ErrorCode.SyncFailed)
        {
            _storage.Delete(path);
            throw;
        }
    }

    private string TakeSpare(long lengthBytes)
    {
        bool isUsual = lengthBytes == _options.SegmentBytes;
        if (isUsual && TryTake(least: 1, out string? spare))
        {
            return spare;
        }

        lock (_creating)
        {
            return isUsual && TryTake(least: 1, out spare) ? spare : Make(lengthBytes);
        }
    }

    // One of another length takes the place of the one being made: it is for a frame that fits into no usual segment.
    private string Make(long lengthBytes)
    {
        string? path;
        if (lengthBytes != _options.SegmentBytes)
        {
            GiveUpMaking();
        }

        CheckSpace(lengthBytes, leftBytes: 0);
        do
        {
            path = MakeSome(lengthBytes);
        }
        while (path is null);
        return path;
    }

    private bool TryTake(int least, [NotNullWhen(true)] out string? spare)
    {
        lock (_lock)
        {
            spare = null;
            return _spares.Count >= least && _spares.TryDequeue(out spare);
        }
    }

    // Before a file is begun: to find out by filling the volume would take its last space from everybody meanwhile.
    private void CheckSpace(long lengthBytes, long leftBytes)
    {
        long neededBytes = lengthBytes - _madeBytes;
        if (_making is not null && leftBytes > 0)
        {
            return;
        }

        long freeBytes = _storage.FreeBytes(_options.Directory, countsReserve: leftBytes == 0);
        if (freeBytes - leftBytes < neededBytes)
        {
            GiveUpMaking();
            string use = leftBytes == 0 ? "a segment" : "a spare segment beside the space of another";
            throw new HotPathException(
                ErrorCode.DiskFull,
                $"{_options.Directory}: no space left on the volume for {use} ({freeBytes} bytes free, "
                + $"{neededBytes + leftBytes} needed); free space or raise the quota");
        }
    }

    // Returns the path once the file is whole and durable.
    private string? MakeSome(long lengthBytes)
    {
        try
        {
            _making ??= _storage.CreateFile(NextSpare());
            int zeros = (int)Math.Min(ZerosBytes, lengthBytes - _madeBytes);
            _making.Write(Raw.Span(_zeros, zeros), _madeBytes);
            _making.StartWriteBack(_madeBytes, zeros);
            Volatile.Write(ref _madeBytes, _madeBytes + zeros);
            if (_madeBytes < lengthBytes)
            {
                return null;
            }

            _making.Sync();
            return Release();
        }
        catch (HotPathException e) when (e.Code != ErrorCode.SyncFailed)
        {
            // What was written of it would only keep the disk full.
            GiveUpMaking();
            throw;
        }
    }

    private void GiveUpMaking()
    {
        if (_making is not null)
        {
            _storage.Delete(Release());
        }
    }

    private string Release()
    {
        string path = _making!.Name;
        _making.Dispose();
        _making = null;
        Volatile.Write(ref _madeBytes, 0);
        return path;
    }

    private string NextSpare() => PathOf(SegmentDescriptor.SpareName(Interlocked.Increment(ref _nextSpare)));

    private string PathOf(string name) => $"{_options.Directory}/{name}";
}
