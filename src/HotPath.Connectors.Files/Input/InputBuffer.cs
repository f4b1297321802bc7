using System;
using HotPath.Foundation.Memory;

namespace HotPath.Connectors.Files.Input;

/// <summary>
/// The window of an input that is being parsed: read in big chunks into a native block, consumed record by record. A
/// record always lies in one piece; what is left of it moves to the front before the next chunk is read behind it.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates only while it grows to the longest record seen.</remarks>
internal sealed class InputBuffer : IDisposable
{
    private const int LineEndBytesMax = 2;

    private readonly ByteInput _input;
    private readonly NativeHeap _heap;
    private readonly int _chunkBytes;
    private readonly bool _isText;
    private nint _block;
    private int _capacityBytes;
    private int _start;
    private int _end;
    private bool _isPastStart;

    public InputBuffer(ByteInput input, NativeHeap heap, int chunkBytes, int recordBytesMax, bool isText = true)
    {
        _input = input;
        _heap = heap;
        _chunkBytes = chunkBytes;
        _isText = isText;
        RecordBytesMax = recordBytesMax;
        _capacityBytes = 2 * chunkBytes;
        _block = heap.Allocate(_capacityBytes);
    }

    /// <summary>Longest record without its line end. Unit: bytes.</summary>
    public int RecordBytesMax { get; }

    public string Name => _input.Name;

    public NativeHeap Heap => _heap;

    public bool IsReplayable => _input.IsReplayable;

    public bool IsCutShort => _input.IsCutShort;

    /// <summary>Whether everything that will ever come is in <see cref="Available"/>.</summary>
    public bool HasEnded { get; private set; }

    public ReadOnlySpan<byte> Available => Raw.Span(_block + _start, _end - _start);

    public void Consume(int lengthBytes)
    {
        _start += lengthBytes;
        _isPastStart |= lengthBytes > 0;
    }

    /// <summary>Reads one more chunk behind what is available.</summary>
    /// <returns>
    /// Each status is possible; <see cref="FillStatus.Full"/> only with more than a record's limit available.
    /// </returns>
    public FillStatus Fill()
    {
        if (HasEnded)
        {
            return FillStatus.End;
        }

        if (_end - _start > RecordBytesMax + LineEndBytesMax)
        {
            return FillStatus.Full;
        }

        if (_capacityBytes - _end < _chunkBytes)
        {
            MakeRoom();
        }

        int count = _input.Read(Raw.WritableSpan(_block + _end, _chunkBytes));
        if (count == ByteInput.NothingNow)
        {
            return FillStatus.Idle;
        }

        _end += count;
        HasEnded = count == 0;
        PassByteOrderMark();
        return HasEnded ? FillStatus.End : FillStatus.More;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_block, _capacityBytes);
        _block = 0;
        _start = _end = 0;
        _input.Dispose();
    }

    private void PassByteOrderMark()
    {
        if (_isText && !_isPastStart && Available.Length >= 3)
        {
            _start += Available.StartsWith("\uFEFF"u8) ? 3 : 0;
            _isPastStart = true;
        }
    }

    private void MakeRoom()
    {
        ReadOnlySpan<byte> kept = Available;
        if (kept.Length + _chunkBytes <= _capacityBytes)
        {
            kept.CopyTo(Raw.WritableSpan(_block, kept.Length));
        }
        else
        {
            int larger = checked((2 * kept.Length) + _chunkBytes);
            nint block = _heap.Allocate(larger);
            Raw.Copy(_block + _start, block, kept.Length);
            _heap.Free(_block, _capacityBytes);
            _block = block;
            _capacityBytes = larger;
        }

        _end = kept.Length;
        _start = 0;
    }
}
