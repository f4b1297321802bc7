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
/// A data directory to replay: held against writers and not changed. Starts at the newest kept snapshot at or before
/// the part that is asked for; without one, at position 0 while the journal reaches back to it, and otherwise at the
/// oldest kept snapshot.
/// </summary>
internal sealed class ReplayDirectory : IDisposable
{
    private readonly FileStream? _lock;

    private ReplayDirectory(FileStream? held) => _lock = held;

    /// <summary>The journal, where to start and what to compare with.</summary>
    public required JournalReplay Replay { get; init; }

    /// <summary>What of it is compared with the files of sinks.</summary>
    public required ReplayPart Part { get; init; }

    /// <summary>Text of the plan that the directory was made with.</summary>
    public required string PlanText { get; init; }

    /// <summary>Where else a replay can start.</summary>
    public required ReplayStarts Starts { get; init; }

    /// <summary>Checks positions against its frames.</summary>
    public required JournalPositions Positions { get; init; }

    /// <summary>Opens a data directory and holds it until disposed.</summary>
    /// <param name="path">As given.</param>
    /// <param name="from">Position of the first frame whose outputs count; <see langword="null"/> for the oldest.
    /// Unit: bytes.</param>
    /// <param name="to">Position of the last one; <see langword="null"/> for the end. Unit: bytes.</param>
    /// <returns>The directory; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP1001: no frame starts at a position, or they
    /// are in the wrong order. HP2001: no journal, or none of the
    /// snapshots that it would need. HP2008: it is damaged. HP2009: another process holds it.</exception>
    public static ReplayDirectory Open(string path, long? from = null, long? to = null)
    {
        if (from > to)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"--from {from} lies behind --to {to}; give a part from its first frame to its last");
        }

        string full = Path.GetFullPath(path);
        FileStream? held = Hold(full);
        try
        {
            return Find(full, held, from, to);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>A part of the journal to run for its own sake: no sink is compared.</summary>
    /// <param name="start">One of <see cref="Starts"/>; <see langword="null"/> for position 0.</param>
    /// <param name="stopPosition">Position of the last frame. Unit: bytes.</param>
    /// <returns>What to run.</returns>
    public JournalReplay ReplayOf(StateSnapshot? start, long stopPosition) => Replay with
    {
        StartPosition = start?.Position ?? 0,
        ReadStart = start is null ? null : visitor => ReadSnapshot(start, [], visitor),
        StopPosition = stopPosition,
        ComparedPosition = -1,
    };

    /// <summary>What each sink had published at a start, by id.</summary>
    /// <param name="start">One of <see cref="Starts"/>; <see langword="null"/> for position 0.</param>
    /// <returns>Cursors; none for a sink without rows.</returns>
    public static IReadOnlyDictionary<int, SinkCursor> SinksAt(StateSnapshot? start) =>
        start is null ? new Dictionary<int, SinkCursor>() : ReadSinks(LmdbStateReader.OpenSnapshot(start)).Sinks;

    /// <summary>Whether a start holds any of some records.</summary>
    /// <param name="start">One of <see cref="Starts"/>; <see langword="null"/> for position 0.</param>
    /// <param name="keys">Keys of the records.</param>
    /// <returns>Whether it does.</returns>
    public static bool Holds(StateSnapshot? start, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        if (start is null)
        {
            return false;
        }

        using LmdbStateReader reader = LmdbStateReader.OpenSnapshot(start);
        return keys.Any(key => reader.TryRead(key.Span, static (_, _) => { }));
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
        (long checkpoint, Dictionary<int, SinkCursor> sinks) = ReadSinks(LmdbStateReader.OpenAtRest(path));
        long start = Math.Max(0, checkpoint);
        var replay = new JournalReplay
        {
            Storage = default(DiskDurableStorage),
            Directory = Path.Combine(path, DataDirectory.JournalFolder),
            StartPosition = start,
            ReadStart = start == 0 ? null : visitor => ReadNewest(path, [], visitor),
            CheckpointPosition = checkpoint,
            ComparedPosition = checkpoint,
            ComparedSinks = sinks,
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

    private static ReplayDirectory Find(string path, FileStream? held, long? from, long? to)
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

        (long Position, Dictionary<int, SinkCursor> Sinks) newest = ReadSinks(LmdbStateReader.OpenAtRest(path));
        JournalCatalog catalog = JournalCatalog.Open(storage, heap, journal, newest.Position);
        var starts = new ReplayStarts(path, catalog, newest.Position);
        StateSnapshot? start = starts.Find(from, to);
        var positions = new JournalPositions(storage, heap, journal, catalog);
        long endPosition = Check(positions, catalog, from, to);
        long startPosition = start?.Position ?? 0;
        (long Position, Dictionary<int, SinkCursor> Sinks) compared = newest.Position <= endPosition
            ? newest
            : starts.NewestAtOrBefore(endPosition) is { } kept && kept.Position > startPosition
                ? ReadSinks(LmdbStateReader.OpenSnapshot(kept))
                : (-1, []);
        var replay = new JournalReplay
        {
            Storage = storage,
            Directory = journal,
            StartPosition = startPosition,
            ReadStart = start is null ? null : visitor => ReadSnapshot(start, [], visitor),
            StopPosition = to ?? long.MaxValue,
            CheckpointPosition = newest.Position,
            ComparedPosition = compared.Position,
            ComparedSinks = compared.Sinks,
            Poison = new PoisonWatch { IsJournalSearched = PoisonGuard.HasDecisions(path) },
        };
        var part = new ReplayPart
        {
            FromPosition = from ?? startPosition,
            IsFromStart = from is null || from == startPosition,
            IsToEnd = to is null || to == catalog.EndPosition,
            Published = newest.Sinks,
        };
        return new ReplayDirectory(held)
        {
            Replay = replay,
            Part = part,
            PlanText = start is null ? PlanOfJournal(replay, heap) : PlanOfSnapshot(start),
            Starts = starts,
            Positions = positions,
        };
    }

    // Gives where the part ends.
    private static long Check(JournalPositions positions, JournalCatalog catalog, long? from, long? to)
    {
        if (from is { } first)
        {
            positions.Check("--from", first);
        }

        return to is { } last && last != catalog.EndPosition ? positions.Check("--to", last) : long.MaxValue;
    }

    private static (long Position, Dictionary<int, SinkCursor> Sinks) ReadSinks(LmdbStateReader state)
    {
        var sinks = new Dictionary<int, SinkCursor>();
        using LmdbStateReader reader = state;
        reader.ReadAll([], (key, value) =>
        {
            if (IsNode(key, NodeRecord.Sink))
            {
                sinks[NodeRecord.Number(key, 0)] = SinkRecords.Read(value);
            }
        });
        return (reader.Position, sinks);
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
