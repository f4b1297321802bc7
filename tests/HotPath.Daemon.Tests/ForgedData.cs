using System;
using System.IO;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.State.Lmdb;

namespace HotPath.Daemon.Tests;

/// <summary>Data directories that are whole and sound, but claim something else than what was run.</summary>
internal static class ForgedData
{
    /// <summary>Writes the journal again, in small segments; every footer's mark hash goes through a change.</summary>
    public static void RewriteJournal(string data, Func<ulong, ulong> change)
    {
        string folder = Path.Combine(data, "journal");
        string forged = Path.Combine(data, "forged");
        var heap = new NativeHeap();
        var options = new JournalOptions
        {
            Directory = forged,
            NodeId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
            SegmentBytes = 256 * 1024,
            BatchBytesMax = 64 * 1024,
        };
        using (var reader = new JournalReader(new DiskDurableStorage(), heap, folder))
        using (JournalWriter writer = JournalWriter.Resume(new DiskDurableStorage(), heap, options))
        {
            while (reader.TryRead(out FrameFlyweight frame))
            {
                MarkHash mark = reader.Mark;
                writer.NoteMark(mark == MarkHash.None ? mark : mark with { Hash = change(mark.Hash) });
                writer.Append(frame);
            }

            writer.Seal();
        }

        Replace(folder, forged);
    }

    /// <summary>Writes the state again, with one row more in every sink.</summary>
    public static void AddARowToEachSink(string data)
    {
        string copy = Path.Combine(data, "forged");
        Directory.CreateDirectory(copy);
        using (LmdbCheckpointStore from = LmdbCheckpointStore.Open(data))
        using (LmdbCheckpointStore to = LmdbCheckpointStore.Open(copy))
        using (var batch = new StateBatch(new NativeHeap()))
        {
            from.ReadAll([], (key, value) =>
            {
                Span<byte> target = batch.Put(key, value.Length);
                value.CopyTo(target);
                if (StateKey.OperatorOf(key) == StateKey.NodeOperator && StateKey.KindOf(key) == NodeRecord.Sink)
                {
                    target[0]++;
                }
            });
            to.Commit(from.Position, [batch]);
        }

        Replace(Path.Combine(data, "state"), Path.Combine(copy, "state"));
        Directory.Delete(copy);
    }

    private static void Replace(string folder, string by)
    {
        Directory.Delete(folder, recursive: true);
        Directory.Move(by, folder);
    }
}
