using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Ranking;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// TUMBLE, HOP and CUMULATE whose windows are kept for a while after they have fired: a row that comes for such a one
/// changes it, and what it showed comes out again, as it was and as it is. Of ranked rows, those that it moves.
/// </summary>
/// <remarks>
/// A window fires as without lateness, and its panes stay until the last of their windows is out of it. Which windows
/// have fired follows from the watermark, so neither hashes nor checkpoints hold more than groups. A late row merges
/// its key's groups anew for each window that it corrects. Threading: single-threaded; owned by one shard.
/// </remarks>
public sealed class RevisingWindowOperator : WindowOperator
{
    private const long NoWindow = long.MaxValue;

    private readonly MergedGroups _merged;
    private readonly WindowPane _revised;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement with allowed lateness.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    /// <param name="results">Where changes of ranks come out.</param>
    internal RevisingWindowOperator(
        StatementProgram program, NativeHeap heap, CheckpointPass pass, ResultEmitter results)
        : base(program, heap, pass)
    {
        Results = results;
        bool retracts = program.Accumulators!.Retracts;
        Ranks = program.Ranking is null || retracts ? null : new RankedRows(program, this);
        ChangingRanks = program.Ranking is null || !retracts ? null : new ChangingRows(program, this);
        _merged = new MergedGroups(program, heap);
        _revised = Panes.Take();
        Revisions = new WindowRevisions(program, this, heap);
    }

    /// <summary>Ranked rows of the groups, where all are new; else <see langword="null"/>.</summary>
    public RankedRows? Ranks { get; }

    /// <summary>Whether the window of the row located last has come out.</summary>
    internal bool HasFired => Clock.Latest!.FirstFireAtMs <= Clock.WatermarkMs;

    /// <summary>Where changes of ranks come out; begun for the row.</summary>
    internal ResultEmitter Results { get; }

    /// <inheritdoc/>
    public override nint Locate(long timeMs, nint key, int keyLength)
    {
        IsNew = false;
        nint entry = base.Locate(timeMs, key, keyLength);
        if (entry != 0 && Program.Ranking is null && HasFired)
        {
            NoteOld(Clock.Latest!, key, keyLength, IsNew ? entry : 0);
        }

        return entry;
    }

    /// <inheritdoc/>
    public override nint LocateChanged(long timeMs, nint key, int keyLength)
    {
        nint entry = base.LocateChanged(timeMs, key, keyLength);
        if (entry != 0 && Program.Ranking is null && HasFired)
        {
            NoteOld(Clock.Latest!, key, keyLength, except: 0);
        }

        return entry;
    }

    /// <summary>The ranks of the group located last are about to change, of a window that has come out.</summary>
    internal void NoteRevised()
    {
        Clock.Counters.Revised++;
        Results.Note(Located, Located, Clock.Latest!.StartMs, Clock.Latest.EndMs);
    }

