using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Daemon.Errors;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath schema dump --framing</c>: every message of a file.</summary>
internal sealed class FramedDump
{
    private static readonly JsonWriterOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MessageDecoder _decoder;
    private readonly MessageFraming _framing;
    private readonly bool _isJson;

    /// <summary>A dump.</summary>
    /// <param name="decoder">Reader of the schema.</param>
    /// <param name="framing">What stands in front of each message.</param>
    /// <param name="isJson">Whether each message is one line of JSON.</param>
    public FramedDump(MessageDecoder decoder, MessageFraming framing, bool isJson)
    {
        _decoder = decoder;
        _framing = framing;
        _isJson = isJson;
    }

    /// <summary>Prints a file; a message that cannot be read is named, those behind it are printed.</summary>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="octets">All of it.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="HotPathException">HP1004: it ends inside a message, or no frame begins in place.</exception>
    public int Write(string name, byte[] octets, Stream output)
    {
        using var text = new StreamWriter(output);
        int at = 0;
        for (int number = 1; at < octets.Length; number++)
        {
            ReadOnlySpan<byte> rest = octets.AsSpan(at);
            if (rest.Length < _framing.PrefixBytes
                || !_framing.TryRead(rest, out long messageBytes)
                || messageBytes > rest.Length - _framing.PrefixBytes)
            {
                text.Flush();
                throw new HotPathException(
                    ErrorCode.SbeInvalid,
                    $"{name}: no whole frame begins at byte {at} (message {number}); check --framing and the file");
            }

            int frameBytes = _framing.PrefixBytes + (int)messageBytes;
            Write(text, rest[_framing.PrefixBytes..frameBytes], number);
            at += frameBytes;
        }

        return (int)ExitCode.Ok;
    }

    private void Write(StreamWriter text, ReadOnlySpan<byte> message, int number)
    {
        SbeError error = _decoder.Check(message, out DecodedMessage decoded);
        if (error.IsError)
        {
            text.WriteLine(_isJson ? $"{{\"message\":null,\"number\":{number},\"error\":\"{error.Kind}\"}}"
                : $"message {number}: {error}");
        }
        else if (_isJson)
        {
            text.Flush();
            using (var json = new Utf8JsonWriter(text.BaseStream, Json))
            {
                MessageDump.WriteJson(json, _decoder, message, decoded);
            }

            text.WriteLine();
        }
        else
        {
            MessageDump.WriteText(text, _decoder, message, decoded);
        }
    }
}
