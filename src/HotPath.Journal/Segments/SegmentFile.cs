using System;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>The open file of a segment and where its next batch goes.</summary>
internal sealed class SegmentFile : IDisposable
{
    private readonly IDurableFile _file;

    public SegmentFile(IDurableFile file, long number, int offsetBytes = SegmentDescriptor.HeaderBytes)
    {
        _file = file;
        Number = number;
        OffsetBytes = offsetBytes;
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

    /// <summary>The batch appended last may go to the device while more are appended.</summary>
    public void StartWriteBack(int batchBytes) => _file.StartWriteBack(OffsetBytes - batchBytes, batchBytes);

    public void Sync() => _file.Sync();

    public void Dispose() => _file.Dispose();
}
