using System.Linq;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Tests;

/// <summary>A log that is whole and sound, but claims that its run had put out something else.</summary>
internal static class ForgedLog
{
    public static void Write(string from, string to)
    {
        var heap = new NativeHeap();
        using LogReader reader = LogReader.Open(from, heap);
        using var file = new DiskAppendFile(to);
        using var writer = new LogWriter(file, heap);
        while (reader.TryRead(out FrameFlyweight frame))
        {
            writer.Append(frame);
        }

        LogTrailer trailer = reader.Trailer!;
        writer.Complete(trailer.IsStopped, [.. trailer.Sinks.Select(static sink => sink with { ChainHash = ~sink.ChainHash })], trailer.Marks);
    }
}
