using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Groups;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Builds the state of one aggregation from the records of a checkpoint, which come in any order: a clock may
/// follow its groups and a group its elements. <see cref="Complete"/> checks that nothing is missing.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates freely; lives during a restart.</remarks>
internal sealed class WindowRestore(
    StatementProgram program,
    KeyedGroups operation,
    GroupRecords records,
    DistinctSets distinct,
    StateHasher hasher,
    EvictedGroups? evicted,
    ScratchArena scratch)
{
    private const int RestBytes = StateKey.PrefixBytes + GroupRecords.StartBytes;
    private const long NotArrived = -1;

    private readonly Dictionary<WindowPane, List<nint>> _groupsOf = [];
    private readonly AccumulatorLayout _layout = program.Accumulators!;
    private readonly RestoredSessions? _sessions =
        operation is SessionWindowOperator sessions ? new RestoredSessions(sessions) : null;

    public void AddGroup(WindowClock clock, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        bool isWhole = key.Length > RestBytes + records.NumberBytes && records.IsWhole(value);
        Check(isWhole, clock, "a group of the wrong length");
        Check(records.IsNumbered(key, value), clock, "a group with another number than its key");
        long startMs = GroupRecords.ReadStart(key[StateKey.PrefixBytes..]);
        ReadOnlySpan<byte> storedKey = key[RestBytes..];
        key = key[..^records.NumberBytes];
        int lengthBytes = key.Length - RestBytes + value.Length - (_layout.TextSlots.Length * sizeof(int));
        operation.CountRestored(clock, PaneOf(clock, startMs), lengthBytes);
        if (evicted?.StaysInStore == true)
        {
            AddEvicted(PaneOf(clock, startMs), key[RestBytes..], value);
            return;
        }

        nint entry = GroupOf(clock, startMs, storedKey);
        bool isNew = Raw.Read<long>(entry + EntryDescriptor.Arrival) == NotArrived;
        Check(isNew, clock, "a group that occurs twice");
        records.Read(entry, value, operation.Texts);
    }

    public void AddElement(WindowClock clock, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int countBytes = _layout.Retracts ? sizeof(long) : 0;
        Check(value.Length == sizeof(int) + countBytes, clock, "an element of the wrong length");
        int groupBytes = BinaryPrimitives.ReadInt32LittleEndian(value);
        int numberBytes = _layout.Retracts ? CountedElement.NumberBytes : 0;
        int elementBytes = key.Length - RestBytes - groupBytes - ElementRecords.SetBytes - numberBytes;
        bool isWhole = groupBytes > records.NumberBytes && elementBytes >= 0;
        Check(isWhole, clock, "an element whose group is longer than its key");
        long startMs = GroupRecords.ReadStart(key[StateKey.PrefixBytes..]);
        int set = BinaryPrimitives.ReadUInt16BigEndian(key[(RestBytes + groupBytes)..]);
        Check(set < _layout.DistinctSlots.Length, clock, "an element of a set that the plan does not have");
        operation.CountRestored(clock, PaneOf(clock, startMs), elementBytes);
        if (evicted?.StaysInStore == true)
        {
            return;
        }

        nint entry = GroupOf(clock, startMs, key.Slice(RestBytes, groupBytes));
        nint slot = entry + EntryDescriptor.Value + _layout.DistinctSlots[set];
        ReadOnlySpan<byte> element = key.Slice(key.Length - numberBytes - elementBytes, elementBytes);
        bool isNew = _layout.Retracts
            ? distinct.RestoreCounted(
                entry,
                slot,
                Copy(element),
                elementBytes,
                BinaryPrimitives.ReadInt64BigEndian(key[^numberBytes..]),
                BinaryPrimitives.ReadInt64LittleEndian(value[sizeof(int)..]))
            : distinct.Restore(entry, slot, Copy(element), elementBytes);
        Check(isNew, clock, "an element that occurs twice");
    }

    public void AddClock(WindowClock clock, ReadOnlySpan<byte> value)
    {
        ClockRecord.ReadClock(value, clock);
        long rows = 0;
        for (int i = 0; i < ClockRecord.WindowsOf(value); i++)
        {
            (long startMs, long paneRows, long paneGroups) = ClockRecord.WindowOf(value, i);
            WindowPane pane = PaneOf(clock, startMs);
            long groupsMin = _sessions is null ? 1 : 0;
            long rowsMin = _sessions is null ? paneGroups : 0;
            bool isSound = pane.Groups == 0 && paneGroups >= groupsMin && paneRows >= rowsMin;
            Check(isSound, clock, "a window that occurs twice or counts fewer rows than groups");
            pane.Rows = paneRows;
            pane.Groups = paneGroups;
            rows += paneRows;
        }

        Check(rows == clock.Counters.Open, clock, "open windows with other rows than its ledger");
    }

    /// <summary>Checks that everything is there and puts groups into their order of arrival.</summary>
    public void Complete(IReadOnlyList<WindowClock?> clocks)
    {
        foreach (WindowClock? clock in clocks)
        {
            foreach (WindowPane pane in clock?.Open ?? [])
            {
                bool isOpen = pane.FireAtMs == long.MaxValue || pane.FireAtMs > clock!.WatermarkMs;
                Check(isOpen, clock!, "a window that its watermark has passed");
                Link(clock!, pane);
            }
        }
    }

    private void Link(WindowClock clock, WindowPane pane)
    {
        List<nint> found = _groupsOf.GetValueOrDefault(pane) ?? [];
        if (program.TimeToLive is not null)
        {
            LinkByLastRow(clock, pane, found);
            return;
        }

        if (_sessions is not null)
        {
            LinkSessions(clock, pane, found);
            return;
        }

        long count = found.Count + pane.Evicted;
        Check(count == pane.Groups, clock, $"{count} of {pane.Groups} groups of a window");
        if (pane.IsScattered)
        {
            found.ForEach(entry => LinkScattered(clock, pane, entry));
            return;
        }

        var byArrival = new nint[found.Count];
        foreach (nint entry in found)
        {
            long arrival = Raw.Read<long>(entry + EntryDescriptor.Arrival);
            bool isFree = arrival >= 0 && arrival < found.Count && byArrival[arrival] == 0;
            Check(isFree, clock, "elements without their group, or two groups with one place");
            byArrival[arrival] = entry;
            hasher.Restore(entry);
        }

        for (int i = 0; i + 1 < byArrival.Length; i++)
        {
            Raw.Write(byArrival[i] + EntryDescriptor.NextOfOwner, byArrival[i + 1]);
        }

        pane.FirstEntry = byArrival[0];
        pane.LastEntry = byArrival[^1];
    }

    // Groups that have ended are not there, so their number says only how many there were at most.
    private void LinkByLastRow(WindowClock clock, WindowPane pane, List<nint> found)
    {
        var expiry = new GroupExpiry(program.TimeToLive!, _layout);
        found.Sort((left, right) => expiry.LastRowOf(left).CompareTo(expiry.LastRowOf(right)));
        long lastRow = 0;
        foreach (nint entry in found)
        {
            long arrival = Raw.Read<long>(entry + EntryDescriptor.Arrival);
            long row = expiry.LastRowOf(entry);
            bool isSound = arrival >= 0 && arrival < pane.Groups && row > lastRow && row <= pane.Rows;
            Check(isSound, clock, "elements without their group, or two groups that one row wrote");
            expiry.Link(pane, entry);
            hasher.Restore(entry);
            lastRow = row;
        }
    }

    // Sessions that have ended are not there, so the count says only how many there were at most.
    private void LinkSessions(WindowClock clock, WindowPane pane, List<nint> found)
    {
        found.Sort(static (left, right) => ArrivalOf(left).CompareTo(ArrivalOf(right)));
        long rows = 0;
        foreach (nint entry in found)
        {
            bool isCounted = ArrivalOf(entry) >= 0 && ArrivalOf(entry) < pane.Groups;
            Check(isCounted, clock, "elements without their session, or one that its clock has not counted");
            long sessionRows = _sessions!.Link(clock, entry);
            Check(sessionRows > 0, clock, "a session that has ended, is shorter than the gap or touches another");
            hasher.Restore(entry);
            rows += sessionRows;
        }

        Check(rows == pane.Rows, clock, "sessions with other rows than their clock");
    }

    private static long ArrivalOf(nint entry) => Raw.Read<long>(entry + EntryDescriptor.Arrival);

    // The firing finds out whether every place has one group.
    private void LinkScattered(WindowClock clock, WindowPane pane, nint entry)
    {
        Check(Raw.Read<long>(entry + EntryDescriptor.Arrival) >= 0, clock, "elements without their group");
        pane.Link(entry);
        hasher.Restore(entry);
    }

    private WindowPane PaneOf(WindowClock clock, long startMs)
    {
        WindowPane? pane = operation.PaneAt(clock, startMs);
        Check(pane is not null, clock, "a window that starts where the plan has none");
        return pane!;
    }

    private nint GroupOf(WindowClock clock, long startMs, ReadOnlySpan<byte> storedKey)
    {
        WindowPane pane = PaneOf(clock, startMs);
        ReadOnlySpan<byte> group = storedKey[..^records.NumberBytes];
        bool isNew;
        nint entry = _sessions is null
            ? PaneTable.FindOrAdd(
                pane, StableHash.Of(group, pane.Salt), Copy(group), group.Length, out isNew)
            : _sessions.Find(pane, Copy(group), group.Length, storedKey, out isNew);
        if (isNew)
        {
            Raw.Write(entry + EntryDescriptor.Arrival, NotArrived);
            Raw.Write(entry + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
            ref List<nint>? found = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupsOf, pane, out _);
            (found ??= []).Add(entry);
        }

        return entry;
    }

    // It counts, and is hashed, but takes no memory.
    private void AddEvicted(WindowPane pane, ReadOnlySpan<byte> group, ReadOnlySpan<byte> value)
    {
        nint record = Copy(group, value);
        hasher.AddEvicted(evicted!.ImageOf(pane, record, group.Length, record + group.Length, value.Length));
        pane.Evicted++;
        pane.IsScattered = true;
    }

    // Bytes of the store where the table's code can address them, until the next copy.
    private nint Copy(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> more = default)
    {
        scratch.Reset();
        nint address = scratch.Take(bytes.Length + more.Length);
        bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
        more.CopyTo(Raw.WritableSpan(address + bytes.Length, more.Length));
        return address;
    }

    private void Check(bool isSound, WindowClock clock, string problem)
    {
        if (!isSound)
        {
            throw RestoreProblem.Of(program.Definition, clock.Tenant, problem);
        }
    }
}
