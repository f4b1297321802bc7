using System;
using HotPath.Foundation.Hashing;

namespace HotPath.Generator.Nexmark;

/// <summary>The events of a Nexmark stream, one after the other.</summary>
/// <remarks>Threading: single-threaded. Source: specs/nexmark.md 1.2.</remarks>
internal sealed class NexmarkStream
{
    private const int PersonLength = 200;
    private const int AuctionLength = 500;
    private const int BidLength = 100;
    private const int NumberLength = 8;
    private const int FirstCategory = 10;
    private const int Categories = 5;
    private const double FractionOf53Bits = 1.0 / (1L << 53);

    private readonly NexmarkOptions _options;
    private readonly NexmarkNumbers _numbers;
    private readonly SplitMix64 _random;
    private readonly NexmarkTexts _texts;
    private readonly NexmarkEvent _event = new();
    private long _place;

    /// <summary>A stream at its start.</summary>
    /// <param name="options">What it is like.</param>
    public NexmarkStream(NexmarkOptions options)
    {
        _options = options;
        _numbers = new NexmarkNumbers(options);
        _random = new SplitMix64((ulong)options.Seed);
        _texts = new NexmarkTexts(_random, options.HasFullExtra);
    }

    /// <summary>The next event.</summary>
    /// <returns>Valid until the next call.</returns>
    public NexmarkEvent Next()
    {
        long number = _numbers.NumberAt(_place++);
        long eventId = NexmarkNumbers.EventId(number);
        _event.Kind = NexmarkNumbers.KindOf(eventId);
        _event.TimeMs = _numbers.TimeMs(number);
        switch (_event.Kind)
        {
            case NexmarkKind.Person:
                MakePerson(eventId);
                break;
            case NexmarkKind.Auction:
                MakeAuction(number, eventId);
                break;
            default:
                MakeBid(eventId);
                break;
        }

        return _event;
    }

    private void MakePerson(long eventId)
    {
        _event.Id = NexmarkNumbers.LastPerson(eventId) + NexmarkNumbers.FirstId;
        _texts.PersonName(_event.Name);
        _texts.Email(_event.Text);
        _texts.CreditCard(_event.CreditCard);
        _event.City = _texts.City();
        _event.State = _texts.State();
        int current = NumberLength + _event.Name.Length + _event.Text.Length + _event.CreditCard.Length
            + _event.City.Length + _event.State.Length;
        _texts.Extra(_event.Extra, current, PersonLength);
    }

    private void MakeAuction(long number, long eventId)
    {
        _event.Id = NexmarkNumbers.LastAuction(eventId) + NexmarkNumbers.FirstId;
        long seller = _random.Below(4) > 0
            ? NexmarkNumbers.Hot(NexmarkNumbers.LastPerson(eventId))
            : OneOf(NexmarkNumbers.PersonsMeant(eventId));
        _event.Person = seller + NexmarkNumbers.FirstId;
        _event.Category = FirstCategory + _random.Below(Categories);
        _event.Price = Price();
        _event.Reserve = _event.Price + Price();
        _texts.Letters(_event.Name.Emptied(), 20);
        _texts.Letters(_event.Text.Emptied(), 100);
        _event.ExpiresMs = _event.TimeMs + 1 + _random.Between(0, _numbers.DurationMs(number) - 1);
        int current = NumberLength + _event.Name.Length + _event.Text.Length + (5 * NumberLength);
        _texts.Extra(_event.Extra, current, AuctionLength);
    }

    private void MakeBid(long eventId)
    {
        long auction = _random.Below(2) > 0
            ? NexmarkNumbers.Hot(NexmarkNumbers.LastAuction(eventId))
            : OneOf(NexmarkNumbers.AuctionsMeant(eventId));
        _event.Id = auction + NexmarkNumbers.FirstId;
        long bidder = _random.Below(4) > 0
            ? NexmarkNumbers.Hot(NexmarkNumbers.LastPerson(eventId)) + 1
            : OneOf(NexmarkNumbers.PersonsMeant(eventId));
        _event.Person = bidder + (NexmarkNumbers.FirstId * (_options.HasUpstreamBidders ? 2 : 1));
        _event.Price = Price();
        _texts.Channel(_event.Name, _event.Text);
        _texts.Extra(_event.Extra, 4 * NumberLength, BidLength);
    }

    private long OneOf((long First, int Count) ids) => ids.First + _random.Below(ids.Count);

    // Cents, from 100 to 100,000,000; their logarithm is uniform.
    private long Price()
    {
        double uniform = (_random.Next() >> 11) * FractionOf53Bits;
        return (long)Math.Round(Math.Pow(10, 6 * uniform) * 100, MidpointRounding.AwayFromZero);
    }
}
