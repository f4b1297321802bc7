using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>
/// What the directory of a journal holds: its segments, and where its last whole batch ends. Opening it reads every
/// header and the whole last segment, and decides between a torn tail and rot.
/// </summary>
/// <remarks>
/// A place where no whole batch follows is a <em>torn tail</em> unless something proves that more had been durable: a
/// later footer, a later segment, or the position that the caller knows of. Then it is <em>rot</em>, and nothing is
/// ever cut. A later footer proves no more than the durable position inside it: batches written and not yet synced may
/// reach the device in any order. Source: specs/reliability.md 2.1, "Tail rule".
/// </remarks>
public sealed class JournalCatalog
{
    private readonly List<JournalSegment> _segments = [];
    private readonly string _directory;

    private JournalCatalog(string directory) => _directory = directory;

    /// <summary>The segments, oldest first; none for a journal that was never written.</summary>
    public IReadOnlyList<JournalSegment> Segments => _segments;

    /// <summary>Node whose journal it is; <see cref="Guid.Empty"/> without segments.</summary>
    public Guid NodeId { get; private set; }

    /// <summary>Position of the first frame kept. Unit: bytes.</summary>
    public long FirstPosition => _segments.Count == 0 ? 0 : _segments[0].FirstPosition;

    /// <summary>Position after the last whole batch. Unit: bytes.</summary>
    public long EndPosition { get; private set; }

    /// <summary>Chain at <see cref="EndPosition"/>.</summary>
    public ulong Chain { get; private set; }

    /// <summary>Newest mark of the last segment's footers.</summary>
    public MarkHash Mark { get; private set; } = MarkHash.None;

    /// <summary>Position that is proven to have been durable, by the journal or by the caller. Unit: bytes.</summary>
    public long DurablePosition { get; private set; }

    /// <summary>Bytes of the torn tail that can still be recognised. Unit: bytes.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Files that were taken for a segment but never became one.</summary>
    internal List<string> Unborn { get; } = [];

    /// <summary>Where the last whole batch ends in the last segment. Unit: bytes.</summary>
    internal int TailOffsetBytes { get; private set; }

    /// <summary>Opens the journal of a directory; changes nothing there.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="heap">Where memory for a segment comes from; given back before the return.</param>
    /// <param name="directory">Directory of the segments.</param>
    /// <param name="knownDurablePosition">Position known from elsewhere to have been durable in this journal, a
    /// checkpoint's for example; 0 or less for none. Unit: bytes.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2008: damaged where it was known to be whole; names
    /// file, byte and position.</exception>
    public static JournalCatalog Open(
        IDurableStorage storage, NativeHeap heap, string directory, long knownDurablePosition = 0)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(heap);
        var catalog = new JournalCatalog(directory);
        using var buffer = new SegmentBuffer(heap);
        SegmentHeader last = catalog.ReadHeaders(storage, buffer);
        catalog.DurablePosition = Math.Max(0, knownDurablePosition);
        if (catalog._segments.Count > 0)
        {
            catalog.FindTail(storage, buffer, last);
        }
        else if (knownDurablePosition > 0)
        {
            throw Rot(directory, 0, 0, $"it holds no segment, but position {knownDurablePosition} had been durable");
        }

