using System;
using System.Buffers.Binary;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Ranking;

/// <summary>
/// The rows of one partition in order: a treap threaded through the elements of its set, so that a row comes and goes
/// in logarithmic time however many there are.
/// </summary>
/// <remarks>
/// An element is the sort key (its length is the element's count), the number of its place among those that tie (8
/// bytes, big-endian), then the row: the order of octets is that of the rows. Priorities are hashes of the rows' own
/// numbers; nothing that is seen outside depends on the shape. Threading: single-threaded. Allocates only for a tree
/// deeper, or a rank higher, than ever before.
/// </remarks>
internal sealed class RowTree
{
    private nint[] _path = new nint[64];
    private int _depth;

    /// <summary>Sort key of an element.</summary>
    public static ReadOnlySpan<byte> SortKeyOf(nint element) =>
        Raw.Span(Raw.Read<nint>(element + EntryDescriptor.KeyAddress), (int)CountedElement.Count(element));

    /// <summary>Number by which an element stands among those that tie with it.</summary>
    public static long PlaceOf(nint element) => BinaryPrimitives.ReadInt64BigEndian(Raw.Span(
        Raw.Read<nint>(element + EntryDescriptor.KeyAddress) + (nint)CountedElement.Count(element), sizeof(long)));

    /// <summary>First byte of the row of an element.</summary>
    public static nint RowOf(nint element) => Raw.Read<nint>(element + EntryDescriptor.KeyAddress)
        + (nint)CountedElement.Count(element) + sizeof(long);

    /// <summary>Whether an element stands before another.</summary>
    public static bool IsBefore(nint left, nint right) => Octets(left).SequenceCompareTo(Octets(right)) < 0;

    /// <summary>Adds an element.</summary>
    /// <param name="link">Address of the root.</param>
    /// <param name="element">The element.</param>
    public static void Add(nint link, nint element)
    {
        ulong priority = PriorityOf(element);
        nint node = Raw.Read<nint>(link);
        while (node != 0 && PriorityOf(node) > priority)
        {
            link = IsBefore(element, node) ? CountedElement.LeftLink(node) : CountedElement.RightLink(node);
            node = Raw.Read<nint>(link);
        }

        Raw.Write(link, element);
        Split(node, element);
    }

    /// <summary>Takes an element out.</summary>
    /// <param name="link">Address of the root.</param>
    /// <param name="element">An element of the tree.</param>
    public static void Remove(nint link, nint element)
    {
        for (nint node = Raw.Read<nint>(link); node != element; node = Raw.Read<nint>(link))
        {
            link = IsBefore(element, node) ? CountedElement.LeftLink(node) : CountedElement.RightLink(node);
        }

        nint left = Raw.Read<nint>(CountedElement.LeftLink(element));
        nint right = Raw.Read<nint>(CountedElement.RightLink(element));
        while (left != 0 && right != 0)
        {
            bool isLeft = PriorityOf(left) > PriorityOf(right);
            Raw.Write(link, isLeft ? left : right);
            link = isLeft ? CountedElement.RightLink(left) : CountedElement.LeftLink(right);
            left = isLeft ? Raw.Read<nint>(link) : left;
            right = isLeft ? right : Raw.Read<nint>(link);
        }

        Raw.Write(link, left != 0 ? left : right);
    }

    /// <summary>Finds the first element that is a row.</summary>
    /// <param name="root">Root, or 0.</param>
    /// <param name="sortKey">Sort key of the row.</param>
    /// <param name="row">The row.</param>
    /// <returns>The element, or 0.</returns>
    public nint Find(nint root, ReadOnlySpan<byte> sortKey, ReadOnlySpan<byte> row)
    {
        _depth = 0;
        for (nint node = root; node != 0;)
        {
            bool isBefore = SortKeyOf(node).SequenceCompareTo(sortKey) < 0;
            if (!isBefore)
            {
                Push(node);
            }

            node = Raw.Read<nint>(isBefore ? CountedElement.RightLink(node) : CountedElement.LeftLink(node));
        }

        for (nint element = Next(); element != 0; element = Next())
        {
            if (!SortKeyOf(element).SequenceEqual(sortKey))
            {
                return 0;
            }

            int rowBytes = Raw.Read<int>(element + EntryDescriptor.KeyLength)
                - (int)CountedElement.Count(element) - sizeof(long);
            if (row.SequenceEqual(Raw.Span(RowOf(element), rowBytes)))
            {
                return element;
            }
        }

        return 0;
    }

    /// <summary>The first elements in order.</summary>
    /// <param name="root">Root, or 0.</param>
    /// <param name="target">Takes as many as there are, and grows.</param>
    /// <param name="countMax">At most so many.</param>
    /// <returns>How many.</returns>
    public int First(nint root, ref nint[] target, int countMax)
    {
        _depth = 0;
        PushLeft(root);
        int count = 0;
        for (; count < countMax; count++)
        {
            nint element = Next();
            if (element == 0)
            {
                break;
            }

            if (count == target.Length)
            {
                Array.Resize(ref target, 2 * count);
            }

            target[count] = element;
        }

        return count;
    }

    private static ulong PriorityOf(nint element) => StableHash.Mix((ulong)CountedElement.Number(element), 0);

    private static ReadOnlySpan<byte> Octets(nint element) => Raw.Span(
        Raw.Read<nint>(element + EntryDescriptor.KeyAddress), Raw.Read<int>(element + EntryDescriptor.KeyLength));

    private static void Split(nint node, nint element)
    {
        nint leftLink = CountedElement.LeftLink(element);
        nint rightLink = CountedElement.RightLink(element);
        while (node != 0)
        {
            if (IsBefore(node, element))
            {
                Raw.Write(leftLink, node);
                leftLink = CountedElement.RightLink(node);
                node = Raw.Read<nint>(leftLink);
            }
            else
            {
                Raw.Write(rightLink, node);
                rightLink = CountedElement.LeftLink(node);
                node = Raw.Read<nint>(rightLink);
            }
        }

        Raw.Write(leftLink, (nint)0);
        Raw.Write(rightLink, (nint)0);
    }

    private nint Next()
    {
        if (_depth == 0)
        {
            return 0;
        }

        nint element = _path[--_depth];
        PushLeft(Raw.Read<nint>(CountedElement.RightLink(element)));
        return element;
    }

    private void PushLeft(nint node)
    {
        for (; node != 0; node = Raw.Read<nint>(CountedElement.LeftLink(node)))
        {
            Push(node);
        }
    }

    private void Push(nint node)
    {
        if (_depth == _path.Length)
        {
            Array.Resize(ref _path, 2 * _depth);
        }

        _path[_depth++] = node;
    }
}
