using System;
using HotPath.Generator.Formats;

namespace HotPath.Generator.Nexmark;

/// <summary>Events as lines: csv with the columns of each kind beside the others, or nested json.</summary>
internal static class NexmarkLines
{
    /// <summary>Longest line. Unit: bytes.</summary>
    public const int LineBytesMax = 2048;

    private static readonly NexmarkKind[] Kinds = Enum.GetValues<NexmarkKind>();
    private static readonly string NoPerson = Nulls(8);
    private static readonly string NoAuction = Nulls(10);
    private static readonly string NoBid = Nulls(7);

    /// <summary>Writes a line of csv.</summary>
    /// <param name="of">The event.</param>
    /// <param name="target">Has room for <see cref="LineBytesMax"/>.</param>
    /// <returns>Unit: bytes.</returns>
    public static int WriteCsv(NexmarkEvent of, Span<byte> target)
    {
        var text = new RecordText(target);
        text.AppendNumber((int)of.Kind);
        Fields fields = Fields.Csv;
        switch (of.Kind)
        {
            case NexmarkKind.Person:
                Person(of, ref text, fields);
                text.Append(NoAuction);
                text.Append(NoBid);
                break;
            case NexmarkKind.Auction:
                text.Append(NoPerson);
                Auction(of, ref text, fields);
                text.Append(NoBid);
                break;
            default:
                text.Append(NoPerson);
                text.Append(NoAuction);
                Bid(of, ref text, fields);
                break;
        }

        text.Append((byte)'\n');
        return text.Length;
    }

    /// <summary>Writes a line of json.</summary>
    /// <param name="of">The event.</param>
    /// <param name="target">Has room for <see cref="LineBytesMax"/>.</param>
    /// <returns>Unit: bytes.</returns>
    public static int WriteJson(NexmarkEvent of, Span<byte> target)
    {
        var text = new RecordText(target);
        text.Append("{\"event_type\":"u8);
        text.AppendNumber((int)of.Kind);
        foreach (NexmarkKind kind in Kinds)
        {
            text.Append(kind switch
            {
                NexmarkKind.Person => ",\"person\":"u8,
                NexmarkKind.Auction => ",\"auction\":"u8,
                _ => ",\"bid\":"u8,
            });
            if (kind == of.Kind)
            {
                Struct(of, ref text);
            }
            else
            {
                text.Append("null"u8);
            }
        }

        text.Append("}\n"u8);
        return text.Length;
    }

    private static void Struct(NexmarkEvent of, ref RecordText text)
    {
        switch (of.Kind)
        {
            case NexmarkKind.Person:
                Person(of, ref text, Fields.Json);
                break;
            case NexmarkKind.Auction:
                Auction(of, ref text, Fields.Json);
                break;
            default:
                Bid(of, ref text, Fields.Json);
                break;
        }

        text.Append((byte)'}');
    }

    private static void Person(NexmarkEvent of, ref RecordText text, Fields fields)
    {
        fields.First(ref text, "id", of.Id);
        fields.Next(ref text, "name", of.Name);
        fields.Next(ref text, "emailAddress", of.Text);
        fields.Next(ref text, "creditCard", of.CreditCard);
        fields.Next(ref text, "city", of.City);
        fields.Next(ref text, "state", of.State);
        fields.NextTime(ref text, "dateTime", of.TimeMs);
        fields.Next(ref text, "extra", of.Extra);
    }

    private static void Auction(NexmarkEvent of, ref RecordText text, Fields fields)
    {
        fields.First(ref text, "id", of.Id);
        fields.Next(ref text, "itemName", of.Name);
        fields.Next(ref text, "description", of.Text);
        fields.Next(ref text, "initialBid", of.Price);
        fields.Next(ref text, "reserve", of.Reserve);
        fields.NextTime(ref text, "dateTime", of.TimeMs);
        fields.NextTime(ref text, "expires", of.ExpiresMs);
        fields.Next(ref text, "seller", of.Person);
        fields.Next(ref text, "category", of.Category);
        fields.Next(ref text, "extra", of.Extra);
    }

    private static void Bid(NexmarkEvent of, ref RecordText text, Fields fields)
    {
        fields.First(ref text, "auction", of.Id);
        fields.Next(ref text, "bidder", of.Person);
        fields.Next(ref text, "price", of.Price);
        fields.Next(ref text, "channel", of.Name);
        fields.Next(ref text, "url", of.Text);
        fields.NextTime(ref text, "dateTime", of.TimeMs);
        fields.Next(ref text, "extra", of.Extra);
    }

    private static string Nulls(int columns)
    {
        string[] nulls = new string[columns];
        Array.Fill(nulls, CsvFormat.NullLiteral);
        return "," + string.Join(',', nulls);
    }

    /// <summary>How a field is written.</summary>
    private readonly struct Fields(bool isJson)
    {
        public static Fields Csv => new(isJson: false);

        public static Fields Json => new(isJson: true);

        public void First(ref RecordText text, string name, long value)
        {
            Begin(ref text, isJson ? '{' : ',', name);
            text.AppendNumber(value);
        }

        public void Next(ref RecordText text, string name, long value)
        {
            Begin(ref text, ',', name);
            text.AppendNumber(value);
        }

        public void Next(ref RecordText text, string name, NexmarkText value) => Next(ref text, name, value.Chars);

        public void Next(ref RecordText text, string name, ReadOnlySpan<char> value)
        {
            Begin(ref text, ',', name);
            Quote(ref text);
            AppendEscaped(ref text, value);
            Quote(ref text);
        }

        public void NextTime(ref RecordText text, string name, long timeMs)
        {
            Begin(ref text, ',', name);
            Quote(ref text);
            text.AppendTime(timeMs);
            Quote(ref text);
        }

        // Of what the texts have only a backslash needs it: the characters of a full extra go from 'H' to 'z'.
        private void AppendEscaped(ref RecordText text, scoped ReadOnlySpan<char> value)
        {
            for (int at = 0; isJson && (at = value.IndexOf('\\')) >= 0; value = value[(at + 1)..])
            {
                text.Append(value[..(at + 1)]);
                text.Append((byte)'\\');
            }

            text.Append(value);
        }

        private void Quote(ref RecordText text)
        {
            if (isJson)
            {
                text.Append((byte)'"');
            }
        }

        private void Begin(ref RecordText text, char separator, string name)
        {
            text.Append((byte)separator);
            if (isJson)
            {
                text.Append((byte)'"');
                text.Append(name);
                text.Append("\":"u8);
            }
        }
    }
}
