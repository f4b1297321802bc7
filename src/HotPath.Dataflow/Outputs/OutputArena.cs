using System;
using System.Threading;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Outputs;

/// <summary>
/// Finished rows of one shard on their way to egress: an unbounded queue of native blocks, so that no operator ever
/// waits for output. Its fill level (<see cref="BufferedBytes"/>) stops admission instead. A firing goes on past any
/// level; blocks that memory is not to hold are then taken from a file.
/// </summary>
/// <remarks>
/// <code>
/// block  0          8        16         24        32       40
///        +----------+--------+----------+---------+--------+-- records
///        | published| next   | capacity | released| origin |   origin: offset in the spill file, -1 in memory
///        +----------+--------+----------+---------+--------+
/// record 0        4          6      7        8          16      20       24      32
///        +--------+----------+------+--------+----------+-------+--------+-------+-- row
///        | length | statement| kind | unused | position | tenant| offset | index |   offset: within its block
///        +--------+----------+------+--------+----------+-------+--------+-------+
/// </code>
/// Threading: one producer (the shard: Reserve, Commit), one consumer (egress: TryReadStretch, Release). A record
/// becomes visible by the release write of <c>published</c>; a block is recycled when it is sealed and every record of
/// it is released.
/// </remarks>
public sealed class OutputArena : IDisposable
{
    private const int BlockHeaderBytes = 40;
    private const int RecordHeaderBytes = 32;
    private const int StatementOffset = 4; // of a record, as the next five
    private const int KindOffset = 6;
    private const int PositionOffset = 8;
    private const int TenantOffset = 16;
    private const int PlaceOffset = 20;
    private const int IndexOffset = 24;
    private const int NextOffset = 8; // of a block, as the next three
    private const int CapacityOffset = 16;
    private const int ReleasedOffset = 24;
    private const int OriginOffset = 32;
    private const long InMemory = -1;

    private readonly NativeHeap _heap;
    private readonly int _blockBytes;
    private readonly SpillFile? _spill;
    private readonly long _memoryBytesMax;
    private readonly nint[] _spare = new nint[64];
    private nint _writeBlock;
    private int _writeOffset = BlockHeaderBytes;
    private nint _readBlock;
    private int _readOffset = BlockHeaderBytes;
    private long _producedBytes;
    private long _releasedBytes;
    private long _memoryBytes;
    private long _spareHead;
    private long _spareTail;

    /// <summary>Takes the first block.</summary>
    /// <param name="heap">Where blocks come from.</param>
    /// <param name="blockBytes">Size of a block. Unit: bytes.</param>
    /// <param name="spillFolder">Folder of the file for blocks that memory is not to hold; null: all are in
    /// memory.</param>
    /// <param name="memoryBytesMax">Blocks in memory, the first of which always is. Unit: bytes.</param>
    public OutputArena(
        NativeHeap heap, int blockBytes = 256 * 1024, string? spillFolder = null, long memoryBytesMax = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _spill = spillFolder is null ? null : new SpillFile(spillFolder);
        _memoryBytesMax = memoryBytesMax;
        _heap = heap;
        _blockBytes = blockBytes;
        _writeBlock = _readBlock = NewBlock(blockBytes);
    }

    /// <summary>Bytes produced and not yet released. Ordering: acquire. Unit: bytes.</summary>
    public long BufferedBytes => Volatile.Read(ref _producedBytes) - Volatile.Read(ref _releasedBytes);

    /// <summary>Bytes released so far. Ordering: acquire. Unit: bytes.</summary>
    public long ReleasedBytes => Volatile.Read(ref _releasedBytes);

    /// <summary>Bytes of the spill file in use. Unit: bytes.</summary>
    public long SpillLiveBytes => _spill?.LiveBytes ?? 0;

    /// <summary>Bytes that went to the spill file so far. Unit: bytes.</summary>
    public long SpilledBytes => _spill?.TakenBytes ?? 0;

