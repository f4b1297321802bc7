using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Connectors.Files;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;

namespace HotPath.Daemon.Commands;

/// <summary>
/// <c>hotpath schema dump</c>: every message of a file. One that cannot be read is named in its place, those behind it
/// are printed, and the command fails at the end. Where no frame begins, the next is looked for as a table does.
/// </summary>
internal sealed class MessageFileDump
{
    // Of a table's reader: what is longer is rather a length that is damaged.
    private static readonly int FrameBytesMax = new FileConnectorOptions().RecordBytesMax;

    private readonly PublishedSchema _schema;
    private readonly MessageDecoder _decoder;
    private readonly string _asked;
    private readonly bool _isJson;
    private int _unread;
    private long _passedBytes;
    private string _firstUnread = "";

    /// <summary>A dump.</summary>
    /// <param name="schema">Schema of the messages.</param>
    /// <param name="framing">Name of a framing, or <see cref="SchemaArguments.AnyFraming"/>.</param>
    /// <param name="isJson">Whether each message is one line of JSON.</param>
    public MessageFileDump(PublishedSchema schema, string framing, bool isJson)
    {
        _schema = schema;
        _decoder = new MessageDecoder(schema.Schema);
        _asked = framing;
        _isJson = isJson;
    }

    /// <summary>Prints a file.</summary>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="octets">All of it.</param>
    /// <param name="output">Where to.</param>
    /// <param name="messages">Where notes go.</param>
    /// <exception cref="HotPathException">HP2001: a message could not be read; what could be is printed.</exception>
    public void Write(string name, byte[] octets, Stream output, TextWriter messages)
    {
        string? guess = FramingGuess.Of(octets, _decoder, _schema.Schema.ByteOrder);
        string used = _asked != SchemaArguments.AnyFraming ? _asked : guess ?? MessageFraming.Simple;
        string? other = guess == used ? null : guess;
        MessageFraming? framing = MessageFraming.Find(used, _schema.Schema.ByteOrder);
        int count;
        using (var text = new StreamWriter(output))
        {
            count = framing is null ? WriteOne(text, octets, other, messages) : WriteAll(text, octets, framing, other);
        }

        if (_unread > 0)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{name}: {Quantity.Count(_unread)} of {Quantity.Count(count, "message")} not read by {_schema.Path}, "
                + $"framing '{used}'{Passed(_passedBytes, ", ")}; {(_unread > 1 ? "the first, " : "")}{_firstUnread}");
        }
    }

    private int WriteAll(StreamWriter text, byte[] octets, MessageFraming framing, string? other)
    {
        var test = new SchemaFrameTest(framing, _decoder, FrameBytesMax - framing.PrefixBytes);
        int number = 0;
        int at = 0;
        while (at < octets.Length)
        {
            number++;
            string? otherHere = number == 1 ? other : null;
            ReadOnlySpan<byte> rest = octets.AsSpan(at);
            UnreadMessage? fault = UnreadMessage.InFrame(rest, framing, _decoder, otherHere, number == 1)
                ?? InLength(rest, framing, test);
            if (fault is not null)
            {
                at = PassOver(text, number, at, octets, fault.Value, otherHere is null ? test : null);
                continue;
            }

            _ = framing.TryRead(rest, out long messageBytes);
            int begin = at + framing.PrefixBytes;
            at = begin + (int)messageBytes;
            ReadOnlySpan<byte> message = octets.AsSpan(begin, (int)messageBytes);
            SbeError error = _decoder.Check(message, out DecodedMessage decoded);
            if (error.IsError)
            {
                SbeError inFile = error with { OffsetBytes = begin + error.OffsetBytes };
                bool isLost = otherHere is not null && error.Kind == SbeErrorKind.OtherSchema;
                Tell(
                    text, number, begin - framing.PrefixBytes,
                    UnreadMessage.Inside(inFile, decoded.Header, isFramed: true, isLost ? other : null));
            }
            else
            {
                Print(text, message, decoded, isIndented: false);
            }
        }

        return number;
    }

    private static UnreadMessage? InLength(ReadOnlySpan<byte> rest, MessageFraming framing, SchemaFrameTest test)
    {
        _ = framing.TryRead(rest, out long messageBytes);
        ReadOnlySpan<byte> behind = rest[(int)(framing.PrefixBytes + messageBytes)..];
        return messageBytes <= FrameBytesMax - framing.PrefixBytes || behind.IsEmpty
            || (behind.Length >= test.BeginBytes && test.IsFrame(behind))
            ? null
            : UnreadMessage.TooLong(messageBytes);
    }

    // What lies between is one message. Of a file that looks like one of another framing, all is.
    private int PassOver(
        StreamWriter text, int number, int at, ReadOnlySpan<byte> octets, UnreadMessage fault, SchemaFrameTest? test)
    {
        int next = octets.Length;
        bool isFound = test is not null && FrameSearch.TryFind(octets, at + 1, test.BeginBytes, test, out next);
        next = isFound ? next : octets.Length;
        _passedBytes += next - at;
        Tell(text, number, at, isFound ? fault.Followed() : fault, next - at, isFound ? "" : " to the end");
        return next;
    }

    private int WriteOne(StreamWriter text, byte[] octets, string? other, TextWriter messages)
    {
        SbeError error = _decoder.Check(octets, out DecodedMessage decoded);
        if (error.IsError)
        {
            Tell(text, 1, 0, UnreadMessage.Inside(error, decoded.Header, isFramed: false, other));
            return 1;
        }

        Print(text, octets, decoded, isIndented: true);
        int leftBytes = octets.Length - decoded.ConsumedBytes;
        if (leftBytes > 0 && decoded.IsTailUnread)
        {
            messages.WriteLine($"{Quantity.Count(leftBytes, "byte")} left: members of a newer version");
        }
        else if (leftBytes > 0)
        {
            Tell(text, 2, decoded.ConsumedBytes, new UnreadMessage(
                UnreadMessage.BytesLeft, $"{Quantity.Count(leftBytes, "byte")} left behind the message",
                "write several messages with a framing: without one nothing says where they end"));
            return 2;
        }

        return 1;
    }

    private static string Passed(long passedBytes, string separator, string to = "") =>
        passedBytes > 0 ? $"{separator}{Quantity.Count(passedBytes, "byte")}{to} passed over" : "";

    private void Tell(
        StreamWriter text, int number, int at, UnreadMessage unread, int passedBytes = 0, string passedTo = "")
    {
        string line = $"message {number} at byte {at}: {unread.Reason}; {unread.Remedy}"
            + Passed(passedBytes, "; ", passedTo);
        _firstUnread = _unread++ == 0 ? line : _firstUnread;
        if (!_isJson)
        {
            text.WriteLine($"not read: {line}");
            return;
        }

        text.Flush();
        using (var json = new Utf8JsonWriter(text.BaseStream, Options(isIndented: false)))
        {
            json.WriteStartObject();
            json.WriteNull("message");
            json.WriteNumber("number", number);
            json.WriteNumber("offset", at);
            json.WriteString("error", unread.Kind);
            json.WriteString("reason", unread.Reason);
            json.WriteString("remedy", unread.Remedy);
            json.WriteNumber("passedBytes", passedBytes);
            json.WriteEndObject();
        }

        text.WriteLine();
    }

    private void Print(StreamWriter text, ReadOnlySpan<byte> message, DecodedMessage decoded, bool isIndented)
    {
        if (!_isJson)
        {
            MessageDump.WriteText(text, _decoder, message, decoded);
            return;
        }

        text.Flush();
        using (var json = new Utf8JsonWriter(text.BaseStream, Options(isIndented)))
        {
            MessageDump.WriteJson(json, _decoder, message, decoded);
        }

        text.WriteLine();
    }

    private static JsonWriterOptions Options(bool isIndented) =>
        new() { Indented = isIndented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
