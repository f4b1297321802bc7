using System;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// One statement's part in rows that come many at a time: first the keys of all, then the memory of their groups, then
/// what they change. So no row waits for memory, and what is the same for all is looked at once. Nothing changes by
/// them but groups of the pane that each clock is at, and nothing fires: they leave what they leave one by one.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Allocates nothing. Decision: docs/decisions/0022.
/// </remarks>
internal sealed class WindowRun : IDisposable
{
    private const int GroupsAhead = 10; // as many as a core can wait for at once, at two or three lines each
    private const int SessionsAhead = 5; // by then the first that was asked for of a key has come
    private const int FoundMask = 15;

    private readonly StatementState _statement;
    private readonly WindowOperator _window;
    private readonly RowRunProgram _program;
    private readonly ScalarContext _context;
    private readonly EvaluationNote _note;
    private readonly int _index;
    private readonly int _count;
    private readonly NativeHeap _heap;
    private readonly nint _slots;

    private readonly WindowSpecification? _sessions; // null for windows that no row shapes
    private readonly SessionWindowOperator? _sessionWindow;
    private readonly nint[] _found = new nint[FoundMask + 1]; // sessions that were asked for, by row; 0 for none

    // Of the tenant at hand.
    private WindowClock? _clock;
    private WindowPane? _pane;
    private long _fireAtMs; // nothing fires before
    private long _rowsFireAtMs; // nor do the sessions of the run's rows before this
    private long _watermarkMs;

    // Rows whose groups have been asked for, and the pane of the last.
    private int _asked;
    private int _askedScope;
    private WindowPane? _askedPane;

    /// <summary>Runs of a statement.</summary>
    /// <param name="statement">A reader of the table.</param>
    /// <param name="context">Of the shard's rows.</param>
    /// <param name="note">Where the shard says what it evaluates.</param>
    /// <param name="options">Which shard, and where keys lie.</param>
    public WindowRun(
        StatementState statement,
        ScalarContext context,
        EvaluationNote note,
        ShardOptions options)
    {
        _statement = statement;
        _window = statement.Window!;
        _program = statement.Program.Run!;
        _context = context;
        _note = note;
        _index = options.Index;
        _count = options.Count;
        _heap = options.Heap;
        WindowSpecification windows = statement.Program.Specification!;
        _sessions = windows.Kind == WindowKind.Session ? windows : null;
        _sessionWindow = _window as SessionWindowOperator;
        _slots = _heap.Allocate(RowFrame.RunRowsMax * _program.SlotBytes);
    }

    /// <summary>Whether the statement takes rows of a tenant on this shard.</summary>
    /// <param name="tenant">Its id.</param>
    /// <returns>Whether it does.</returns>
    public bool IsOn(int tenant) => _statement.IsOn(_index, _count, tenant);

    /// <summary>
    /// Evaluates rows up to the first that is not for the pane its clock is at, or that something would come behind; or
    /// until their values fill a block of scratch memory. Changes nothing that is hashed, stored or shown.
    /// </summary>
    /// <param name="rows">Rows of the table, while nothing of the statement is pending.</param>
    /// <param name="watermarksMs">What they carry; not above 0 for none. Unit: ms.</param>
    /// <returns>How many may be applied. Unit: rows.</returns>
    public int Read(ReadOnlySpan<RowFrame> rows, ReadOnlySpan<long> watermarksMs)
    {
        int scope = -1;
        int read = 0;
        for (; read < rows.Length && (read == 0 || !_context.Scratch.IsBeyondFirstBlock); read++)
        {
            ref readonly RowFrame row = ref rows[read];
            nint slot = _slots + (read * _program.SlotBytes);
            if (!IsOn(row.Tenant))
            {
                Raw.Write(slot + RowSlot.KeyLength, RowSlot.Elsewhere);
                continue;
            }

            int next = _statement.ScopeOf(row.Tenant);
            if ((next != scope && !TryTurn(scope, next)) || !TryRead(row, watermarksMs[read], slot))
            {
                break;
            }

            scope = next;
        }

        _note.Leave();
        return read;
    }

