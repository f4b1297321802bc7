using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.EventIds;

/// <summary>Entries in a list threaded through themselves, so that one leaves without a search.</summary>
/// <remarks>Threading: single-threaded. Allocates nothing.</remarks>
internal sealed class EntryChain
{
    private nint _last;

    /// <summary>Address of the oldest entry, or 0.</summary>
    public nint First { get; private set; }

    /// <summary>Entries held. Unit: entries.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an entry that is in no list.</summary>
    public void Append(nint entry)
    {
        Join(entry);
        Raw.Write(entry + EntryDescriptor.NextOfOwner, (nint)0);
        _last = entry;
        Count++;
    }

    /// <summary>Takes all entries of another list.</summary>
    public void TakeAll(EntryChain other)
    {
        if (other.First != 0)
        {
            Join(other.First);
            _last = other._last;
            Count += other.Count;
            other.First = other._last = 0;
            other.Count = 0;
        }
    }

    /// <summary>Takes an entry of this list out.</summary>
    public void Remove(nint entry)
    {
        nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
        nint previous = Raw.Read<nint>(entry + EntryDescriptor.PreviousOfOwner);
        if (previous == 0)
        {
            First = next;
        }
        else
        {
            Raw.Write(previous + EntryDescriptor.NextOfOwner, next);
        }

        if (next == 0)
        {
            _last = previous;
        }
        else
        {
            Raw.Write(next + EntryDescriptor.PreviousOfOwner, previous);
        }

        Count--;
    }

    private void Join(nint entry)
    {
        Raw.Write(entry + EntryDescriptor.PreviousOfOwner, _last);
        if (_last == 0)
        {
            First = entry;
        }
        else
        {
            Raw.Write(_last + EntryDescriptor.NextOfOwner, entry);
        }
    }
}
