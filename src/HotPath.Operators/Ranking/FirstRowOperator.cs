using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Ranking;

/// <summary>
/// The first row of each key by event time: it waits until the watermark reaches its time, so that an earlier one may
/// still take its place, comes out once, and later rows of the key go nowhere. A compiled kernel asks
/// <see cref="Locate"/> for the key, then <see cref="Take"/>.
/// </summary>
/// <remarks>
/// A row behind the watermark is late. Rows come out by time, then in the order in which their keys first came. All
/// keys lie in one pane a clock that stays; what has come out leaves its key. Threading: single-threaded; owned by one
/// shard. Source: flink-semantics.md 2.7.
/// </remarks>
public sealed class FirstRowOperator : TimedWindowOperator
{
    private const int Waiting = 1;
    private const int Shown = 2;
    private const int TimeOffset = EntryDescriptor.Value + 8;

    private readonly int _row;
    private long _timeMs;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A statement that keeps first rows.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    internal FirstRowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => _row = EntryDescriptor.Value + program.Accumulators!.TextSlots[0];

    /// <inheritdoc/>
    public override nint Locate(long timeMs, nint key, int keyLength)
    {
        IsNew = false;
        if (timeMs < Clock.WatermarkMs)
        {
            LateFor = new LateWindow(long.MinValue, long.MinValue, timeMs);
            return 0;
        }

        WindowPane pane = Clock.Latest ?? PaneAt(Clock, 0)!;
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        if (TenantBytesMax != 0 && !HasRoom(pane, hash, key, keyLength))
        {
            IsRefused = true;
            return 0;
        }

        nint entry = PaneTable.FindOrAdd(pane, hash, key, keyLength, out bool added);
        if (added)
        {
            Append(pane, entry);
        }

        _timeMs = timeMs;
        return Enter(pane, entry);
    }

    /// <summary>Lets the row at hand be the one that waits, if it is the first or earlier than the one that does.
    /// </summary>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <returns>Applied, also if another row is the first, or Failed when the quota refuses it.</returns>
    public RowOutcome Take(nint row, int rowBytes)
    {
        nint entry = Located;
        bool isFirst = StateOf(entry) == 0 || (StateOf(entry) == Waiting && _timeMs < TimeOf(entry));
        if (!isFirst)
        {
            return RowOutcome.Applied;
        }

        if (TenantBytesMax != 0 && !Admit(rowBytes - TextSlot.Get(entry + _row).LengthBytes))
        {
            return RowOutcome.Failed;
        }

        StateOf(entry) = Waiting;
        Raw.Write(entry + TimeOffset, _timeMs);
        TextSlot.Set(entry + _row, Raw.Span(row, rowBytes), Texts);
        SetTimer(Clock, entry);
        return RowOutcome.Applied;
    }

    /// <inheritdoc/>
    internal override void OnRestored(WindowClock clock)
    {
        nint entry = clock.Open.Count == 0 ? 0 : clock.Open[0].FirstEntry;
        for (; entry != 0; entry = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner))
        {
            if (StateOf(entry) == Waiting)
            {
                SetTimer(clock, entry);
            }
        }
    }

    private static ref long StateOf(nint entry) => ref Raw.Ref<long>(entry + EntryDescriptor.Value);

    private static long TimeOf(nint entry) => Raw.Read<long>(entry + TimeOffset);

    private static void SetTimer(WindowClock clock, nint entry) => clock.Sessions!.Add(
        new SessionTimer(TimeOf(entry), Raw.Read<long>(entry + EntryDescriptor.Arrival), entry));

    private bool HasRoom(WindowPane pane, ulong hash, nint key, int keyLength)
    {
        TenantUsage usage = Clock.Usage ??= Usages.Of(Clock.Tenant);
        return usage.StateBytes + GroupBytes(keyLength) <= TenantBytesMax
            || PaneTable.Find(pane, hash, key, keyLength) != 0;
    }

    /// <inheritdoc/>
    /// <remarks>The timer of a row that an earlier one has replaced is still there.</remarks>
    private protected override void Fire(WindowClock clock, SessionTimer timer, ResultEmitter results)
    {
        nint entry = timer.Session;
        if (FireAtMs(clock, timer) == long.MinValue)
        {
            return;
        }

        NoteChange(entry);
        Utf8View row = TextSlot.Get(entry + _row);
        results.Note(entry, entry, startMs: 0, endMs: 0);
        results.Emit(RowKind.Insert, row.Address, 1);
        if (TenantBytesMax != 0)
        {
            CountRestored(clock, clock.Open[0], -row.LengthBytes);
        }

        StateOf(entry) = Shown;
        TextSlot.Free(entry + _row, Texts);
    }

    /// <inheritdoc/>
    private protected override long FireAtMs(WindowClock clock, in SessionTimer timer) =>
        StateOf(timer.Session) == Waiting && TimeOf(timer.Session) == timer.FireAtMs ? timer.FireAtMs : long.MinValue;
}
