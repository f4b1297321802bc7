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

    public static void Run(
        string folder, long events, int eventsPerSecond, int eventBytes, LongHistogram latencies, long warmUpEvents)
    {
        Directory.CreateDirectory(folder);
        var heap = new NativeHeap();
        nint block = heap.Allocate(BlockBytes);
        Raw.Clear(block, BlockBytes);
        using IDurableFile file = new DiskDurableStorage().CreateFile(Path.Combine(folder, "alone"));
        for (long offset = 0; offset < FileBytes; offset += BlockBytes)
        {
            file.Write(Raw.Span(block, BlockBytes), offset);
        }

        file.Sync();
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
}