    /// <inheritdoc/>
    public override bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(results);
        Clock = clock;
        results.Begin(Program, clock);
        int left = rowsMax;
        bool isFinished = Fire(clock, ref left, results) && CloseExpired(clock, ref left);
        clock.FiringIndex = results.NextIndex;
        return isFinished;
    }

    /// <inheritdoc/>
    internal override void OnRestored(WindowClock clock)
    {
        base.OnRestored(clock);
        SetNextEnd(clock, NoWindow);
        foreach (WindowPane pane in clock.Open)
        {
            if (FirstUnfiredEnd(clock, pane) is var endMs and not NoWindow)
            {
                SetNextEnd(clock, endMs);
                break;
            }
        }
    }

    /// <inheritdoc/>
    internal override void EmitRevisions(ResultEmitter results)
    {
        nint key = Raw.Read<nint>(Located + EntryDescriptor.KeyAddress);
        int keyLength = Raw.Read<int>(Located + EntryDescriptor.KeyLength);
        for (int i = 0; i < Revisions!.Count; i++)
        {
            SetRevised(Revisions[i].StartMs, Revisions[i].EndMs);
            Revisions.Show(i, Merge(key, keyLength, except: 0), Located, results);
            Forget();
        }
    }

    /// <inheritdoc/>
    private protected override bool IsDue(WindowClock clock) => clock.Open.Count > 0
        && (IsWindowDue(clock) || clock.Open[0].FireAtMs <= clock.WatermarkMs);

    /// <inheritdoc/>
    private protected override void OnDue(WindowClock clock) => GiveRoomOfClosingBack(clock);

    /// <inheritdoc/>
    private protected override void OnOpened(WindowPane pane)
    {
        long endMs = FirstUnfiredEnd(Clock, pane);
        if (Clock.Open.Count == 1 || endMs < Clock.NextEndMs)
        {
            SetNextEnd(Clock, endMs);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _merged.Dispose();
            Revisions!.Dispose();
        }
    }

    private static bool IsWindowDue(WindowClock clock) =>
        clock.NextEndMs != NoWindow && clock.NextFireAtMs <= clock.WatermarkMs;

    private void SetNextEnd(WindowClock clock, long endMs)
    {
        clock.NextEndMs = endMs;
        clock.NextFireAtMs = endMs == NoWindow ? long.MaxValue : Window.FireAtMs(endMs);
    }

    private long FirstUnfiredEnd(WindowClock clock, WindowPane pane) =>
        Window.FireAtMs(Window.LastEndOf(pane.StartMs)) <= clock.WatermarkMs
            ? NoWindow
            : Window.FirstUnfiredEnd(pane.StartMs, clock.WatermarkMs);

    private bool Fire(WindowClock clock, ref int left, ResultEmitter results)
    {
        while (IsWindowDue(clock))
        {
            WindowPane window = clock.FiringWindow ??= Begin(clock);
            if (!Fire(clock, window, ref left, results))
            {
                return false;
            }

            clock.FiringWindow = null;
            SetNextEnd(clock, EndBehind(clock, window.EndMs));
            Panes.Give(window);
        }

        return true;
    }

    private WindowPane Begin(WindowClock clock)
    {
        WindowPane window = Panes.Take();
        window.StartMs = Window.StartOfEnd(clock.NextEndMs);
        window.EndMs = clock.NextEndMs;
        window.Salt = StableHash.Mix((ulong)clock.Tenant, (ulong)window.EndMs);
        clock.FiringPane = 0;
        return window;
    }

    private bool Fire(WindowClock clock, WindowPane window, ref int left, ResultEmitter results)
    {
        (int first, int end) = PanesOf(clock, window);
        if (end - first == 1)
        {
            return EmitGroups(clock, clock.Open[first].FirstEntry, window, areMerged: false, ref left, results);
        }

        for (; clock.FiringPane < end - first; clock.FiringPane++)
        {
            if (!Merge(clock, PaneInOrder(clock, first, end, clock.FiringPane), window, ref left))
            {
                return false;
            }
        }

        return EmitGroups(clock, window.FirstEntry, window, areMerged: true, ref left, results);
    }

    private bool Merge(WindowClock clock, WindowPane pane, WindowPane window, ref int left)
    {
        nint group = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
        for (; group != 0 && left > 0; left--)
        {
            _merged.Add(window, group);
            group = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
        }

        clock.NextEntry = group;
        return group == 0;
    }

    private bool EmitGroups(
        WindowClock clock, nint first, WindowPane window, bool areMerged, ref int left, ResultEmitter results)
    {
        nint group = clock.NextEntry != 0 ? clock.NextEntry : first;
        for (; group != 0 && left > 0; left--)
        {
            nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
            results.Emit(group, window);
            if (areMerged)
            {
                _merged.Free(group);
            }

            group = next;
        }

        clock.NextEntry = group;
        return group == 0;
    }

    private bool CloseExpired(WindowClock clock, ref int left)
    {
        int closed = 0;
        for (; closed < clock.Open.Count && clock.Open[closed].FireAtMs <= clock.WatermarkMs; closed++)
        {
            WindowPane pane = clock.Open[closed];
            nint group = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
            for (; group != 0 && left > 0; left--)
            {
                nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
                Free(group);
                group = next;
            }

            clock.NextEntry = group;
            if (group != 0)
            {
                clock.Open.RemoveRange(0, closed);
                return false;
            }

            Close(clock, pane);
        }

        clock.Open.RemoveRange(0, closed);
        return true;
    }

    // The first end behind one that has fired among the windows of open panes.
    private long EndBehind(WindowClock clock, long endMs)
    {
        for (int i = IndexOf(clock.Open, endMs - Window.SizeMs); i < clock.Open.Count; i++)
        {
            long startMs = clock.Open[i].StartMs;
            if (Window.LastEndOf(startMs) > endMs)
            {
                return Math.Max(endMs, startMs) + Window.PaneMs;
            }
        }

        return NoWindow;
    }

    private static (int First, int End) PanesOf(WindowClock clock, WindowPane window) =>
        (IndexOf(clock.Open, window.StartMs), IndexOf(clock.Open, window.EndMs));

    // In the order in which groups come out: of HOP from the youngest, as Flink merges, of CUMULATE as they arrived.
    private WindowPane PaneInOrder(WindowClock clock, int first, int end, int number) =>
        clock.Open[Window.Kind == WindowKind.Hop ? end - 1 - number : first + number];

    private void NoteOld(WindowPane pane, nint key, int keyLength, nint except)
    {
        long lastEndMs = Window.LastEndOf(pane.StartMs);
        for (long endMs = pane.StartMs + Window.PaneMs; endMs <= lastEndMs; endMs += Window.PaneMs)
        {
            long fireAtMs = Window.FireAtMs(endMs);
            if (fireAtMs > Clock.WatermarkMs)
            {
                break;
            }

            if (KeptUntilMs(Clock, fireAtMs) > Clock.WatermarkMs)
            {
                long startMs = Window.StartOfEnd(endMs);
                SetRevised(startMs, endMs);
                Revisions!.NoteOld(startMs, endMs, Merge(key, keyLength, except));
                Forget();
            }
        }
    }

    private void SetRevised(long startMs, long endMs)
    {
        _revised.StartMs = startMs;
        _revised.EndMs = endMs;
        _revised.Salt = StableHash.Mix((ulong)Clock.Tenant, (ulong)endMs);
    }

    // What a window shows of one key: its only group, or all of them merged; 0 for none.
    private nint Merge(nint key, int keyLength, nint except)
    {
        (int first, int end) = PanesOf(Clock, _revised);
        nint only = 0;
        for (int i = 0; i < end - first; i++)
        {
            WindowPane pane = PaneInOrder(Clock, first, end, i);
            ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
            nint group = PaneTable.Find(pane, hash, key, keyLength);
            if (group == 0 || group == except)
            {
                continue;
            }

            if (only == 0)
            {
                only = group;
                continue;
            }

            if (_revised.FirstEntry == 0)
            {
                _merged.Add(_revised, only);
            }

            _merged.Add(_revised, group);
        }

        return _revised.FirstEntry == 0 ? only : _revised.FirstEntry;
    }

    private void Forget()
    {
        if (_revised.FirstEntry != 0)
        {
            _merged.Free(_revised.FirstEntry);
            _revised.FirstEntry = 0;
            _revised.LastEntry = 0;
        }
    }
}