    /// <summary>Applies the first of the rows that were read last, and raises their clocks.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="watermarksMs">What they carry. Unit: ms.</param>
    /// <returns>Highest watermark that they have raised a clock to. Unit: ms.</returns>
    public long Apply(ReadOnlySpan<RowFrame> rows, ReadOnlySpan<long> watermarksMs)
    {
        bool isNear = _window.IsNear; // groups that are near need no asking
        SessionWindowOperator? sessions = isNear ? null : _sessionWindow;
        _asked = isNear ? rows.Length : 0;
        _askedScope = -1;
        int scope = -1;
        WindowClock? clock = null;
        WindowPane? pane = null;
        long highestMs = long.MinValue;
        nint slot = _slots;
        for (int i = 0; i < rows.Length; i++, slot += _program.SlotBytes)
        {
            AskForGroups(rows, Math.Min(i + GroupsAhead, rows.Length));
            if (sessions is not null)
            {
                AskForNeighbours(sessions, i + SessionsAhead);
            }

            ref readonly RowFrame row = ref rows[i];
            int keyLength = Raw.Read<int>(slot + RowSlot.KeyLength);
            if (keyLength == RowSlot.Elsewhere)
            {
                continue;
            }

            if (_statement.ScopeOf(row.Tenant) != scope)
            {
                scope = _statement.ScopeOf(row.Tenant);
                clock = _statement.FindClock(scope)!;
                pane = clock.Latest;
                _window.Use(clock);
            }

            Apply(row, slot, keyLength, clock!, pane!);
            highestMs = Math.Max(highestMs, Raise(clock!, watermarksMs[i], row));
        }

        return highestMs;
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Free(_slots, RowFrame.RunRowsMax * _program.SlotBytes);

    // Clock and pane come with the first row that needs them, which is not of a run. When sessions fire that rows of
    // the run make is known of one clock only.
    private bool TryTurn(int from, int to)
    {
        if (_statement.FindClock(to) is not { Latest: { } pane } clock
            || (_sessions is not null && from >= 0))
        {
            return false;
        }

        _clock = clock;
        _pane = pane;
        _fireAtMs = _window.NextFireAtMs(clock, clock.WatermarkMs);
        _rowsFireAtMs = long.MaxValue;
        _watermarkMs = clock.WatermarkMs;
        return true;
    }

    private bool TryRead(in RowFrame row, long watermarkMs, nint slot)
    {
        if (watermarkMs > 0 && watermarkMs >= _fireAtMs && !IsCalm(watermarkMs))
        {
            return false;
        }

        _watermarkMs = Math.Max(_watermarkMs, watermarkMs);
        _context.GoOn(row.IngestTimeMs);
        _note.Enter(row.Position, _statement.OperatorId);
        switch (_program.Key(row.Payload, _context, slot))
        {
            case RowOutcome.Applied:
                return TryPlace(slot, _pane!) && (_sessions is null || TryKeepOpen(slot, _sessions));
            case RowOutcome.Filtered:
                Raw.Write(slot + RowSlot.KeyLength, RowSlot.Filtered);
                return true;
            default:
                return false;
        }
    }

    private static bool TryPlace(nint slot, WindowPane pane)
    {
        long timeMs = Raw.Read<long>(slot + RowSlot.Time);
        if ((ulong)(timeMs - pane.StartMs) >= (ulong)(pane.EndMs - pane.StartMs))
        {
            return false;
        }

        nint key = Raw.Read<nint>(slot + RowSlot.KeyAddress);
        ulong hash = StableHash.Of(Raw.Span(key, Raw.Read<int>(slot + RowSlot.KeyLength)), pane.Salt);
        Raw.Write(slot + RowSlot.Hash, hash);
        pane.Slots.PrefetchSlot(hash);
        return true;
    }

    // When sessions fire is looked up only where it matters: they grow meanwhile.
    private bool IsCalm(long watermarkMs)
    {
        _fireAtMs = Math.Min(_rowsFireAtMs, _window.NextFireAtMs(_clock!, watermarkMs));
        return watermarkMs < _fireAtMs;
    }

    // The session of a row ends a gap behind it at the earliest: it must neither have fired nor fire within the run.
    private bool TryKeepOpen(nint slot, WindowSpecification sessions)
    {
        long fireAtMs = sessions.FireAtMs(Raw.Read<long>(slot + RowSlot.Time) + sessions.SizeMs);
        _rowsFireAtMs = Math.Min(_rowsFireAtMs, fireAtMs);
        _fireAtMs = Math.Min(_fireAtMs, fireAtMs);
        return fireAtMs > _watermarkMs;
    }

    private void AskForGroups(ReadOnlySpan<RowFrame> rows, int end)
    {
        for (; _asked < end; _asked++)
        {
            nint slot = _slots + (_asked * _program.SlotBytes);
            ref nint found = ref _found[_asked & FoundMask];
            found = 0;
            if (Raw.Read<int>(slot + RowSlot.KeyLength) < 0)
            {
                continue;
            }

            int scope = _statement.ScopeOf(rows[_asked].Tenant);
            if (scope != _askedScope)
            {
                _askedScope = scope;
                _askedPane = _statement.FindClock(scope)!.Latest!;
            }

            found = _askedPane!.Slots.PrefetchFound(Raw.Read<ulong>(slot + RowSlot.Hash));
        }
    }

    private void AskForNeighbours(SessionWindowOperator window, int row)
    {
        if (row < _asked && _found[row & FoundMask] is var found and not 0)
        {
            window.PrefetchBeside(found, Raw.Read<long>(_slots + (row * _program.SlotBytes) + RowSlot.Time));
        }
    }

    private void Apply(in RowFrame row, nint slot, int keyLength, WindowClock clock, WindowPane pane)
    {
        clock.Counters.Delivered++;
        if (keyLength == RowSlot.Filtered)
        {
            clock.Counters.Filtered++;
            return;
        }

        nint key = Raw.Read<nint>(slot + RowSlot.KeyAddress);
        long timeMs = Raw.Read<long>(slot + RowSlot.Time);
        nint group = _window.LocateInRun(pane, timeMs, Raw.Read<ulong>(slot + RowSlot.Hash), key, keyLength);
        _program.Update(row.Payload, _context, _window, group + EntryDescriptor.Value, slot);
        clock.Counters.Applied++;
    }

    // It lies below everything that fires.
    private static long Raise(WindowClock clock, long watermarkMs, in RowFrame row)
    {
        if (watermarkMs <= 0)
        {
            return long.MinValue;
        }

        bool isRaised = watermarkMs > clock.WatermarkMs;
        if (isRaised)
        {
            clock.Raise(watermarkMs, row.Position, row.IngestTimeMs);
        }

        clock.NoteRow(row.Position, row.IngestTimeMs, row.Source, row.SourceOffset);
        return isRaised ? watermarkMs : long.MinValue;
    }
}
