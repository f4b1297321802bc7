using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Json;
using HotPath.Daemon.Errors;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Writing;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath schema encode</c>: lines of JSON to framed messages.</summary>
internal sealed class SchemaEncoding
{
    private readonly Message _message;
    private readonly MessageEncoder _encoder;
    private readonly MessageFraming? _framing;
    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>Prepares writing.</summary>
    /// <param name="schema">Schema; its version goes into the headers.</param>
    /// <param name="message">Name of the message.</param>
    /// <param name="framing">Name of the framing, or <c>none</c>.</param>
    /// <exception cref="HotPathException">HP1001: there is no such message.</exception>
    public SchemaEncoding(PublishedSchema schema, string message, string framing)
    {
        _message = MessageNames.Find(schema, message);
        _encoder = new MessageEncoder(schema.Schema);
        _framing = MessageFraming.Find(framing, schema.Schema.ByteOrder);
    }

    /// <summary>Writes a message for each line; nothing of a line that is wrong, or of those behind it.</summary>
    /// <param name="name">Name of the input, for messages.</param>
    /// <param name="values">Lines of JSON; empty ones do not count.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="HotPathException">HP1004: a line is no object, or a value does not suit its member.</exception>
    public int Write(string name, byte[] values, Stream output)
    {
        using var lines = new StreamReader(new MemoryStream(values), Encoding.UTF8);
        byte[] prefix = new byte[_framing?.PrefixBytes ?? 0];
        int number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            Encode(line, $"{name} line {number}");
            _framing?.Write(prefix, _octets.WrittenCount);
            output.Write(prefix);
            output.Write(_octets.WrittenSpan);
        }

        return (int)ExitCode.Ok;
    }

    private void Encode(string line, string place)
    {
        try
        {
            _octets.Clear();
            using JsonDocument values = JsonDocument.Parse(line);
            _encoder.Encode(_message, values.RootElement, _octets);
        }
        catch (JsonException error)
        {
            throw new HotPathException(
                ErrorCode.SbeInvalid, $"{place}: is no JSON object: {error.Message}; write one object a line", error);
        }
        catch (HotPathException error)
        {
            throw new HotPathException(error.Code, $"{place}: {error.Message}", error);
        }
    }
}
