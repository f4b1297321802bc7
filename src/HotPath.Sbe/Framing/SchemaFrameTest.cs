using System;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Framing;

/// <summary>
/// Takes octets for the begin of a frame when a prefix of a sensible length stands in front of a header of a schema,
/// whatever its template.
/// </summary>
/// <remarks>Threading: immutable. Allocates nothing.</remarks>
public sealed class SchemaFrameTest : IFrameTest
{
    private readonly MessageFraming _framing;
    private readonly MessageDecoder _decoder;
    private readonly int _messageBytesMax;

    /// <summary>A test.</summary>
    /// <param name="framing">What stands in front of each message.</param>
    /// <param name="decoder">Reader of the schema.</param>
    /// <param name="messageBytesMax">Longest message. Unit: bytes.</param>
    public SchemaFrameTest(MessageFraming framing, MessageDecoder decoder, int messageBytesMax)
    {
        ArgumentNullException.ThrowIfNull(framing);
        ArgumentNullException.ThrowIfNull(decoder);
        _framing = framing;
        _decoder = decoder;
        _messageBytesMax = messageBytesMax;
    }

    /// <summary>Octets that the test needs: prefix and header. Unit: bytes.</summary>
    public int BeginBytes => _framing.PrefixBytes + _decoder.HeaderBytes;

    /// <inheritdoc/>
    public bool IsFrame(ReadOnlySpan<byte> octets)
    {
        int headerBytes = _decoder.HeaderBytes;
        if (!_framing.TryRead(octets, out long messageBytes)
            || messageBytes < headerBytes || messageBytes > _messageBytesMax)
        {
            return false;
        }

        SbeError error = _decoder.ReadHeader(octets[_framing.PrefixBytes..], out SbeHeader header, out _);
        return error.Kind is not (SbeErrorKind.HeaderCut or SbeErrorKind.OtherSchema)
            && header.BlockLengthBytes <= (ulong)(messageBytes - headerBytes);
    }
}
