using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;

namespace HotPath.Operators.State;

/// <content>Sets that count how often each element is there, since rows may be taken back.</content>
public sealed partial class DistinctSets
{
    /// <summary>Adds a copy of a value.</summary>
    /// <param name="group">Address of the group that the set belongs to.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="elementHashes">Address of 8 hashed bytes that sum up the copies.</param>
    /// <param name="value">First byte of the value.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <param name="number">Number of the row within the clock.</param>
    /// <returns>Whether it is the first copy.</returns>
    internal bool AddCopy(nint group, nint slot, nint elementHashes, nint value, int lengthBytes, long number)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        nint element = _table.Find(StableHash.Mix((ulong)slot, valueHash), slot, value, lengthBytes);
        bool isFirst = element == 0;
        if (isFirst)
        {
            element = Link(group, slot, valueHash, value, lengthBytes);
            CountedElement.Number(element) = number;
        }

        Changes?.Touch(element);
        CountedElement.Count(element)++;
        Raw.Ref<ulong>(elementHashes) += valueHash;
        return isFirst;
    }

    /// <summary>Takes a copy of a value out.</summary>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="elementHashes">Address of 8 hashed bytes that sum up the copies.</param>
    /// <param name="value">First byte of the value.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>Whether it was the last copy; not when there was none.</returns>
    internal bool RemoveCopy(nint slot, nint elementHashes, nint value, int lengthBytes)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        nint element = _table.Find(StableHash.Mix((ulong)slot, valueHash), slot, value, lengthBytes);
        if (element == 0)
        {
            return false;
        }

        Raw.Ref<ulong>(elementHashes) -= valueHash;
        if (CountedElement.Count(element) > 1)
        {
            Changes?.Touch(element);
            CountedElement.Count(element)--;
            return false;
        }

        RemoveElement(slot, element);
        return true;
    }

    /// <summary>Adds an element that no other equals.</summary>
    /// <returns>Its address.</returns>
    internal nint AddUnique(
        nint group, nint slot, nint elementHashes, nint value, int lengthBytes, long number, long count)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        nint element = Link(group, slot, valueHash, value, lengthBytes);
        CountedElement.Number(element) = number;
        CountedElement.Count(element) = count;
        Raw.Ref<ulong>(elementHashes) += valueHash;
        Changes?.Touch(element);
        return element;
    }

    /// <summary>Takes an element out that no other equals.</summary>
    internal void RemoveUnique(nint slot, nint elementHashes, nint element)
    {
        Raw.Ref<ulong>(elementHashes) -= StableHash.Of(Raw.Span(
            Raw.Read<nint>(element + EntryDescriptor.KeyAddress), Raw.Read<int>(element + EntryDescriptor.KeyLength)));
        RemoveElement(slot, element);
    }

    /// <summary>Puts a counted element back that a checkpoint held.</summary>
    /// <returns>Whether it was not in the set yet.</returns>
    internal bool RestoreCounted(nint group, nint slot, nint value, int lengthBytes, long number, long count)
    {
        nint element = Link(group, slot, StableHash.Of(Raw.Span(value, lengthBytes)), value, lengthBytes);
        if (element == 0)
        {
            return false;
        }

        CountedElement.Number(element) = number;
        CountedElement.Count(element) = count;
        Raw.Write(element + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
        return true;
    }

    private void RemoveElement(nint slot, nint element)
    {
        nint previous = CountedElement.Previous(element);
        nint next = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner);
        Raw.Write(previous == 0 ? slot : previous + EntryDescriptor.NextOfOwner, next);
        if (next != 0)
        {
            CountedElement.Previous(next) = previous;
        }

        Changes?.Forget(element);
        _table.Remove(element);
    }
}