    /// <summary>
    /// Room for one row; the producer fills it and calls <see cref="Commit"/>, or drops it by reserving again.
    /// </summary>
    /// <param name="rowBytes">Length of the row. Unit: bytes.</param>
    /// <returns>Address of the row; not zeroed.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2007: no room to spill.</exception>
    public nint Reserve(int rowBytes)
    {
        int needed = Aligned(RecordHeaderBytes + rowBytes);
        if (needed > (int)Raw.Read<long>(_writeBlock + CapacityOffset) - _writeOffset)
        {
            nint block = TakeBlock(needed);
            Raw.WriteRelease(_writeBlock + NextOffset, block);
            _writeBlock = block;
            _writeOffset = BlockHeaderBytes;
        }

        return _writeBlock + _writeOffset + RecordHeaderBytes;
    }

    /// <summary>Publishes the row reserved last.</summary>
    /// <param name="identity">Its identity and kind.</param>
    /// <param name="rowBytes">Its length, at most what was reserved. Unit: bytes.</param>
    public void Commit(in OutputIdentity identity, int rowBytes)
    {
        int length = Aligned(RecordHeaderBytes + rowBytes);
        nint record = _writeBlock + _writeOffset;
        Raw.Write(record, length);
        Raw.Write(record + StatementOffset, (ushort)identity.Statement);
        Raw.Write(record + KindOffset, (byte)identity.Kind);
        Raw.Write(record + PositionOffset, identity.Position);
        Raw.Write(record + TenantOffset, identity.Tenant);
        Raw.Write(record + PlaceOffset, _writeOffset);
        Raw.Write(record + IndexOffset, identity.Index);
        _writeOffset += length;
        Volatile.Write(ref _producedBytes, _producedBytes + length);
        Raw.WriteRelease(_writeBlock, _writeOffset);
    }

    /// <summary>Takes the next record in production order.</summary>
    /// <param name="record">Valid until released.</param>
    /// <returns><see langword="false"/> when there is none now.</returns>
    public bool TryRead(out OutputRecord record)
    {
        while (!HasUnread())
        {
            nint next = (nint)Raw.ReadAcquire(_readBlock + NextOffset);
            if (next == 0)
            {
                record = default;
                return false;
            }

            if (HasUnread())
            {
                break; // committed between the two reads, just before the block was sealed
            }

            nint done = _readBlock;
            _readBlock = next;
            _readOffset = BlockHeaderBytes;
            RecycleIfDone(done);
        }

        record = RecordAt(_readBlock + _readOffset + RecordHeaderBytes);
        _readOffset += record.LengthBytes;
        return true;
    }

    /// <summary>Takes the next records in production order that are one stretch, as many as are there now.</summary>
    /// <param name="stretch">Valid until released.</param>
    /// <returns><see langword="false"/> when there is none now.</returns>
    public bool TryReadStretch(out OutputStretch stretch)
    {
        if (!TryRead(out OutputRecord first))
        {
            stretch = default;
            return false;
        }

        nint start = first.RowAddress - RecordHeaderBytes;
        int startOffset = _readOffset - first.LengthBytes;
        int publishedOffset = (int)Raw.ReadAcquire(_readBlock);
        int rows = 1;
        while (_readOffset < publishedOffset && IsNext(start, _readBlock + _readOffset, rows))
        {
            _readOffset += Raw.Read<int>(_readBlock + _readOffset);
            rows++;
        }

        stretch = new OutputStretch(first.RowAddress, rows, _readOffset - startOffset);
        return true;
    }

    /// <summary>The record of a row: what a reader that holds very many keeps is where they lie.</summary>
    /// <param name="rowAddress">Address of a row that was read and is not released.</param>
    /// <returns>The record.</returns>
    public static OutputRecord RecordAt(nint rowAddress)
    {
        nint address = rowAddress - RecordHeaderBytes;
        var identity = new OutputIdentity(
            Raw.Read<long>(address + PositionOffset),
            Raw.Read<ushort>(address + StatementOffset),
            Raw.Read<int>(address + TenantOffset),
            Raw.Read<long>(address + IndexOffset),
            (RowKind)Raw.Read<byte>(address + KindOffset));
        return new OutputRecord(identity, rowAddress, Raw.Read<int>(address));
    }

    /// <summary>Gives a record's memory back.</summary>
    /// <param name="record">As read; each exactly once, in any order.</param>
    public void Release(in OutputRecord record) => Release(record.RowAddress, record.LengthBytes);

