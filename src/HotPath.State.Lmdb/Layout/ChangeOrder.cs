using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.State.Lmdb.Layout;

/// <summary>
/// Puts changes in key order without moving them: what is sorted are eight bytes of each key and the change's address,
/// eight bytes further on for keys that were equal so far. Keys of one operator share long beginnings, so whole keys
/// would be compared again and again from the first byte.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates only when there are more changes than ever before.</remarks>
internal sealed class ChangeOrder
{
    private const int WordBytes = sizeof(ulong);

    // Few keys are compared sooner than they are sorted in rounds; and a hostile key must not cost a round every 8
    // bytes.
    private const int FewChanges = 8;
    private const int DepthBytesMax = 512;

    private ulong[] _words = [];
    private StateChange[] _changes = [];

    /// <summary>Sorts the changes of all batches.</summary>
    /// <param name="batches">Batches; a key occurs once in all of them.</param>
    /// <returns>The changes in key order; valid until the next call.</returns>
    public ReadOnlySpan<StateChange> Sort(ReadOnlySpan<StateBatch> batches)
    {
        int count = 0;
        foreach (StateBatch batch in batches)
        {
            count = checked(count + batch.Count);
        }

        if (count > _changes.Length)
        {
            _changes = new StateChange[count];
            _words = new ulong[count];
        }

        int next = 0;
        foreach (StateBatch batch in batches)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                _changes[next++] = batch[i];
            }
        }

        Sort(0, count, depthBytes: 0);
        return _changes.AsSpan(0, count);
    }

    private static int CompareKeys(StateChange left, StateChange right) => left.Key.SequenceCompareTo(right.Key);

    // All keys of the range are equal in their first depthBytes.
    private void Sort(int begin, int end, int depthBytes)
    {
        while (end - begin > FewChanges && depthBytes < DepthBytesMax)
        {
            begin = MoveEndedFirst(begin, end, depthBytes);
            if (!LoadWords(begin, end, depthBytes))
            {
                depthBytes += WordBytes;
                continue;
            }

            _words.AsSpan(begin, end - begin).Sort(_changes.AsSpan(begin, end - begin));
            SortEqual(begin, end, depthBytes + WordBytes);
            return;
        }

        _changes.AsSpan(begin, end - begin).Sort(CompareKeys);
    }

    private void SortEqual(int begin, int end, int depthBytes)
    {
        for (int first = begin, next = begin + 1; next <= end; next++)
        {
            if (next < end && _words[next] == _words[first])
            {
                continue;
            }

            if (next - first > 1)
            {
                Sort(first, next, depthBytes);
            }

            first = next;
        }
    }

    // Keys that have no bytes left are the beginnings of all others, except for the zeros a word was filled up with:
    // they come first, the shorter before the longer.
    private int MoveEndedFirst(int begin, int end, int depthBytes)
    {
        int live = begin;
        for (int i = begin; i < end; i++)
        {
            if (_changes[i].Key.Length <= depthBytes)
            {
                (_changes[live], _changes[i]) = (_changes[i], _changes[live]);
                live++;
            }
        }

        _changes.AsSpan(begin, live - begin).Sort(CompareKeys);
        return live;
    }

    // Returns whether the words differ.
    private bool LoadWords(int begin, int end, int depthBytes)
    {
        bool differ = false;
        for (int i = begin; i < end; i++)
        {
            _words[i] = Word(_changes[i].Key[depthBytes..]);
            differ |= _words[i] != _words[begin];
        }

        return differ;
    }

    private static ulong Word(ReadOnlySpan<byte> key)
    {
        if (key.Length >= WordBytes)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        }

        Span<byte> filled = stackalloc byte[WordBytes];
        filled.Clear();
        key.CopyTo(filled);
        return BinaryPrimitives.ReadUInt64BigEndian(filled);
    }
}
