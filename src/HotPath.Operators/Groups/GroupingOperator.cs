using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Ranking;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Groups;

/// <summary>
/// Unbounded GROUP BY: one pane a clock that never ends, whose groups live for ever or for a time after their last row.
/// A compiled kernel evaluates a row and asks <see cref="Locate"/> for its group, then <see cref="Change"/>.
/// Ranked rows that come out at once are groups too.
/// </summary>
/// <remarks>
/// A group whose time is over is not there any more at any position from that on: a row finds it gone, and a mark takes
/// everything that is over out of memory and of the hash. Between, each row takes out up to two: positions of the log
/// alone decide what a quota sees. Threading: single-threaded; owned by one shard. Source: flink-semantics.md 2.4.
/// </remarks>
public sealed class GroupingOperator : KeyedGroups
{
    private const int EndedARow = 2;

    private readonly ChangeEmitter? _changes;
    private readonly GroupExpiry? _expiry;
    private long _ingestTimeMs;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A statement with an unbounded aggregation.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    /// <param name="tools">Where changes come out.</param>
    internal GroupingOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass, StageTools tools)
        : base(program, heap, pass)
    {
        Results = tools.Results;
        _changes = program.Ranking is null ? tools.Changes : null;
        Ranks = program.Ranking is null || program.Accumulators!.Retracts ? null : new RankedRows(program, this);
        ChangingRanks =
            program.Ranking is null || !program.Accumulators!.Retracts ? null : new ChangingRows(program, this);
        _expiry = program.TimeToLive is { } timeToLive ? new GroupExpiry(timeToLive, program.Accumulators!) : null;
    }

    /// <summary>Ranked rows of the groups, where all are new; else <see langword="null"/>.</summary>
    public RankedRows? Ranks { get; }

    /// <summary>Ranked rows of the groups, where they may be taken back; else <see langword="null"/>.</summary>
    public ChangingRows? ChangingRanks { get; }

    /// <summary>Where rows come out.</summary>
    internal ResultEmitter Results { get; }

    /// <summary>Position of the frame that caused the row at hand. Unit: bytes.</summary>
    internal long Position { get; private set; }

    /// <summary>Chooses clock, frame and ingest time of the next row.</summary>
    /// <param name="clock">Clock of the row's tenant, which has taken the row's watermark.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Unit: ms.</param>
    public void Use(WindowClock clock, long position, long ingestTimeMs)
    {
        Use(clock);
        Position = position;
        _ingestTimeMs = ingestTimeMs;
    }

    /// <summary>Finds or opens the group of a row and counts the row. Called by compiled code.</summary>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when the row is refused.</returns>
    public nint Locate(nint key, int keyLength)
    {
        IsNew = false;
        if (TenantBytesMax != 0 && !HasRoom(key, keyLength))
        {
            IsRefused = true;
            return 0;
        }

        WindowPane pane = Clock.Latest ?? PaneAt(Clock, 0)!;
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        nint entry = PaneTable.FindOrAdd(pane, hash, key, keyLength, out bool added);
        if (!added && HasEnded(entry))
        {
            End(pane, entry);
            entry = PaneTable.FindOrAdd(pane, hash, key, keyLength, out added);
        }

        if (added && (pane.Evicted == 0 || !TryReadBack(pane, entry)))
        {
            nint last = pane.LastEntry;
            Append(pane, entry);
            _expiry?.NoteAppended(entry, last);
        }

        return Enter(pane, entry);
    }

    /// <inheritdoc/>
    public override bool IsThere(long timeMs, nint key, int keyLength)
    {
        if (Clock.Latest is not { } pane)
        {
            return false;
        }

        nint entry = PaneTable.Find(pane, StableHash.Of(Raw.Span(key, keyLength), pane.Salt), key, keyLength);
        return entry == 0 ? Holds(pane, key, keyLength) : !HasEnded(entry);
    }

    /// <summary>Finds the group of a row that is taken back and counts the row. Called by compiled code.</summary>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when there is no such group any more.</returns>
    public nint LocateChanged(nint key, int keyLength)
    {
        IsNew = false;
        WindowPane pane = Clock.Latest ?? PaneAt(Clock, 0)!;
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        nint entry = PaneTable.Find(pane, hash, key, keyLength);
        if (entry != 0 && HasEnded(entry))
        {
            End(pane, entry);
            entry = 0;
        }

        return entry == 0 ? 0 : Enter(pane, entry);
    }

    /// <summary>Ends the located group if its last row has been taken back.</summary>
    internal void EndIfEmpty()
    {
        if (Program.Accumulators!.IsEmpty(Located))
        {
            End(Clock.Latest!, Located);
        }
    }

    /// <summary>The located group is about to change. Called by compiled code when nothing can fail any more.</summary>
    public void Change()
    {
        _changes?.Before(Located, IsNew);
        if (_expiry is not null)
        {
            _expiry.Write(Clock.Latest!, Located, _ingestTimeMs, Clock.WatermarkMs);
            EndGroups(Clock, _ingestTimeMs, EndedARow);
        }
    }

    /// <summary>Whether groups have a time to live.</summary>
    internal bool Expires => _expiry is not null;

    /// <summary>Takes all groups out whose time is over.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    /// <param name="ingestTimeMs">Newest ingest time of the log. Unit: ms.</param>
    internal void EndGroups(IReadOnlyList<WindowClock?> clocks, long ingestTimeMs)
    {
        if (_expiry is null)
        {
            return;
        }

        for (int i = 0; i < clocks.Count; i++)
        {
            if (clocks[i] is { } clock)
            {
                EndGroups(clock, ingestTimeMs, int.MaxValue);
            }
        }
    }

    /// <inheritdoc/>
    internal override void OnRestored(WindowClock clock)
    {
        if (clock.Latest is { } pane)
        {
            ChangingRanks?.Restore(pane);
        }
    }

    /// <inheritdoc/>
    internal override WindowPane? PaneAt(WindowClock clock, long startMs)
    {
        if (startMs != 0)
        {
            return null;
        }

        if (clock.Latest is null)
        {
            clock.Latest = OpenForever(clock);
        }

        return clock.Latest;
    }

    private bool HasEnded(nint entry) => _expiry?.HasEnded(entry, _ingestTimeMs, Clock.WatermarkMs) == true;

    private void EndGroups(WindowClock clock, long ingestTimeMs, int groupsMax)
    {
        WindowPane? pane = clock.Latest;
        for (; pane is not null && pane.FirstEntry != 0 && groupsMax > 0; groupsMax--)
        {
            if (!_expiry!.HasEnded(pane.FirstEntry, ingestTimeMs, clock.WatermarkMs))
            {
                return;
            }

            End(pane, pane.FirstEntry);
        }
    }

    private void End(WindowPane pane, nint entry)
    {
        if (TenantBytesMax != 0)
        {
            long bytes = BytesOf(entry);
            pane.StateBytes -= bytes;
            Usages.Of(pane.Tenant).StateBytes -= bytes;
        }

        _expiry!.Unlink(pane, entry);
        Free(entry);
    }

    // At the quota only groups that are there go on. Groups whose time is over make room first.
    private bool HasRoom(nint key, int keyLength)
    {
        TenantUsage usage = Clock.Usage ??= Usages.Of(Clock.Tenant);
        if (usage.StateBytes + GroupBytes(keyLength) <= TenantBytesMax)
        {
            return true;
        }

        if (_expiry is not null)
        {
            EndGroups(Clock, _ingestTimeMs, int.MaxValue);
            if (usage.StateBytes + GroupBytes(keyLength) <= TenantBytesMax)
            {
                return true;
            }
        }

        return Clock.Latest is { } pane && Holds(pane, key, keyLength);
    }
}
