using System.Collections.Generic;
using System.IO;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Tests;

/// <summary>The frames of a data directory's journal, read once from its oldest.</summary>
internal static class JournalOracle
{
    /// <summary>Marks whose hash is in a footer, each with the first frame that is read together with that footer.
    /// </summary>
    public static IReadOnlyList<(long Mark, long KnownAt)> MarksInFooters(string data)
    {
        var marks = new List<(long Mark, long KnownAt)>();
        using var reader = new JournalReader(new DiskDurableStorage(), new NativeHeap(), Path.Combine(data, "journal"));
        while (reader.TryRead(out FrameFlyweight frame))
        {
            if (reader.Mark.Position >= 0 && (marks.Count == 0 || marks[^1].Mark != reader.Mark.Position))
            {
                marks.Add((reader.Mark.Position, frame.Position));
            }
        }

        return marks;
    }

    /// <summary>Position, type, source record and length of every frame kept.</summary>
    public static IReadOnlyList<(long Position, FrameType Type, long Record, int Bytes)> Frames(string data)
    {
        var frames = new List<(long, FrameType, long, int)>();
        using var reader = new JournalReader(new DiskDurableStorage(), new NativeHeap(), Path.Combine(data, "journal"));
        while (reader.TryRead(out FrameFlyweight frame))
        {
            frames.Add((frame.Position, frame.Type, frame.SourceOffset, frame.AlignedBytes));
        }

        return frames;
    }
}