        return catalog;
    }

    internal static HotPathException Rot(string file, long offsetBytes, long position, string what) => new(
        ErrorCode.StateCorrupt,
        $"{file}: damaged at byte {offsetBytes}, position {position}: {what}; nothing was changed: use another copy of "
        + "the journal, or a kept snapshot");

    private SegmentHeader ReadHeaders(IDurableStorage storage, SegmentBuffer buffer)
    {
        List<(long Number, string Path)> files = [];
        foreach (string name in storage.ListFiles(_directory))
        {
            if (SegmentDescriptor.TryParseFileName(name, out long number))
            {
                files.Add((number, $"{_directory}/{name}"));
            }
        }

        SegmentHeader last = default;
        foreach ((long number, string path) in files)
        {
            if (TryReadHeader(storage, path, number, out SegmentHeader header, out long lengthBytes))
            {
                CheckNoneUnborn();
                Add(header, path, lengthBytes, last);
                last = header;
            }
            else
            {
                CheckUnborn(storage, buffer, number, path);
            }
        }

        NodeId = last.NodeId;
        return last;
    }

    private static bool TryReadHeader(
        IDurableStorage storage, string path, long number, out SegmentHeader header, out long lengthBytes)
    {
        Span<byte> bytes = stackalloc byte[SegmentDescriptor.HeaderBytes];
        using IDurableFile file = storage.OpenFile(path, isWritable: false);
        lengthBytes = file.LengthBytes;
        header = default;
        if (file.Read(bytes, 0) < bytes.Length
            || !SegmentHeader.TryRead(Raw.AddressOf(bytes), out header)
            || header.Number != number)
        {
            return false;
        }

        return header.Version == SegmentDescriptor.ContainerVersion
            ? true
            : throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{path}: has container version {header.Version}; this program reads "
                + $"{SegmentDescriptor.ContainerVersion}: use the program that wrote it");
    }

    private void Add(SegmentHeader header, string path, long lengthBytes, SegmentHeader before)
    {
        if (_segments.Count > 0)
        {
            if (header.Number != before.Number + 1 || header.FirstPosition < before.FirstPosition)
            {
                throw Rot(
                    path,
                    0,
                    before.FirstPosition,
                    $"segment {header.Number} follows segment {before.Number}: one is missing");
            }

            if (header.NodeId != before.NodeId)
            {
                throw Rot(
                    path,
                    0,
                    header.FirstPosition,
                    $"it is of node {header.NodeId}, the segments before it of {before.NodeId}");
            }

            _segments[^1] = _segments[^1] with { EndPosition = header.FirstPosition };
        }

        _segments.Add(new JournalSegment(header.Number, path, header.FirstPosition, header.FirstPosition, lengthBytes));
    }

    // A segment is whole before the next has a header. The name of the next may come before its own header does.
    private void CheckNoneUnborn()
    {
        if (Unborn.Count > 0)
        {
            throw Rot(Unborn[0], 0, EndOfHeaders(), "it has no header of its segment, but later segments have theirs");
        }
    }

    // A header is durable before the first batch is written: without one there is nothing, or the header is damaged.
    private void CheckUnborn(IDurableStorage storage, SegmentBuffer buffer, long number, string path)
    {
        buffer.Load(storage, path);
        for (int offset = 0; offset < buffer.LengthBytes; offset += Frames.FrameDescriptor.AlignmentBytes)
        {
            if (BatchFooter.TryRead(buffer.Address + offset, buffer.LengthBytes - offset, number, out _))
            {
                throw Rot(path, 0, EndOfHeaders(), $"its header is not that of segment {number}, but it holds batches");
            }
        }

        Unborn.Add(path);
    }

    private long EndOfHeaders() => _segments.Count == 0 ? 0 : _segments[^1].FirstPosition;

    private void FindTail(IDurableStorage storage, SegmentBuffer buffer, SegmentHeader last)
    {
        buffer.Load(storage, _segments[^1].Path);
        var walker = new SegmentWalker(buffer, last);
        while (walker.TryNext())
        {
        }

        (long durable, int end) = walker.Search();
        DurablePosition = Math.Max(DurablePosition, durable);
        if (walker.Position < DurablePosition)
        {
            throw Rot(
                buffer.Path,
                walker.FaultOffsetBytes,
                walker.Position + (walker.FaultOffsetBytes - walker.OffsetBytes),
                $"{walker.Fault}, but the journal had been durable up to position {DurablePosition}");
        }

        EndPosition = walker.Position;
        Chain = walker.Chain;
        Mark = walker.Mark;
        TailOffsetBytes = walker.OffsetBytes;
        TornBytes = end - walker.OffsetBytes;
        _segments[^1] = _segments[^1] with { EndPosition = EndPosition };
    }
}
