using System;
using System.Buffers.Binary;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Framing;

/// <summary>
/// How messages follow each other in a file or a stream: a prefix with its length in front of each. A message alone
/// does not say where it ends to a reader that is older than it.
/// </summary>
/// <remarks>
/// <code>
/// sofh     uint32 length, big-endian, these 6 octets included | uint16 encoding type | message
///          (Simple Open Framing Header; 0xEB50 little-endian SBE, 0x5BE0 big-endian SBE; itself big-endian)
/// length   uint32 length of the message, little-endian | message
/// </code>
/// Source: specs/sbe.md 3.
/// </remarks>
public sealed class MessageFraming
{
    /// <summary>Name of the Simple Open Framing Header.</summary>
    public const string Simple = "sofh";

    /// <summary>Name of the bare length.</summary>
    public const string Length = "length";

    /// <summary>Name for nothing in front: a file with one message.</summary>
    public const string None = "none";

    private const int SimpleBytes = 6;
    private const ushort LittleEndianMessages = 0xEB50;
    private const ushort BigEndianMessages = 0x5BE0;

    private readonly bool _isSimple;
    private readonly ushort _encodingType;

    private MessageFraming(bool isSimple, ByteOrder order)
    {
        _isSimple = isSimple;
        _encodingType = order == ByteOrder.BigEndian ? BigEndianMessages : LittleEndianMessages;
    }

    /// <summary><see cref="Simple"/> or <see cref="Length"/>.</summary>
    public string Name => _isSimple ? Simple : Length;

    /// <summary>Octets in front of a message. Unit: bytes.</summary>
    public int PrefixBytes => _isSimple ? SimpleBytes : sizeof(uint);

    /// <summary>Finds a framing by its name.</summary>
    /// <param name="name"><see cref="Simple"/> or <see cref="Length"/>.</param>
    /// <param name="order">Byte order of the messages.</param>
    /// <returns>The framing, or null when there is none of that name.</returns>
    public static MessageFraming? Find(string name, ByteOrder order) => name switch
    {
        Simple => new MessageFraming(isSimple: true, order),
        Length => new MessageFraming(isSimple: false, order),
        _ => null,
    };

    /// <summary>Reads a prefix.</summary>
    /// <param name="prefix">At least <see cref="PrefixBytes"/>; may be longer.</param>
    /// <param name="messageBytes">Length of the message behind it. Unit: bytes.</param>
    /// <returns>False when no prefix can look like this.</returns>
    public bool TryRead(ReadOnlySpan<byte> prefix, out long messageBytes)
    {
        if (!_isSimple)
        {
            messageBytes = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
            return true;
        }

        messageBytes = BinaryPrimitives.ReadUInt32BigEndian(prefix) - (long)SimpleBytes;
        return messageBytes >= 0 && BinaryPrimitives.ReadUInt16BigEndian(prefix[sizeof(uint)..]) == _encodingType;
    }

    /// <summary>Writes a prefix.</summary>
    /// <param name="prefix">Room for <see cref="PrefixBytes"/>.</param>
    /// <param name="messageBytes">Length of the message behind it. Unit: bytes.</param>
    public void Write(Span<byte> prefix, int messageBytes)
    {
        if (_isSimple)
        {
            BinaryPrimitives.WriteUInt32BigEndian(prefix, (uint)messageBytes + SimpleBytes);
            BinaryPrimitives.WriteUInt16BigEndian(prefix[sizeof(uint)..], _encodingType);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(prefix, (uint)messageBytes);
        }
    }
}
