using System;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>The open file of a segment and where its next batch goes.</summary>
internal sealed class SegmentFile : IDisposable
{
    // The system keeps what was written in one piece in blocks of up to this size and alignment. It passes over a block
    // that is on its way to the device already, so one that a later write goes on with must not be started early.
    private const int WriteBackBytes = 256 * 1024;

    private readonly IDurableFile _file;
    private long _startedBytes;

    public SegmentFile(IDurableFile file, long number, int offsetBytes = SegmentDescriptor.HeaderBytes)
    {
        _file = file;
        Number = number;
        OffsetBytes = offsetBytes;
        _startedBytes = WholeBlocks(offsetBytes);
        LengthBytes = file.LengthBytes;
    }

    public string Path => _file.Name;

    public long Number { get; }

    public long LengthBytes { get; }

    public long OffsetBytes { get; private set; }

    /// <summary>Whether a batch fits and leaves room for a last footer without frames.</summary>
    public bool HasRoom(int batchBytes) => OffsetBytes + batchBytes + SegmentDescriptor.FooterBytes <= LengthBytes;

    public void WriteHeader(SegmentHeader header)
    {
        Span<byte> bytes = stackalloc byte[SegmentDescriptor.HeaderBytes];
        header.WriteTo(Raw.AddressOf(bytes));
        _file.Write(bytes, 0);
        _file.Sync();
    }

    /// <summary>Writes a batch; when it throws, nothing counts and the same batch may be written again.</summary>
    public void Append(ReadOnlySpan<byte> batch)
    {
        _file.Write(batch, OffsetBytes);
        OffsetBytes += batch.Length;
    }

    /// <summary>What is appended, but for the block that is not full, may go to the device while more is appended.
    /// </summary>
    public void StartWriteBack()
    {
        long end = WholeBlocks(OffsetBytes);
        if (end > _startedBytes)
        {
            _file.StartWriteBack(_startedBytes, end - _startedBytes);
            _startedBytes = end;
        }
    }

    public void Sync() => _file.Sync();

    public void Dispose() => _file.Dispose();

    private static long WholeBlocks(long bytes) => bytes / WriteBackBytes * WriteBackBytes;
}
