using HotPath.Foundation.Sockets;

namespace HotPath.Connectors.Tcp;

/// <summary>A look at all sockets of a turn: up to which moment it shows that nothing lay unread in one.</summary>
/// <remarks>
/// Threading: a value. What came while the thread slept woke it, so it came at the end of the sleep; but a sleep far
/// over its time is a thread or process that stood still, and then only its begin is certain. A stall that is shorter
/// than the sleep cannot be told from one.
/// </remarks>
internal readonly struct SocketLook
{
    private const long NsPerMs = 1_000_000;
    private const long LateNs = NsPerMs; // timers and the scheduler are late by less

    private readonly bool _hasSlept;

    private SocketLook(bool hasSlept, long emptyNs)
    {
        _hasSlept = hasSlept;
        EmptyNs = emptyNs;
    }

    /// <summary>Moment of the look, as far back as it may have been. Unit: ns of the monotonic clock.</summary>
    public long EmptyNs { get; }

    /// <summary>Something was there at once.</summary>
    /// <param name="beginNs">Clock before the look. Unit: ns.</param>
    /// <returns>The look.</returns>
    public static SocketLook AtOnce(long beginNs) => new(hasSlept: false, beginNs);

    /// <summary>Nothing was there, so the thread slept until something came or the time was over.</summary>
    /// <param name="beginNs">Clock before nothing was there. Unit: ns.</param>
    /// <param name="endNs">Clock after the sleep. Unit: ns.</param>
    /// <param name="waitMs">How long the sleep should last at most. Unit: ms.</param>
    /// <returns>The look.</returns>
    public static SocketLook AfterSleep(long beginNs, long endNs, int waitMs) =>
        new(hasSlept: true, endNs - beginNs > (waitMs * NsPerMs) + LateNs ? beginNs : endNs);

    /// <summary>Tells a connection what the look showed of it, if it was looked at.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="entry">What was asked of its socket, and what came.</param>
    public void Tell(Connection connection, in PollEntry entry)
    {
        bool isAsked = entry.Descriptor >= 0 && (entry.Requested & PollEntry.Readable) != 0;
        bool hasCome = (entry.Returned & ~PollEntry.Writable) != 0;
        if (isAsked && (_hasSlept || !hasCome))
        {
            connection.NoteEmpty(EmptyNs);
        }
    }
}
