using System;

namespace HotPath.Generator.Nexmark;

/// <summary>
/// What of an event follows from its number alone: kind, time, ids of what is new, and which ids may be meant.
/// </summary>
/// <remarks>One generator of one: its first event id is 1, its first number 1. Threading: any. Source: specs/nexmark.md
/// 1.2.</remarks>
public sealed class NexmarkNumbers
{
    /// <summary>The first id of persons, and of auctions.</summary>
    public const int FirstId = 1000;

    /// <summary>Ids that may be named before they exist.</summary>
    public const int Lead = 10;

    /// <summary>Ids between one hot person, or seller, or auction, and the next.</summary>
    public const int HotStep = 100;

    /// <summary>By what events out of order lie apart; groups of a multiple of it cannot be.</summary>
    internal const int Stride = 953;

    private const int Persons = 1;
    private const int Auctions = 3;
    private const int Total = 50;
    private const int FirstNumber = 1;
    private const int FirstEventId = 1;
    private const int PersonsActive = 1000;
    private const int AuctionsInFlight = 100;
    private const double UsPerSecond = 1e6;
    private const int UsPerMs = 1000;

    private readonly NexmarkOptions _options;
    private readonly double _delayUs;

    /// <summary>Numbers of a stream.</summary>
    /// <param name="options">The stream.</param>
    public NexmarkNumbers(NexmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _delayUs = UsPerSecond / options.EventsPerSecond;
    }

    /// <summary>Number of the event that comes at a place: another one where events are out of order.</summary>
    /// <param name="place">Place in the stream, from 0.</param>
    /// <returns>The number.</returns>
    public long NumberAt(long place)
    {
        long number = FirstNumber + place;
        long group = _options.DisorderGroup;
        return (number / group * group) + (number * Stride % group);
    }

    /// <summary>Id of an event.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The id.</returns>
    public static long EventId(long number) => FirstEventId + number;

    /// <summary>Its time.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public long TimeMs(long number) => _options.BaseMs + ((long)(number * _delayUs) / UsPerMs);

    /// <summary>Its kind.</summary>
    /// <param name="eventId">Its id.</param>
    /// <returns>The kind.</returns>
    public static NexmarkKind KindOf(long eventId) => (eventId % Total) switch
    {
        < Persons => NexmarkKind.Person,
        < Persons + Auctions => NexmarkKind.Auction,
        _ => NexmarkKind.Bid,
    };

    /// <summary>The newest person at an event, from 0.</summary>
    /// <param name="eventId">Id of the event.</param>
    /// <returns>The person without <see cref="FirstId"/>.</returns>
    public static long LastPerson(long eventId) =>
        (eventId / Total * Persons) + Math.Min(eventId % Total, Persons - 1);

    /// <summary>The newest auction at an event, from 0; below it before the first.</summary>
    /// <param name="eventId">Id of the event.</param>
    /// <returns>The auction without <see cref="FirstId"/>.</returns>
    public static long LastAuction(long eventId)
    {
        long epoch = eventId / Total;
        long offset = eventId % Total;
        return offset < Persons ? (epoch * Auctions) - 1
            : offset >= Persons + Auctions ? (epoch * Auctions) + Auctions - 1
            : (epoch * Auctions) + offset - Persons;
    }

    /// <summary>Persons that an event may mean: the newest ones, and some that do not exist yet.</summary>
    /// <param name="eventId">Id of the event.</param>
    /// <returns>The first of them, without <see cref="FirstId"/>, and how many.</returns>
    public static (long First, int Count) PersonsMeant(long eventId)
    {
        long persons = LastPerson(eventId) + 1;
        int active = (int)Math.Min(persons, PersonsActive);
        return (persons - active, active + Lead);
    }

    /// <summary>Auctions that an event may mean.</summary>
    /// <param name="eventId">Id of the event.</param>
    /// <returns>The first of them, without <see cref="FirstId"/>, and how many.</returns>
    public static (long First, int Count) AuctionsMeant(long eventId)
    {
        long last = LastAuction(eventId);
        long first = Math.Max(last - AuctionsInFlight, 0);
        return (first, (int)(last - first) + 1 + Lead);
    }

    /// <summary>The hot one among ids: the newest multiple of <see cref="HotStep"/>.</summary>
    /// <param name="last">The newest.</param>
    /// <returns>The hot one.</returns>
    public static long Hot(long last) => last / HotStep * HotStep;

    /// <summary>How long an auction may last: twice the time until a hundred more have begun.</summary>
    /// <param name="number">Number of its event.</param>
    /// <returns>Range of what is added to its time and 1 ms. Unit: ms.</returns>
    public long DurationMs(long number)
    {
        long horizonMs = TimeMs(number + (AuctionsInFlight * Total / Auctions)) - TimeMs(number);
        return Math.Max(2 * horizonMs, 1);
    }
}