    /// <summary>Gives the memory of records back that lie one behind the other.</summary>
    /// <param name="rowAddress">Start of the first row. Each record exactly once, in any order.</param>
    /// <param name="lengthBytes">Length of the records. Unit: bytes.</param>
    public void Release(nint rowAddress, int lengthBytes)
    {
        nint block = BlockOf(rowAddress - RecordHeaderBytes);
        Raw.Ref<long>(block + ReleasedOffset) += lengthBytes;
        Volatile.Write(ref _releasedBytes, _releasedBytes + lengthBytes);
        if (block != _readBlock)
        {
            RecycleIfDone(block);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_readBlock != 0)
        {
            nint next = (nint)Raw.Read<long>(_readBlock + NextOffset);
            FreeBlock(_readBlock);
            _readBlock = next;
        }

        while (_spareTail < _spareHead)
        {
            FreeBlock(_spare[_spareTail++ % _spare.Length]);
        }

        _spill?.Dispose();
    }

    private static nint BlockOf(nint record) => record - Raw.Read<int>(record + PlaceOffset);

    private static bool IsNext(nint first, nint record, int rows) =>
        Raw.Read<long>(record + PositionOffset) == Raw.Read<long>(first + PositionOffset)
        && Raw.Read<ushort>(record + StatementOffset) == Raw.Read<ushort>(first + StatementOffset)
        && Raw.Read<int>(record + TenantOffset) == Raw.Read<int>(first + TenantOffset)
        && Raw.Read<long>(record + IndexOffset) == Raw.Read<long>(first + IndexOffset) + rows;

    private static int Aligned(int lengthBytes) => checked(lengthBytes + 7) & ~7;

    private bool HasUnread() => _readOffset < Raw.ReadAcquire(_readBlock);

    private void RecycleIfDone(nint block)
    {
        if (Raw.Read<long>(block + ReleasedOffset) + BlockHeaderBytes
            != Math.Max(BlockHeaderBytes, Raw.Read<long>(block)))
        {
            return;
        }

        long head = Volatile.Read(ref _spareHead);
        if (Raw.Read<long>(block + CapacityOffset) != _blockBytes
            || Raw.Read<long>(block + OriginOffset) != InMemory
            || head - Volatile.Read(ref _spareTail) == _spare.Length)
        {
            FreeBlock(block);
            return;
        }

        _spare[head % _spare.Length] = block;
        Volatile.Write(ref _spareHead, head + 1);
    }

    private nint TakeBlock(int recordBytes)
    {
        long tail = _spareTail;
        if (recordBytes + BlockHeaderBytes > _blockBytes || tail == Volatile.Read(ref _spareHead))
        {
            return NewBlock(Math.Max(_blockBytes, recordBytes + BlockHeaderBytes));
        }

        nint block = _spare[tail % _spare.Length];
        Volatile.Write(ref _spareTail, tail + 1);
        Raw.Write(block, 0L);
        Raw.Write(block + NextOffset, 0L);
        Raw.Write(block + ReleasedOffset, 0L);
        return block;
    }

    private nint NewBlock(int lengthBytes)
    {
        long origin = InMemory;
        bool isInMemory = _spill is null
            || _writeBlock == 0
            || Volatile.Read(ref _memoryBytes) + lengthBytes <= _memoryBytesMax;
        nint block = isInMemory ? _heap.Allocate(lengthBytes) : _spill!.Take(lengthBytes, out origin);
        Interlocked.Add(ref _memoryBytes, isInMemory ? lengthBytes : 0);
        Raw.Write(block + CapacityOffset, (long)lengthBytes);
        Raw.Write(block + OriginOffset, origin);
        return block;
    }

    private void FreeBlock(nint block)
    {
        long lengthBytes = Raw.Read<long>(block + CapacityOffset);
        long origin = Raw.Read<long>(block + OriginOffset);
        if (origin == InMemory)
        {
            _heap.Free(block, lengthBytes);
            Interlocked.Add(ref _memoryBytes, -lengthBytes);
        }
        else
        {
            _spill!.Return(block, origin, lengthBytes);
        }
    }
}
