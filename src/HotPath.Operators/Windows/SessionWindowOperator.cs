using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// SESSION: one group a session, which grows with its rows. A row that touches two becomes the one that they are from
/// then on. A compiled kernel asks <see cref="Locate"/> for the session of a row, then <see cref="Change"/>.
/// </summary>
/// <remarks>
/// A row at t asks for [t, t + gap) and touches a session of its key where neither begins behind the other's end, so a
/// distance of the gap itself merges. It is late when it touches none and its own session has already ended: a session
/// that is open has not. Sessions come out by end, then in order of arrival. All lie in one pane a clock that stays.
/// With allowed lateness one that has come out stays until it is out of it. A row that touches such a one changes what
/// came out: a session of other bounds is another one, so the old ones are taken back, and the new one comes out at
/// once if it has ended, or else when it ends.
/// Threading: single-threaded; owned by one shard. Source: flink-semantics.md 2.3.
/// </remarks>
public sealed class SessionWindowOperator : TimedWindowOperator
{
    /// <summary>Start and end of a session in the fixed part of its value. Unit: bytes.</summary>
    public const int BoundsBytes = 16;

    private const long Gone = -1;

    private readonly MergeKernel _merge;
    private readonly MergeKernel? _mergeBefore;
    private readonly SessionSlots _slots;
    private readonly SessionTree _tree;
    private readonly WindowPane _bounds;
    private long _timeMs;
    private nint _absorbed;
    private long _bytesBefore;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    internal SessionWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass)
    {
        _merge = program.Merge!;
        _mergeBefore = program.MergeBefore;
        _slots = new SessionSlots(program.Accumulators!);
        _tree = new SessionTree(_slots, heap);
        _bounds = Panes.Take();
        Revisions = program.AllowedLateness is null ? null : new WindowRevisions(program, this, heap);
    }

    /// <summary>
    /// Told the keys in the checkpoint store of two sessions that become one, the first; <see langword="null"/> but
    /// where a probe listens.
    /// </summary>
    internal Action<byte[], byte[]>? Merged { get; set; }

    /// <inheritdoc/>
    /// <remarks>Opens a session, but changes none: <see cref="Change"/> does.</remarks>
    public override nint Locate(long timeMs, nint key, int keyLength)
    {
        WindowPane pane = Clock.Latest ?? PaneAt(Clock, 0)!;
        return LocateInRun(pane, timeMs, StableHash.Of(Raw.Span(key, keyLength), pane.Salt), key, keyLength);
    }

    /// <inheritdoc/>
    internal override nint LocateInRun(WindowPane pane, long timeMs, ulong hash, nint key, int keyLength)
    {
        IsNew = false;
        Admitted = 0;
        nint root = PaneTable.Find(pane, hash, key, keyLength);
        _timeMs = timeMs;
        nint session = Touched(root, timeMs);
        if (session == 0)
        {
            session = Open(pane, hash, root, key, keyLength);
        }
        else if (Revisions is not null)
        {
            NoteOld(session);
            NoteOld(_absorbed);
        }

        return session == 0 ? 0 : Enter(pane, session);
    }

    /// <summary>Asks for the session that a row will look at behind the one that is found for its key.</summary>
    /// <param name="found">Address of that one, which may be gone.</param>
    /// <param name="timeMs">Time of the row. Unit: ms.</param>
    internal void PrefetchBeside(nint found, long timeMs) => _tree.PrefetchNext(found, timeMs);

    /// <inheritdoc/>
    public override bool IsThere(long timeMs, nint key, int keyLength)
    {
        if (Clock.Open.Count == 0)
        {
            return false;
        }

        WindowPane pane = Clock.Open[0];
        nint root = PaneTable.Find(pane, StableHash.Of(Raw.Span(key, keyLength), pane.Salt), key, keyLength);
        return Touched(root, timeMs) != 0;
    }

    /// <summary>
    /// The located session takes the row's time and, if the row touches another, that. Called by compiled code when
    /// nothing can fail any more.
    /// </summary>
    public void Change()
    {
        nint session = Located;
        bool isAbsorbedFirst = _absorbed != 0 && _mergeBefore is not null && SessionOrder.IsLaterFirst(
            _slots.StartMs(session), _slots.EndMs(session), _slots.StartMs(_absorbed), _slots.EndMs(_absorbed));
        _slots.StartMs(session) = Math.Min(_slots.StartMs(session), _timeMs);
        _slots.EndMs(session) = Math.Max(_slots.EndMs(session), _timeMs + Window.SizeMs);
        if (_slots.CountsRows)
        {
            _slots.Rows(session)++;
        }

        if (_absorbed != 0)
        {
            Absorb(session, _absorbed, isAbsorbedFirst ? _mergeBefore! : _merge);
        }

        if (Revisions is not null && NeedsTimer(session))
        {
            SetTimer(Clock, session);
        }
    }

    /// <summary>
    /// The located session has taken the row's values. What the row brought was counted for the session as it was
    /// before it took another in, which may have held the same. Called by compiled code where there are quotas.
    /// </summary>
    public void Recount()
    {
        if (_absorbed != 0)
        {
            CountRestored(Clock, Clock.Latest!, BytesOf(Located) - (_bytesBefore + Admitted));
        }
    }

    /// <inheritdoc/>
    internal override void EmitRevisions(ResultEmitter results)
    {
        nint session = Located;
        (long, long) bounds = (_slots.StartMs(session), _slots.EndMs(session));
        if (Revisions!.Count == 1 && Revisions[0] == bounds)
        {
            Revisions.Show(0, session, session, results);
            return;
        }

        for (int i = 0; i < Revisions.Count; i++)
        {
            Revisions.TakeBack(i, session, results);
        }

        if (HasEnded(Clock, session))
        {
            Revisions.NoteOld(bounds.Item1, bounds.Item2, entry: 0);
            Revisions.Show(Revisions.Count - 1, session, session, results);
        }
    }

    /// <summary>A new entry for a session that comes back from a checkpoint, beside others of its key.</summary>
    internal nint AddRestored(WindowPane pane, nint key, int keyLength)
    {
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        nint entry = PaneTable.FindOrAdd(pane, hash, key, keyLength, out bool isFirst);
        return isFirst ? entry : Table.AddBeside(entry);
    }

    /// <summary>Puts a session that has come back among the others of its key.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="session">Its entry, whole again.</param>
    /// <param name="isFirst">Whether it is the first of its key.</param>
    /// <returns>Rows applied to it; 0 when it can be none of the plan's, or touches another.</returns>
    internal long Link(WindowClock clock, nint session, bool isFirst)
    {
        nint found = FoundFor(session);
        long startMs = _slots.StartMs(session);
        long lengthMs = _slots.EndMs(session) - startMs;
        long fireAtMs = Window.FireAtMs(_slots.EndMs(session));
        _tree.Around(isFirst ? 0 : found, startMs, out nint before, out nint after);
        bool isSound = lengthMs >= Window.SizeMs
            && KeptUntilMs(clock, fireAtMs) > clock.WatermarkMs
            && (before == 0 || _slots.EndMs(before) < startMs)
            && (after == 0 || _slots.StartMs(after) > startMs + lengthMs);
        if (!isSound)
        {
            return 0;
        }

        Find(found, _tree.Add(isFirst ? 0 : found, session));
        SetTimer(clock, session);
        return _slots.Rows(session);
    }

    /// <inheritdoc/>
    private protected override void RemoveFromTable(nint entry)
    {
        nint found = FoundFor(entry);
        nint root = _tree.Remove(found, entry);
        if (root == 0)
        {
            Table.Remove(entry);
            return;
        }

        Find(found, root);
        Table.RemoveBeside(entry);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _tree.Dispose();
            Revisions?.Dispose();
        }
    }

    private static long ArrivalOf(nint session) => Raw.Read<long>(session + EntryDescriptor.Arrival);

    // The session that a row at a time becomes part of; where it touches two, the earlier, which takes the other in.
    private nint Touched(nint root, long timeMs)
    {
        _tree.Around(root, timeMs, out nint before, out nint after);
        before = before != 0 && _slots.EndMs(before) >= timeMs ? before : 0;
        after = after != 0 && _slots.StartMs(after) <= timeMs + Window.SizeMs ? after : 0;
        _absorbed = before == 0 ? 0 : after;
        return before == 0 ? after : before;
    }

    private nint Open(WindowPane pane, ulong hash, nint root, nint key, int keyLength)
    {
        long fireAtMs = Window.FireAtMs(_timeMs + Window.SizeMs);
        if (KeptUntilMs(Clock, fireAtMs) <= Clock.WatermarkMs)
        {
            LateFor = new LateWindow(_timeMs, _timeMs + Window.SizeMs, fireAtMs);
            return 0;
        }

        if (TenantBytesMax != 0 && !HasRoom(keyLength))
        {
            IsRefused = true;
            return 0;
        }

        nint session = root == 0
            ? PaneTable.FindOrAdd(pane, hash, key, keyLength, out _)
            : Table.AddBeside(root);
        Number(pane, session);
        _slots.StartMs(session) = _timeMs;
        _slots.EndMs(session) = _timeMs + Window.SizeMs;
        Find(root == 0 ? session : root, _tree.Add(root, session));
        SetTimer(Clock, session);
        Timers?.Schedule(Clock, fireAtMs);
        if (fireAtMs <= Clock.WatermarkMs)
        {
            Revisions!.NoteOld(_timeMs, _timeMs + Window.SizeMs, entry: 0);
        }

        return session;
    }

    private bool HasRoom(int keyLength)
    {
        TenantUsage usage = Clock.Usage ??= Usages.Of(Clock.Tenant);
        return usage.StateBytes + GroupBytes(keyLength) <= TenantBytesMax;
    }

    private void Absorb(nint session, nint other, MergeKernel merge)
    {
        Merged?.Invoke(StoredKeyOf(session).ToArray(), StoredKeyOf(other).ToArray());
        _bytesBefore = TenantBytesMax == 0 ? 0 : BytesOf(session);
        _slots.EndMs(session) = Math.Max(_slots.EndMs(session), _slots.EndMs(other));
        if (_slots.CountsRows)
        {
            _slots.Rows(session) += _slots.Rows(other);
        }

        merge(session, other, Texts, Distinct);
        Leave(other);
    }

    /// <inheritdoc/>
    private protected override void Fire(WindowClock clock, SessionTimer timer, ResultEmitter results)
    {
        nint session = timer.Session;
        WindowPane pane = clock.Open[0];
        if (clock.Sessions!.Coming is var coming and not 0)
        {
            pane.Slots.PrefetchRemoval(coming);
        }

        long fireAtMs = FireAtMs(clock, timer);
        if (fireAtMs == long.MinValue)
        {
            return;
        }

        if (fireAtMs > timer.FireAtMs)
        {
            SetTimer(clock, session, fireAtMs);
            return;
        }

        if (timer.FireAtMs == Window.FireAtMs(_slots.EndMs(session)))
        {
            _bounds.StartMs = _slots.StartMs(session);
            _bounds.EndMs = _slots.EndMs(session);
            results.Emit(session, _bounds);
            if (KeptUntilMs(clock, timer.FireAtMs) > timer.FireAtMs)
            {
                SetTimer(clock, session, KeptUntilMs(clock, timer.FireAtMs));
                return;
            }
        }

        long rows = _slots.Rows(session);
        pane.Rows -= rows;
        clock.Counters.Closed += rows;
        clock.Counters.Open -= rows;
        Leave(session);
    }

    /// <inheritdoc/>
    private protected override long FireAtMs(WindowClock clock, in SessionTimer timer)
    {
        bool counts = Raw.Read<long>(timer.Session + EntryDescriptor.Owner) == clock.Open[0].Number
            && ArrivalOf(timer.Session) == timer.Arrival
            && (Revisions is null || _slots.TimerMs(timer.Session) == timer.FireAtMs);
        if (!counts)
        {
            return long.MinValue;
        }

        // One that has come out is looked at again when it goes.
        long fireAtMs = Window.FireAtMs(_slots.EndMs(timer.Session));
        return timer.FireAtMs > fireAtMs ? KeptUntilMs(clock, fireAtMs) : fireAtMs;
    }

    /// <inheritdoc/>
    private protected override void Postpone(WindowClock clock, in SessionTimer timer, long fireAtMs) =>
        SetTimer(clock, timer.Session, fireAtMs);

    private bool HasEnded(WindowClock clock, nint session) =>
        Window.FireAtMs(_slots.EndMs(session)) <= clock.WatermarkMs;

    // When it comes out, or goes if it has.
    private long DueMs(WindowClock clock, nint session)
    {
        long fireAtMs = Window.FireAtMs(_slots.EndMs(session));
        return fireAtMs > clock.WatermarkMs ? fireAtMs : KeptUntilMs(clock, fireAtMs);
    }

    private void SetTimer(WindowClock clock, nint session) => SetTimer(clock, session, DueMs(clock, session));

    // It comes out or goes earlier than it did, or has come out and will again.
    private bool NeedsTimer(nint session) => DueMs(Clock, session) < _slots.TimerMs(session)
        || (Revisions!.Count > 0 && !HasEnded(Clock, session));

    // Only where sessions are kept may one have several, of which the last counts.
    private void SetTimer(WindowClock clock, nint session, long dueMs)
    {
        var timer = new SessionTimer(dueMs, ArrivalOf(session), session);
        if (Revisions is not null)
        {
            _slots.TimerMs(session) = dueMs;
        }

        if (dueMs > Window.FireAtMs(_slots.EndMs(session)))
        {
            (clock.Kept ??= NewTimers()).Add(timer);
        }
        else
        {
            clock.Sessions!.Add(timer);
        }
    }

    private void NoteOld(nint session)
    {
        if (session != 0 && HasEnded(Clock, session))
        {
            Revisions!.NoteOld(_slots.StartMs(session), _slots.EndMs(session), session);
        }
    }

    // Timers know by the number that it is gone, also before its memory is used again.
    private void Leave(nint session)
    {
        if (TenantBytesMax != 0)
        {
            CountRestored(Clock, Clock.Open[0], -BytesOf(session));
        }

        Free(session);
        Raw.Write(session + EntryDescriptor.Arrival, Gone);
    }

    private nint FoundFor(nint session) => PaneTable.Find(
        Panes[Raw.Read<long>(session + EntryDescriptor.Owner)],
        Raw.Read<ulong>(session + EntryDescriptor.Hash),
        Raw.Read<nint>(session + EntryDescriptor.KeyAddress),
        Raw.Read<int>(session + EntryDescriptor.KeyLength));

    private void Find(nint found, nint root)
    {
        if (found != root)
        {
            Table.Replace(found, root);
        }
    }
}
