using System.Collections.Generic;
using HotPath.Generator.Formats;
using HotPath.Generator.Rows;

namespace HotPath.Generator.Nexmark;

/// <summary>
/// The columns of csv: the kind, then those of a person, an auction and a bid side by side, of which two are NULL.
/// </summary>
internal static class NexmarkColumns
{
    /// <summary>In the order of csv.</summary>
    public static IReadOnlyList<FlatColumn<NexmarkEvent>> All { get; } =
    [
        new(new EventColumn("event_type", EventValue.Code), static (in NexmarkEvent _) => true,
            static (in NexmarkEvent e) => (long)e.Kind, null),
        Number("p_id", NexmarkKind.Person, static (in NexmarkEvent e) => e.Id),
        Text("p_name", NexmarkKind.Person, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Name.Chars)),
        Text("p_emailAddress", NexmarkKind.Person,
            static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Text.Chars)),
        Text("p_creditCard", NexmarkKind.Person,
            static (in NexmarkEvent e, ref RecordText to) => to.Append(e.CreditCard.Chars)),
        Text("p_city", NexmarkKind.Person, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.City)),
        Text("p_state", NexmarkKind.Person, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.State)),
        Time("p_dateTime", NexmarkKind.Person, static (in NexmarkEvent e) => e.TimeMs),
        Extra("p_extra", NexmarkKind.Person),
        Number("a_id", NexmarkKind.Auction, static (in NexmarkEvent e) => e.Id),
        Text("a_itemName", NexmarkKind.Auction,
            static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Name.Chars)),
        Text("a_description", NexmarkKind.Auction,
            static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Text.Chars)),
        Number("a_initialBid", NexmarkKind.Auction, static (in NexmarkEvent e) => e.Price),
        Number("a_reserve", NexmarkKind.Auction, static (in NexmarkEvent e) => e.Reserve),
        Time("a_dateTime", NexmarkKind.Auction, static (in NexmarkEvent e) => e.TimeMs),
        Time("a_expires", NexmarkKind.Auction, static (in NexmarkEvent e) => e.ExpiresMs),
        Number("a_seller", NexmarkKind.Auction, static (in NexmarkEvent e) => e.Person),
        Number("a_category", NexmarkKind.Auction, static (in NexmarkEvent e) => e.Category),
        Extra("a_extra", NexmarkKind.Auction),
        Number("b_auction", NexmarkKind.Bid, static (in NexmarkEvent e) => e.Id),
        Number("b_bidder", NexmarkKind.Bid, static (in NexmarkEvent e) => e.Person),
        Number("b_price", NexmarkKind.Bid, static (in NexmarkEvent e) => e.Price),
        Text("b_channel", NexmarkKind.Bid, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Name.Chars)),
        Text("b_url", NexmarkKind.Bid, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Text.Chars)),
        Time("b_dateTime", NexmarkKind.Bid, static (in NexmarkEvent e) => e.TimeMs),
        Extra("b_extra", NexmarkKind.Bid),
    ];

    private static FlatColumn<NexmarkEvent> Number(
        string name, NexmarkKind kind, FlatColumn<NexmarkEvent>.Reader number) =>
        new(new EventColumn(name, EventValue.Number), Is(kind), number, null);

    private static FlatColumn<NexmarkEvent> Time(
        string name, NexmarkKind kind, FlatColumn<NexmarkEvent>.Reader number) =>
        new(new EventColumn(name, EventValue.Time), Is(kind), number, null);

    private static FlatColumn<NexmarkEvent> Text(
        string name, NexmarkKind kind, FlatColumn<NexmarkEvent>.Writer text) =>
        new(new EventColumn(name, EventValue.Text), Is(kind), null, text);

    private static FlatColumn<NexmarkEvent> Extra(string name, NexmarkKind kind) =>
        Text(name, kind, static (in NexmarkEvent e, ref RecordText to) => to.Append(e.Extra.Chars));

    private static FlatColumn<NexmarkEvent>.Test Is(NexmarkKind kind) => (in NexmarkEvent e) => e.Kind == kind;
}
