using System;
using System.Buffers.Binary;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Client.Protocol;

/// <summary>
/// Frames between a client and a table of connector 'tcp': one SBE message of the schema of codecs/ingress behind a
/// Simple Open Framing Header. Who says what when is in docs/tcp.md.
/// </summary>
/// <remarks>Threading: any thread. Allocates nothing; whatever the bytes are, cutting and reading throws nothing.
/// </remarks>
public static class IngressProtocol
{
    /// <summary>Version of the rules of talking.</summary>
    public const ushort Version = 1;

    /// <summary>Length of the framing header. Unit: bytes.</summary>
    public const int PrefixBytes = 6;

    /// <summary>What a record's frame has besides its content. Unit: bytes.</summary>
    public const int RecordOverheadBytes =
        PrefixBytes + SchemaInfo.HeaderSize + Record.BlockLength + Record.ContentHeaderSize;

    /// <summary>Longest frame of any message but a record. Unit: bytes.</summary>
    public const int ShortFrameBytesMax =
        PrefixBytes + SchemaInfo.HeaderSize + Welcome.BlockLength + Welcome.TableHeaderSize + TextBytesMax;

    /// <summary>Longest client id. Unit: bytes.</summary>
    public const int ClientBytesMax = 64;

    private const int TextBytesMax = 1024;
    private const int TextCharactersMax = 300; // three bytes a character at most
    private const int SequenceOffset = PrefixBytes + SchemaInfo.HeaderSize + Record.SequenceOffset;

    private static readonly MessageFraming Framing =
        MessageFraming.Find(MessageFraming.Simple, ByteOrder.LittleEndian)!;

    /// <summary>Looks at the begin of received bytes.</summary>
    /// <param name="received">Bytes from the begin of a frame on.</param>
    /// <param name="frameBytesMax">Longest frame that is taken. Unit: bytes.</param>
    /// <param name="frameBytes">
    /// Length of the frame as soon as its framing header is there, also of one that is too large; otherwise 0. Unit:
    /// bytes.
    /// </param>
    /// <returns>What they are.</returns>
    public static FrameStatus Cut(ReadOnlySpan<byte> received, int frameBytesMax, out long frameBytes)
    {
        frameBytes = 0;
        if (received.Length < PrefixBytes)
        {
            return FrameStatus.Partial;
        }

        if (!Framing.TryRead(received, out long messageBytes) || messageBytes < SchemaInfo.HeaderSize)
        {
            return FrameStatus.Foreign;
        }

        frameBytes = PrefixBytes + messageBytes;
        if (frameBytes > frameBytesMax)
        {
            return FrameStatus.TooLarge;
        }

        return received.Length < frameBytes ? FrameStatus.Partial : FrameStatus.Whole;
    }

    /// <summary>The message of a frame.</summary>
    /// <param name="frame">A whole frame.</param>
    /// <returns>The message with its header.</returns>
    public static ReadOnlySpan<byte> MessageOf(ReadOnlySpan<byte> frame) => frame[PrefixBytes..];

    /// <summary>The checksum of a record.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="content">Its content.</param>
    /// <returns>CRC-32C over both.</returns>
    public static uint Checksum(long sequence, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, sequence);
        return Crc32C.Finish(Crc32C.Update(Crc32C.Update(Crc32C.InitialState, number), content));
    }

    /// <summary>Whether a client id is acceptable: 1 to 64 letters, digits, dots, dashes and underscores.</summary>
    /// <param name="client">The id, UTF-8.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsClient(ReadOnlySpan<byte> client)
    {
        foreach (byte character in client)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return client.Length is > 0 and <= ClientBytesMax;
    }

    /// <summary>Writes a hello.</summary>
    /// <param name="target">At least <see cref="ShortFrameBytesMax"/>.</param>
    /// <param name="client">An acceptable client id.</param>
    /// <returns>Length of the frame. Unit: bytes.</returns>
    public static int WriteHello(Span<byte> target, ReadOnlySpan<char> client)
    {
        HelloEncoder hello = HelloEncoder.Wrap(target[PrefixBytes..]);
        hello.Protocol = Version;
        hello.WriteClient(client);
        return Complete(target, hello.Finish());
    }

    /// <summary>Writes the answer to a hello.</summary>
    /// <param name="target">At least <see cref="ShortFrameBytesMax"/>.</param>
    /// <param name="welcome">What it says.</param>
    /// <returns>Length of the frame. Unit: bytes.</returns>
    public static int WriteWelcome(Span<byte> target, NodeWelcome welcome)
    {
        ArgumentNullException.ThrowIfNull(welcome);
        WelcomeEncoder encoder = WelcomeEncoder.Wrap(target[PrefixBytes..]);
        encoder.Sequence = welcome.Sequence;
        encoder.Limit = welcome.Limit;
        encoder.RecordBytesMax = (uint)welcome.RecordBytesMax;
        encoder.Format = welcome.Format;
        encoder.Flags = welcome.IsDurable ? WelcomeFlags.Durable : WelcomeFlags.None;
        encoder.WriteTable(Clip(welcome.Table));
        return Complete(target, encoder.Finish());
    }

    /// <summary>Writes a record.</summary>
    /// <param name="target">At least <see cref="RecordOverheadBytes"/> and the content.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="content">Its content.</param>
    /// <returns>Length of the frame. Unit: bytes.</returns>
    public static int WriteRecord(Span<byte> target, long sequence, ReadOnlySpan<byte> content)
    {
        RecordEncoder record = RecordEncoder.Wrap(target[PrefixBytes..]);
        record.Sequence = sequence;
        record.Checksum = Checksum(sequence, content);
        record.WriteContent(content);
        return Complete(target, record.Finish());
    }

    /// <summary>The number of a record that was written by <see cref="WriteRecord"/>.</summary>
    /// <param name="frame">From its begin on.</param>
    /// <returns>Its number.</returns>
    public static long SequenceOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadInt64LittleEndian(frame[SequenceOffset..]);

    /// <summary>Writes an acknowledgement.</summary>
    /// <param name="target">At least <see cref="ShortFrameBytesMax"/>.</param>
    /// <param name="sequence">Last sequence that is safe.</param>
    /// <param name="limit">Highest sequence that may be sent.</param>
    /// <returns>Length of the frame. Unit: bytes.</returns>
    public static int WriteAcknowledgement(Span<byte> target, long sequence, long limit)
    {
        AcknowledgementEncoder acknowledgement = AcknowledgementEncoder.Wrap(target[PrefixBytes..]);
        acknowledgement.Sequence = sequence;
        acknowledgement.Limit = limit;
        return Complete(target, acknowledgement.Finish());
    }

    /// <summary>Writes the last message of a connection.</summary>
    /// <param name="target">At least <see cref="ShortFrameBytesMax"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="text">The same for people.</param>
    /// <returns>Length of the frame. Unit: bytes.</returns>
    public static int WriteBye(Span<byte> target, ByeReason reason, ReadOnlySpan<char> text)
    {
        ByeEncoder bye = ByeEncoder.Wrap(target[PrefixBytes..]);
        bye.Reason = reason;
        bye.WriteText(Clip(text));
        return Complete(target, bye.Finish());
    }

    private static ReadOnlySpan<char> Clip(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, TextCharactersMax)];

    private static int Complete(Span<byte> target, int messageBytes)
    {
        Framing.Write(target, messageBytes);
        return PrefixBytes + messageBytes;
    }
}
