using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// The open sessions of one key by start: a treap threaded through their entries, so that a row finds its neighbours in
/// logarithmic time however many are open.
/// </summary>
/// <remarks>
/// Priorities are hashes of the sessions' numbers; nothing that is seen outside depends on the shape. Sessions of a key
/// do not touch, so that one that grows keeps its place. Threading: single-threaded; owned by one operator.
/// </remarks>
internal sealed class SessionTree(SessionSlots slots, NativeHeap heap) : IDisposable
{
    private const int CellBytes = sizeof(long);

    private readonly nint _root = heap.Allocate(CellBytes);

    /// <summary>Finds the neighbours of a time.</summary>
    /// <param name="root">Root, or 0 for no session.</param>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="before">The last session that starts at the time or before, or 0.</param>
    /// <param name="after">The first that starts later, or 0.</param>
    public void Around(nint root, long timeMs, out nint before, out nint after)
    {
        before = 0;
        after = 0;
        while (root != 0)
        {
            if (slots.StartMs(root) <= timeMs)
            {
                before = root;
                root = Raw.Read<nint>(slots.RightLink(root));
            }
            else
            {
                after = root;
                root = Raw.Read<nint>(SessionSlots.LeftLink(root));
            }
        }
    }

    /// <summary>Asks for what a search for the neighbours of a time reads behind the root.</summary>
    /// <param name="root">Address of memory that is or was a session's.</param>
    /// <param name="timeMs">Unit: ms.</param>
    public void PrefetchNext(nint root, long timeMs) =>
        EntrySlabs.Prefetch(Raw.Read<nint>(slots.StartMs(root) <= timeMs
            ? slots.RightLink(root)
            : SessionSlots.LeftLink(root)));

    /// <summary>Adds a session.</summary>
    /// <param name="root">Root, or 0 for none.</param>
    /// <param name="session">A session that touches none of the tree.</param>
    /// <returns>The root from now on.</returns>
    public nint Add(nint root, nint session)
    {
        Raw.Write(_root, root);
        nint link = _root;
        long startMs = slots.StartMs(session);
        ulong priority = PriorityOf(session);
        nint node = root;
        while (node != 0 && PriorityOf(node) > priority)
        {
            link = startMs < slots.StartMs(node) ? SessionSlots.LeftLink(node) : slots.RightLink(node);
            node = Raw.Read<nint>(link);
        }

        Raw.Write(link, session);
        Split(node, startMs, SessionSlots.LeftLink(session), slots.RightLink(session));
        return Raw.Read<nint>(_root);
    }

    /// <summary>Takes a session out.</summary>
    /// <param name="root">Root.</param>
    /// <param name="session">A session of the tree.</param>
    /// <returns>The root from now on; 0 for none.</returns>
    public nint Remove(nint root, nint session)
    {
        Raw.Write(_root, root);
        nint link = _root;
        for (nint node = root; node != session; node = Raw.Read<nint>(link))
        {
            link = slots.StartMs(session) < slots.StartMs(node) ? SessionSlots.LeftLink(node) : slots.RightLink(node);
        }

        Join(link, Raw.Read<nint>(SessionSlots.LeftLink(session)), Raw.Read<nint>(slots.RightLink(session)));
        return Raw.Read<nint>(_root);
    }

    /// <inheritdoc/>
    public void Dispose() => heap.Free(_root, CellBytes);

    private static ulong PriorityOf(nint session) =>
        StableHash.Mix(Raw.Read<ulong>(session + EntryDescriptor.Arrival), 0);

    private void Split(nint node, long startMs, nint leftLink, nint rightLink)
    {
        while (node != 0)
        {
            if (slots.StartMs(node) < startMs)
            {
                Raw.Write(leftLink, node);
                leftLink = slots.RightLink(node);
                node = Raw.Read<nint>(leftLink);
            }
            else
            {
                Raw.Write(rightLink, node);
                rightLink = SessionSlots.LeftLink(node);
                node = Raw.Read<nint>(rightLink);
            }
        }

        Raw.Write(leftLink, (nint)0);
        Raw.Write(rightLink, (nint)0);
    }

    private void Join(nint link, nint left, nint right)
    {
        while (left != 0 && right != 0)
        {
            if (PriorityOf(left) > PriorityOf(right))
            {
                Raw.Write(link, left);
                link = slots.RightLink(left);
                left = Raw.Read<nint>(link);
            }
            else
            {
                Raw.Write(link, right);
                link = SessionSlots.LeftLink(right);
                right = Raw.Read<nint>(link);
            }
        }

        Raw.Write(link, left != 0 ? left : right);
    }
}
