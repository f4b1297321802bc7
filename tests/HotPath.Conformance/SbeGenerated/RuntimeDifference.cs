using System;
using System.IO;
using System.Text;
using System.Text.Json;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Compares generated code with the decoder that works without it: same verdict, same values.</summary>
internal static class RuntimeDifference
{
    /// <summary>Finds the first difference.</summary>
    /// <param name="codec">Generated code.</param>
    /// <param name="frame">Any octets.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Find(GeneratedCodec codec, byte[] frame)
    {
        var decoder = new MessageDecoder(codec.Schema);
        SbeError wanted = decoder.Check(frame, out DecodedMessage decoded);
        SbeError error = codec.Check(frame, out int consumedBytes, out bool isTailUnread);

        // A decoder of one message knows no others.
        error = error.Kind == SbeErrorKind.OtherTemplate && wanted.Kind == SbeErrorKind.UnknownTemplate
            ? error with { Kind = SbeErrorKind.UnknownTemplate }
            : error;
        return error.ToString() != wanted.ToString() ? $"{error}, at run time {wanted}"
            : wanted.IsError ? null
            : consumedBytes != decoded.ConsumedBytes ? $"consumed {consumedBytes}, at run time {decoded.ConsumedBytes}"
            : isTailUnread != decoded.IsTailUnread ? $"tail unread: {isTailUnread}, at run time {decoded.IsTailUnread}"
            : Texts(codec.Print(frame), Json(decoder, frame));
    }

    private static string? Texts(string actual, string wanted) =>
        actual == wanted ? null : $"{actual}\nat run time\n{wanted}";

    private static string Json(MessageDecoder decoder, ReadOnlySpan<byte> frame)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var writer = new MessageJsonWriter(json);
            _ = decoder.Decode(frame, ref writer, out _);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
