using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Writing;

namespace HotPath.Conformance.Sbe;

/// <summary>Octets and the values that they stand for: read, and written again.</summary>
internal static class OctetCases
{
    public static IEnumerable<SbeCase> Find(string folder, SbeSchemas schemas)
    {
        string octets = Path.Combine(folder, "bin");
        foreach (string file in SbeCases.Files(octets, "*.json", isDeep: true))
        {
            // What the real JSON printer prints is a form of its own.
            if (!file.EndsWith(".real-JsonPrinter.json", StringComparison.Ordinal))
            {
                string name = Path.GetRelativePath(octets, file)[..^".json".Length];
                yield return new SbeCase($"octets/{name}", () => Judge(octets, file, schemas));
            }
        }

        foreach (string file in SbeCases.Files(octets, "*.with-sofh.bin", isDeep: true))
        {
            yield return new SbeCase($"octets/{Path.GetRelativePath(octets, file)}", () => JudgeFramed(file, schemas));
        }
    }

    private static string? Judge(string octets, string file, SbeSchemas schemas)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement wanted = document.RootElement;
        bool isReading = wanted.TryGetProperty("decodedWith", out JsonElement schemaName);
        MessageSchema schema = schemas[(isReading ? schemaName : wanted.GetProperty("schema")).GetString()!];
        string source = isReading
            ? SbeCases.Files(octets, wanted.GetProperty("bytes").GetString()!, isDeep: true).Single()
            : Path.ChangeExtension(file, ".sbe");
        byte[] frame = File.ReadAllBytes(source);
        if (wanted.TryGetProperty("error", out JsonElement error))
        {
            SbeError found = new MessageDecoder(schema).Check(frame, out _);
            bool isUnknown = error.GetString() == $"unknown template {found.Found}";
            return found.Kind == SbeErrorKind.UnknownTemplate && isUnknown ? null : $"{found}, wanted {error}";
        }

        // Damaged octets were not made from their values.
        bool isDamaged = Path.GetFileName(Path.GetDirectoryName(source)) == "malformed";
        return Compare(schema, frame, wanted, isWhole: !isReading, canBeMade: !isDamaged);
    }

    private static string? Compare(MessageSchema schema, byte[] frame, JsonElement wanted, bool isWhole, bool canBeMade)
    {
        var decoder = new MessageDecoder(schema);
        using JsonDocument? values = Read(decoder, frame, out SbeError error, out DecodedMessage decoded);
        if (values is null)
        {
            return error.ToString();
        }

        var absent = new AbsentMembers();
        _ = decoder.Decode(frame, ref absent, out _);
        string wantedAbsent = isWhole ? "" : string.Join(", ", wanted.GetProperty("absent").EnumerateArray());
        int consumedBytes = isWhole ? frame.Length : wanted.GetProperty("consumed").GetInt32();
        JsonElement wantedValues = wanted.GetProperty("values");
        return wanted.GetProperty("length").GetInt32() != frame.Length ? $"{frame.Length} bytes, wanted {wanted}"
            : decoded.ConsumedBytes != consumedBytes ? $"consumed {decoded.ConsumedBytes}, wanted {consumedBytes}"
            : JsonDifference.First(values.RootElement, wantedValues) is { } difference ? difference
            : string.Join(", ", absent.Paths) != wantedAbsent ? $"absent {string.Join(", ", absent.Paths)}, wanted {wantedAbsent}"
            : isWhole || (canBeMade && IsOwn(schema, decoded, frame)) ? WriteAgain(schema, decoded.Message!, wantedValues, frame)
            : null;
    }

    // A frame that this very schema can have written comes out of it again, octet for octet.
    private static bool IsOwn(MessageSchema schema, DecodedMessage decoded, byte[] frame) =>
        decoded.Header.Version == (ulong)schema.Version
        && decoded.Header.BlockLengthBytes == (ulong)decoded.Message!.BlockLengthBytes
        && decoded.ConsumedBytes == frame.Length;

    private static string? WriteAgain(MessageSchema schema, Message message, JsonElement values, byte[] frame)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new MessageEncoder(schema).Encode(message, values, buffer);
        int at = buffer.WrittenSpan.CommonPrefixLength(frame);
        return buffer.WrittenSpan.SequenceEqual(frame)
            ? null
            : $"written again differs at byte {at}: {buffer.WrittenCount} bytes, wanted {frame.Length}";
    }

    private static string? JudgeFramed(string file, SbeSchemas schemas)
    {
        byte[] framed = File.ReadAllBytes(file);
        byte[] bare = File.ReadAllBytes(file.Replace(".with-sofh.bin", ".sbe", StringComparison.Ordinal));
        const int SofhBytes = 6;
        SbeError error = new MessageDecoder(schemas["Examples-ws.xml"]).Check(framed.AsSpan(SofhBytes), out _);
        return BinaryPrimitives.ReadUInt32BigEndian(framed) != framed.Length ? "the frame gives another length"
            : !framed.AsSpan(SofhBytes).SequenceEqual(bare) ? "the frame holds another message"
            : error.IsError ? error.ToString()
            : null;
    }

    internal static JsonDocument? Read(
        MessageDecoder decoder, byte[] frame, out SbeError error, out DecodedMessage decoded)
    {
        using var stream = new MemoryStream();
        using var json = new Utf8JsonWriter(stream);
        var writer = new MessageJsonWriter(json, showsUnknownBits: false);
        error = decoder.Decode(frame, ref writer, out decoded);
        json.Flush();
        return error.IsError ? null : JsonDocument.Parse(stream.ToArray());
    }
}
