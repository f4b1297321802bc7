using System;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Probes;

/// <summary>Shows groups to people: key columns and aggregates by name.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class GroupContent : IDisposable
{
    private const int ContentBytesMax = 64 * 1024;

    private readonly ScalarContext _context;
    private readonly RowCapture _row;

    /// <summary>Nothing shown yet.</summary>
    /// <param name="heap">Where a row lies meanwhile.</param>
    public GroupContent(NativeHeap heap)
    {
        _context = new ScalarContext(heap);
        _row = new RowCapture(heap);
    }

    /// <summary>A group as a JSON object, UTF-8; an empty one where its aggregates fail.</summary>
    /// <param name="inspection">How to read it.</param>
    /// <param name="entry">Its state entry.</param>
    /// <param name="startMs">Start of its window. Unit: ms.</param>
    /// <param name="endMs">End of its window. Unit: ms.</param>
    public byte[] Of(GroupInspection inspection, nint entry, long startMs, long endMs)
    {
        _context.Begin(ingestTimeMs: 0);
        _row.Reset();
        if (inspection.Kernel(entry, startMs, endMs, _context, _row.Writer) != RowOutcome.Applied)
        {
            return "{}"u8.ToArray();
        }

        var text = new byte[ContentBytesMax];
        int length = new RowJson(inspection.Schema).Write(new RowView(inspection.Schema, _row.Address), text);
        return text[..length];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _row.Dispose();
        _context.Dispose();
    }
}
