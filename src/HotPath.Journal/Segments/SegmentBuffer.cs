using System;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>One segment at a time, whole in native memory: a damaged one must be searched to its end anyway.</summary>
internal sealed class SegmentBuffer : IDisposable
{
    private readonly NativeHeap _heap;
    private int _capacityBytes;

    public SegmentBuffer(NativeHeap heap) => _heap = heap;

    public string Path { get; private set; } = string.Empty;

    public nint Address { get; private set; }

    public int LengthBytes { get; private set; }

    public void Load(IDurableStorage storage, string path)
    {
        using IDurableFile file = storage.OpenFile(path, isWritable: false);
        long lengthBytes = file.LengthBytes;
        if (lengthBytes > Array.MaxLength)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt, $"{path}: {lengthBytes} bytes are more than a segment ever has");
        }

        // At least a header's room, so that a file cut shorter reads as one without a header.
        int neededBytes = Math.Max((int)lengthBytes, SegmentDescriptor.HeaderBytes);
        if (neededBytes > _capacityBytes)
        {
            _heap.Free(Address, _capacityBytes);
            Address = _heap.Allocate(neededBytes);
            _capacityBytes = neededBytes;
        }

        Raw.Clear(Address, SegmentDescriptor.HeaderBytes);
        LengthBytes = file.Read(Raw.WritableSpan(Address, (int)lengthBytes), 0);
        Path = path;
    }

    public void Dispose()
    {
        _heap.Free(Address, _capacityBytes);
        Address = 0;
        _capacityBytes = LengthBytes = 0;
    }
}
