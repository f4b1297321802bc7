using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// The entries of one table that differ from the store. A checkpoint freezes the list and hands it over in slices; an
/// entry that changes before its turn leaves its old image first and starts the next list (copy before write).
/// </summary>
/// <remarks>
/// <code>
/// checkpoint slot:  listed (1 bit) | in which of the two lists (1) | place (30)
/// </code>
/// An entry is in one list at most. Listed under the list that takes changes now, it is in that: lists change roles
/// when a checkpoint begins, and what it froze is written, and listed no more, before it is committed; one that fails
/// gives all that it froze back. So a row that finds its group changed already, as most do, reads nothing but the
/// group. Otherwise the place is only a hint, the entry is frozen if it stands there: so a commit touches no entry. A
/// list that doubles ends at 2^30 places.
/// Threading: single-threaded; owned by one table.
/// </remarks>
internal sealed class ChangedEntries(CheckpointPass pass, IEntryRecords records)
{
    private const int Recent = int.MinValue;
    private const int Listed = int.MinValue;
    private const int SecondList = 1 << 30;
    private const int PlaceMask = SecondList - 1;

    private EntryList _changed = new();
    private EntryList _frozen = new();
    private int _changing = Listed; // with the list that takes changes now
    private int _next;

    /// <summary>Entries that no committed checkpoint has as they are. Unit: entries.</summary>
    public int Count => _changed.Count + _frozen.Count;

    /// <summary>Called before an entry changes.</summary>
    public void Touch(nint entry)
    {
        int slot = Raw.Read<int>(entry + EntryDescriptor.CheckpointSlot);
        if (IsChanged(slot))
        {
            return;
        }

        if (IsFrozen(entry, slot))
        {
            Thaw(entry, slot & PlaceMask);
        }

        Add(entry);
    }

    /// <summary>Whether the store holds an entry as it is, and no checkpoint is about to write it.</summary>
    public bool IsClean(nint entry)
    {
        int slot = Raw.Read<int>(entry + EntryDescriptor.CheckpointSlot);
        return FirstWrittenOf(entry) != 0 && !IsChanged(slot) && !IsFrozen(entry, slot);
    }

    /// <summary>Whether an entry has changed lately; asking takes the mark away.</summary>
    public static bool TakeSecondChance(nint entry)
    {
        ref int written = ref Raw.Ref<int>(entry + EntryDescriptor.FirstWritten);
        bool isRecent = written < 0;
        written &= ~Recent;
        return isRecent;
    }

    /// <summary>Called before an entry is freed, and before anything that it owns is.</summary>
    public void Forget(nint entry)
    {
        int slot = Raw.Read<int>(entry + EntryDescriptor.CheckpointSlot);
        if (IsChanged(slot))
        {
            _changed.RemoveAt(slot & PlaceMask);
        }
        else if (IsFrozen(entry, slot))
        {
            Thaw(entry, slot & PlaceMask);
        }

        int firstWritten = FirstWrittenOf(entry);
        if (firstWritten != 0)
        {
            pass.Removed.Add(records.KeyOf(entry), firstWritten);
        }
    }

    public void Begin()
    {
        (_changed, _frozen) = (_frozen, _changed);
        _changing ^= SecondList;
        _next = 0;
    }

    /// <summary>Hands over frozen entries.</summary>
    /// <returns>How many.</returns>
    public int WriteSlice(StateBatch target, int entriesMax)
    {
        int written = 0;
        while (written < entriesMax && _next < _frozen.Places)
        {
            nint entry = _frozen[_next++];
            if (entry != 0)
            {
                Put(entry, target);
                written++;
            }
        }

        return written;
    }

    public void End(bool committed)
    {
        if (!committed)
        {
            TakeBack();
        }
        else if (_next < _frozen.Places)
        {
            ThrowHelper.InvariantBroken("a checkpoint is committed that has not been written whole");
        }

        _frozen.Clear();
    }

    private static int FirstWrittenOf(nint entry) => Raw.Read<int>(entry + EntryDescriptor.FirstWritten) & ~Recent;

    private bool IsChanged(int slot) => (slot & ~PlaceMask) == _changing;

    private bool IsFrozen(nint entry, int slot) => _frozen.Holds(entry, slot & PlaceMask);

    private void Add(nint entry) => Raw.Write(entry + EntryDescriptor.CheckpointSlot, _changed.Add(entry) | _changing);

    private void Thaw(nint entry, int place)
    {
        if (place >= _next && !pass.SkipsImages)
        {
            Put(entry, pass.Images);
        }

        _frozen.RemoveAt(place);
    }

    private void Put(nint entry, StateBatch target)
    {
        records.Put(entry, target);
        int firstWritten = FirstWrittenOf(entry);
        firstWritten = firstWritten == 0 ? pass.Number : firstWritten;
        Raw.Write(entry + EntryDescriptor.FirstWritten, firstWritten | Recent);
        Raw.Ref<int>(entry + EntryDescriptor.CheckpointSlot) &= ~Listed;
    }

    // The store has what it had before: what this checkpoint would have added is not there, what it held has to go
    // with the next one.
    private void TakeBack()
    {
        for (int place = 0; place < _frozen.Places; place++)
        {
            nint entry = _frozen[place];
            if (entry != 0)
            {
                Add(entry);
            }
        }

        for (int place = 0; place < _changed.Places; place++)
        {
            nint entry = _changed[place];
            if (entry != 0 && FirstWrittenOf(entry) == pass.Number)
            {
                Raw.Write(entry + EntryDescriptor.FirstWritten, 0);
            }
        }
    }
}
