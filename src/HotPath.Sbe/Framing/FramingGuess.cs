using System;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Framing;

/// <summary>Finds out what stands in front of the messages of a file, by where its first header stands.</summary>
public static class FramingGuess
{
    private static readonly string[] _names = [MessageFraming.Simple, MessageFraming.None, MessageFraming.Length];

    /// <summary>Looks at the begin of a file.</summary>
    /// <param name="octets">The file, or at least its first frame.</param>
    /// <param name="decoder">Reader of the schema.</param>
    /// <param name="order">Byte order of the schema.</param>
    /// <returns>
    /// Name of the framing with which a message of the schema stands at the begin; one that can be read goes before one
    /// that is only of the schema, then comes a prefix that can be nothing else. Null when there is none of these.
    /// </returns>
    public static string? Of(ReadOnlySpan<byte> octets, MessageDecoder decoder, ByteOrder order)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        foreach (bool isReadable in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (string name in _names)
            {
                if (Fits(octets, decoder, MessageFraming.Find(name, order), isReadable))
                {
                    return name;
                }
            }
        }

        var simple = MessageFraming.Find(MessageFraming.Simple, order)!;
        return octets.Length >= simple.PrefixBytes && simple.TryRead(octets, out _) ? MessageFraming.Simple : null;
    }

    private static bool Fits(
        ReadOnlySpan<byte> octets, MessageDecoder decoder, MessageFraming? framing, bool isReadable)
    {
        int prefixBytes = framing?.PrefixBytes ?? 0;
        long messageBytes = octets.Length;
        if (octets.Length < prefixBytes || (framing is not null && !framing.TryRead(octets, out messageBytes)))
        {
            return false;
        }

        ReadOnlySpan<byte> message = octets[prefixBytes..];
        SbeError error = decoder.ReadHeader(message, out _, out _);
        return isReadable
            ? !error.IsError && (framing is null || messageBytes <= message.Length)
            : error.Kind is not (SbeErrorKind.HeaderCut or SbeErrorKind.OtherSchema);
    }
}
