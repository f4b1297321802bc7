using System;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>Makes the journal of a directory fit for writing: cuts the torn tail, clears what lies behind it.</summary>
internal static class JournalRecovery
{
    public static JournalWriter Resume(
        IDurableStorage storage, NativeHeap heap, JournalOptions options, long knownDurablePosition)
    {
        options.Validate();
        storage.CreateDirectory(options.Directory);
        JournalCatalog found = JournalCatalog.Open(storage, heap, options.Directory, knownDurablePosition);
        Guid nodeId = ChooseNode(found, options);
        long newest = found.Segments.Count > 0 ? found.Segments[^1].Number : 0;
        var pool = new SegmentPool(storage, heap, options, newest);
        SegmentFile? last = null;
        try
        {
            pool.Clear();
            found.Unborn.ForEach(storage.Delete);
            last = found.Segments.Count > 0 ? RestoreTail(storage, heap, found) : null;
            storage.SyncDirectory(options.Directory);
            return new JournalWriter(heap, options, nodeId, pool, found, last);
        }
        catch (HotPathException)
        {
            last?.Dispose();
            pool.Dispose();
            throw;
        }
    }

    private static Guid ChooseNode(JournalCatalog found, JournalOptions options)
    {
        if (found.Segments.Count == 0)
        {
            return options.NodeId != Guid.Empty
                ? options.NodeId
                : throw new HotPathException(
                    ErrorCode.ConfigurationInvalid, $"{options.Directory}: a new journal needs a node id");
        }

        return options.NodeId == Guid.Empty || options.NodeId == found.NodeId
            ? found.NodeId
            : throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"{options.Directory}: the journal is of node {found.NodeId}, not of {options.NodeId}; give the "
                + "directory that belongs to this node");
    }

    // The whole segment is written again, the kept part with what it holds already: after a process died between write
    // and sync, or because of a failed sync, the system may show bytes that the device never got and will not get,
    // since their pages count as clean. Only writing them again makes a sync mean something.
    private static SegmentFile RestoreTail(IDurableStorage storage, NativeHeap heap, JournalCatalog found)
    {
        JournalSegment segment = found.Segments[^1];
        using var buffer = new SegmentBuffer(heap);
        buffer.Load(storage, segment.Path);
        int tail = found.TailOffsetBytes;
        Raw.Clear(buffer.Address + tail, buffer.LengthBytes - tail);
        IDurableFile file = storage.OpenFile(segment.Path, isWritable: true);
        try
        {
            file.Write(Raw.Span(buffer.Address, buffer.LengthBytes), 0);
            file.Sync();
        }
        catch (HotPathException)
        {
            file.Dispose();
            throw;
        }

        return new SegmentFile(file, segment.Number, tail);
    }
}
