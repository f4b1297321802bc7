using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Builds the state of one windowed operator from the records of a checkpoint, which come in any order: a clock may
/// follow its groups and a group its elements. <see cref="Complete"/> checks that nothing is missing.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates freely; lives during a restart.</remarks>
internal sealed class WindowRestore(
    StatementProgram program,
    TumblingWindowOperator window,
    KeyedTable groups,
    DistinctSets distinct,
    StateHasher hasher,
    ScratchArena scratch)
{
    private const int RestBytes = StateKey.PrefixBytes + GroupRecords.StartBytes;
    private const long NotArrived = -1;

    private readonly Dictionary<WindowPane, List<nint>> _groupsOf = [];
    private readonly AccumulatorLayout _layout = program.Accumulators!;

    public void AddGroup(WindowClock clock, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int fixedBytes = GroupRecords.ArrivalBytes + _layout.FixedBytes;
        Check(key.Length > RestBytes && value.Length >= fixedBytes, clock, "a group of the wrong length");
        nint entry = GroupOf(clock, GroupRecords.ReadStart(key[StateKey.PrefixBytes..]), key[RestBytes..]);
        long arrival = BinaryPrimitives.ReadInt64LittleEndian(value);
        bool isNew = Raw.Read<long>(entry + EntryDescriptor.Arrival) == NotArrived;
        Check(isNew && arrival >= 0, clock, "a group that occurs twice or never arrived");
        Raw.Write(entry + EntryDescriptor.Arrival, arrival);
        value[GroupRecords.ArrivalBytes..fixedBytes]
            .CopyTo(Raw.WritableSpan(entry + EntryDescriptor.Value, _layout.FixedBytes));
        ReadTexts(clock, entry, value[fixedBytes..]);
    }

    public void AddElement(WindowClock clock, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Check(value.Length == sizeof(int), clock, "an element of the wrong length");
        int groupBytes = BinaryPrimitives.ReadInt32LittleEndian(value);
        int elementBytes = key.Length - RestBytes - groupBytes - ElementRecords.SetBytes;
        Check(groupBytes > 0 && elementBytes >= 0, clock, "an element whose group is longer than its key");
        long startMs = GroupRecords.ReadStart(key[StateKey.PrefixBytes..]);
        nint entry = GroupOf(clock, startMs, key.Slice(RestBytes, groupBytes));
        int set = BinaryPrimitives.ReadUInt16BigEndian(key[(RestBytes + groupBytes)..]);
        Check(set < _layout.DistinctSlots.Length, clock, "an element of a set that the plan does not have");
        nint slot = entry + EntryDescriptor.Value + _layout.DistinctSlots[set];
        bool isNew = distinct.Restore(entry, slot, Copy(key[^elementBytes..]), elementBytes);
        Check(isNew, clock, "an element that occurs twice");
    }

    public void AddClock(WindowClock clock, ReadOnlySpan<byte> value)
    {
        clock.WatermarkMs = ClockRecord.WatermarkOf(value);
        long rows = 0;
        for (int i = 0; i < ClockRecord.WindowsOf(value); i++)
        {
            (long startMs, long paneRows, long paneGroups) = ClockRecord.WindowOf(value, i);
            WindowPane pane = PaneOf(clock, startMs);
            bool isSound = pane.Groups == 0 && paneGroups > 0 && paneRows >= paneGroups;
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
                Check(pane.FireAtMs > clock!.WatermarkMs, clock, "a window that its watermark has passed");
                Link(clock, pane);
            }
        }
    }

    private void Link(WindowClock clock, WindowPane pane)
    {
        List<nint> found = _groupsOf.GetValueOrDefault(pane) ?? [];
        Check(found.Count == pane.Groups, clock, $"{found.Count} of {pane.Groups} groups of a window");
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

    private WindowPane PaneOf(WindowClock clock, long startMs)
    {
        WindowSpecification specification = program.Specification!;
        bool isStart = startMs == WindowSpecification.StartOf(startMs, specification.SizeMs, specification.OffsetMs);
        Check(isStart, clock, "a window that starts where the plan has none");
        return window.PaneAt(clock, startMs);
    }

    private nint GroupOf(WindowClock clock, long startMs, ReadOnlySpan<byte> group)
    {
        WindowPane pane = PaneOf(clock, startMs);
        ulong hash = StableHash.Of(group, pane.Salt);
        nint entry = groups.FindOrAdd(hash, pane.Number, Copy(group), group.Length, out bool isNew);
        if (isNew)
        {
            Raw.Write(entry + EntryDescriptor.Arrival, NotArrived);
            Raw.Write(entry + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
            ref List<nint>? found = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupsOf, pane, out _);
            (found ??= []).Add(entry);
        }

        return entry;
    }

    private void ReadTexts(WindowClock clock, nint entry, ReadOnlySpan<byte> rest)
    {
        foreach (int slot in _layout.TextSlots)
        {
            int lengthBytes = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            Check(lengthBytes >= 0 && lengthBytes <= rest.Length - sizeof(int), clock, "a text longer than its record");
            if (lengthBytes > 0)
            {
                var text = new Utf8View(Copy(rest.Slice(sizeof(int), lengthBytes)), lengthBytes);
                TextSlot.Set(entry + EntryDescriptor.Value + slot, text, window.Texts);
            }

            rest = rest[(sizeof(int) + lengthBytes)..];
        }

        Check(rest.IsEmpty, clock, "a group longer than its accumulators");
    }

    // Bytes of the store where the table's code can address them, until the next copy.
    private nint Copy(ReadOnlySpan<byte> bytes)
    {
        scratch.Reset();
        nint address = scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
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
