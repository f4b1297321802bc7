using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Daemon.Poison;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Replays;
using HotPath.State.Lmdb;
using HotPath.State.Lmdb.Snapshots;

namespace HotPath.Daemon.Commands;

/// <summary>
/// A data directory to replay: held against writers and not changed. Starts at position 0 while the journal reaches
/// back to it, and otherwise at the oldest kept snapshot.
/// </summary>
internal sealed class ReplayDirectory : IDisposable
{
    private readonly FileStream? _lock;

    private ReplayDirectory(FileStream? held, JournalReplay replay, string planText)
    {
        _lock = held;
        Replay = replay;
        PlanText = planText;
    }

    /// <summary>The journal, where to start and what to compare with.</summary>
    public JournalReplay Replay { get; }

    /// <summary>Text of the plan that the directory was made with.</summary>
    public string PlanText { get; }

    /// <summary>Opens a data directory and holds it until disposed.</summary>
    /// <param name="path">As given.</param>
    /// <returns>The directory; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: no journal, or none of the snapshots that it would need. HP2008: it
    /// is damaged. HP2009: another process holds it.</exception>
    public static ReplayDirectory Open(string path)
    {
        string full = Path.GetFullPath(path);
        FileStream? held = Hold(full);
        try
        {
            return Find(full, held);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What lies behind the newest checkpoint alone, of a directory that another process holds and does not write.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <param name="notesAddress">Where shards note what they evaluate.</param>
    /// <returns>The journal from there, and the plan.</returns>
    /// <exception cref="HotPathException">HP2001, HP2008: nothing to start from, or damaged.</exception>
    public static (JournalReplay Replay, string PlanText) NewestOf(string path, nint notesAddress)
    {
        (long checkpoint, Dictionary<int, SinkCursor> sinks) = ReadCheckpoint(path);
        long start = Math.Max(0, checkpoint);
        var replay = new JournalReplay
        {
            Storage = default(DiskDurableStorage),
            Directory = Path.Combine(path, DataDirectory.JournalFolder),
            StartPosition = start,
            ReadStart = start == 0 ? null : visitor => ReadNewest(path, [], visitor),
            CheckpointPosition = checkpoint,
            CheckpointSinks = sinks,
            Poison = new PoisonWatch
            {
                NotesAddress = notesAddress,
                IsJournalSearched = PoisonGuard.HasDecisions(path),
            },
        };
        return (replay, start == 0
            ? PlanOfJournal(replay, new NativeHeap())
            : PlanOf(path, (prefix, visitor) => ReadNewest(path, prefix, visitor)));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    // A copy of a directory may lack the file, or be read-only: held only against those who would write.
    private static FileStream? Hold(string path)
    {
        string file = Path.Combine(path, DataDirectory.LockFile);
        try
        {
            return File.Exists(file)
                ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"--data '{path}' is held by another process, or may not be read ({error.Message}); stop that process, "
                + "or replay a copy",
                error);
        }
    }

    private static ReplayDirectory Find(string path, FileStream? held)
    {
        var heap = new NativeHeap();
        IDurableStorage storage = default(DiskDurableStorage);
        string journal = Path.Combine(path, DataDirectory.JournalFolder);
        if (storage.ListFiles(journal).Count == 0)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{journal}: there is no journal; give --data the directory of a run that was durable");
        }

        (long checkpoint, Dictionary<int, SinkCursor> sinks) = ReadCheckpoint(path);
        JournalCatalog catalog = JournalCatalog.Open(storage, heap, journal, checkpoint);
        StateSnapshot? start = FindStart(path, catalog, checkpoint);
        var replay = new JournalReplay
        {
            Storage = storage,
            Directory = journal,
            StartPosition = start?.Position ?? 0,
            ReadStart = start is null ? null : visitor => ReadSnapshot(start, [], visitor),
            CheckpointPosition = checkpoint,
            CheckpointSinks = sinks,
            Poison = new PoisonWatch { IsJournalSearched = PoisonGuard.HasDecisions(path) },
        };
        return new ReplayDirectory(
            held, replay, start is null ? PlanOfJournal(replay, heap) : PlanOfSnapshot(start));
    }

    private static (long Position, Dictionary<int, SinkCursor> Sinks) ReadCheckpoint(string path)
    {
        var sinks = new Dictionary<int, SinkCursor>();
        using LmdbStateReader reader = LmdbStateReader.OpenAtRest(path);
        reader.ReadAll([], (key, value) =>
        {
            if (IsNode(key, NodeRecord.Sink))
            {
                sinks[NodeRecord.Number(key, 0)] = SinkRecords.Read(value);
            }
        });
        return (reader.Position, sinks);
    }

    private static StateSnapshot? FindStart(string path, JournalCatalog catalog, long checkpoint)
    {
        if (catalog.FirstPosition == 0)
        {
            return null;
        }

        return LmdbCheckpointStore.ListSnapshots(path).LastOrDefault(
            snapshot => snapshot.Position >= catalog.FirstPosition && snapshot.Position <= checkpoint)
            ?? throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{path}: the journal reaches back to position {catalog.FirstPosition} and no snapshot between that "
                + $"and the newest checkpoint ({checkpoint}) is kept: there is nothing to start from; replay sooner, "
                + "or a copy that holds more");
    }

    private static string PlanOfJournal(JournalReplay replay, NativeHeap heap)
    {
        using var reader = new JournalReader(replay.Storage, heap, replay.Directory, 0, replay.CheckpointPosition);
        return reader.TryRead(out FrameFlyweight frame) && frame.Type == FrameType.Plan
            ? Encoding.UTF8.GetString(frame.PayloadSpan)
            : throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{replay.Directory}: nothing of a run is in the journal yet; replay it after a run");
    }

    private static string PlanOfSnapshot(StateSnapshot snapshot) =>
        PlanOf(snapshot.Folder, (prefix, visitor) => ReadSnapshot(snapshot, prefix, visitor));

    private static string PlanOf(string name, Action<byte[], StateVisitor> read)
    {
        string? text = null;
        var key = new byte[NodeRecord.KeyBytesMax];
        read(
            NodeRecord.Key(key, NodeRecord.Plan).ToArray(), (_, value) => text = Encoding.UTF8.GetString(value));
        return text ?? throw new HotPathException(
            ErrorCode.StateCorrupt, $"{name}: it holds no plan; use another copy");
    }

    private static void ReadSnapshot(StateSnapshot snapshot, ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        using LmdbStateReader reader = LmdbStateReader.OpenSnapshot(snapshot);
        reader.ReadAll(prefix, visitor);
    }

    private static void ReadNewest(string path, ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        using LmdbStateReader reader = LmdbStateReader.OpenAtRest(path);
        reader.ReadAll(prefix, visitor);
    }

    private static bool IsNode(ReadOnlySpan<byte> key, byte kind) =>
        StateKey.OperatorOf(key) == StateKey.NodeOperator && StateKey.KindOf(key) == kind;
}
