using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HdrHistogram;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;

namespace HotPath.Benchmarks.Latency;

/// <summary>
/// The disk's own limit: the same bytes due at the same times, and no engine. What came during one sync is written and
/// synced next, over a file that was written before.
/// </summary>
internal static class GroupCommitLoop
{
    private const int FileBytes = 64 * 1024 * 1024;
    private const int BlockBytes = 1024 * 1024;
    private const int PageBytes = 4096;

    /// <summary>What was due is written and synced, again and again.</summary>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="events">How many. Unit: events.</param>
    /// <param name="eventsPerSecond">Rate. Unit: events/s.</param>
    /// <param name="eventBytes">Length of one. Unit: bytes.</param>
    /// <param name="latencies">From due to synced. Unit: ticks of the stopwatch.</param>
    /// <param name="warmUpEvents">How many at the start do not count. Unit: events.</param>
    public static void Run(
        string folder, long events, int eventsPerSecond, int eventBytes, LongHistogram latencies, long warmUpEvents)
    {
        var heap = new NativeHeap();
        nint block = heap.Allocate(BlockBytes);
        using IDurableFile file = Open(folder, block);
        long start = Stopwatch.GetTimestamp();
        long done = 0;
        long written = 0;
        while (done < events)
        {
            long due = Math.Min(events, 1 + ((Stopwatch.GetTimestamp() - start) * eventsPerSecond / Stopwatch.Frequency));
            if (due == done)
            {
                Thread.SpinWait(10);
                continue;
            }

            due = Math.Min(due, done + (BlockBytes / eventBytes));
            int bytes = (int)(due - done) * eventBytes;
            written = written + bytes > FileBytes ? 0 : written;
            file.Write(Raw.Span(block, bytes), written);
            file.Sync();
            written += bytes;
            long now = Stopwatch.GetTimestamp();
            for (; done < due; done++)
            {
                if (done >= warmUpEvents)
                {
                    latencies.RecordValue(Math.Max(1, now - start - (done * Stopwatch.Frequency / eventsPerSecond)));
                }
            }
        }

        heap.Free(block, BlockBytes);
    }

    /// <summary>One sync after the other, each of a page.</summary>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="syncs">How many. Unit: syncs.</param>
    /// <param name="latencies">Of write and sync. Unit: ticks of the stopwatch.</param>
    public static void RunSingly(string folder, int syncs, LongHistogram latencies)
    {
        var heap = new NativeHeap();
        nint block = heap.Allocate(BlockBytes);
        using IDurableFile file = Open(folder, block);
        for (int i = 0; i < syncs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            file.Write(Raw.Span(block, PageBytes), (long)i * PageBytes % FileBytes);
            file.Sync();
            latencies.RecordValue(Stopwatch.GetTimestamp() - start);
        }

        heap.Free(block, BlockBytes);
    }

    private static IDurableFile Open(string folder, nint block)
    {
        Directory.CreateDirectory(folder);
        Raw.Clear(block, BlockBytes);
        IDurableFile file = new DiskDurableStorage().CreateFile(Path.Combine(folder, "alone"));
        for (long offset = 0; offset < FileBytes; offset += BlockBytes)
        {
            file.Write(Raw.Span(block, BlockBytes), offset);
        }

        file.Sync();
        return file;
    }
}
