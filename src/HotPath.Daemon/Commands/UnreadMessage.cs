using System;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Reading;

namespace HotPath.Daemon.Commands;

/// <summary>Why a message of a file cannot be read, and what to do about it.</summary>
/// <param name="Kind">One word for programs: an <see cref="SbeErrorKind"/>, or one of the constants here.</param>
/// <param name="Reason">What is wrong; names the byte of the file where it is not that of the message.</param>
/// <param name="Remedy">What to do.</param>
internal readonly record struct UnreadMessage(string Kind, string Reason, string Remedy)
{
    /// <summary>The file ends inside a frame.</summary>
    public const string CutOff = "CutOff";

    /// <summary>No frame begins in place.</summary>
    public const string BadFrame = "BadFrame";

    /// <summary>Bytes stand behind a message that has no frame.</summary>
    public const string BytesLeft = "BytesLeft";

    private const int ShownBytes = 8;
    private const string TakeWhole = "the file is cut off, or is still being written: take a whole copy";

    private const string Damaged =
        "the length of the message before it is wrong, or the file is damaged here: take another copy";

    /// <summary>Judges what stands where a frame should begin.</summary>
    /// <param name="rest">From there to the end of the file.</param>
    /// <param name="framing">What should stand in front of each message.</param>
    /// <param name="decoder">Reader of the schema.</param>
    /// <param name="otherFraming">For the first message: the framing that the file looks like, if another.</param>
    /// <param name="isFirst">Whether it is the first message of the file.</param>
    /// <returns>Null when a whole frame stands there.</returns>
    public static UnreadMessage? InFrame(
        ReadOnlySpan<byte> rest, MessageFraming framing, MessageDecoder decoder, string? otherFraming, bool isFirst)
    {
        if (rest.Length < framing.PrefixBytes)
        {
            return new(
                CutOff, $"the file ends inside its prefix: {rest.Length} of {framing.PrefixBytes} bytes are there",
                otherFraming is null ? TakeWhole : UseFraming(otherFraming));
        }

        string remedy = otherFraming is not null ? UseFraming(otherFraming)
            : isFirst ? "give the --framing that it was written with, or the right file or schema"
            : Damaged;
        if (!framing.TryRead(rest, out long messageBytes))
        {
            return new(BadFrame, $"no prefix of framing '{framing.Name}' stands there, but {Shown(rest)}", remedy);
        }

        ReadOnlySpan<byte> message = rest[framing.PrefixBytes..];
        if (messageBytes <= message.Length)
        {
            return null;
        }

        string lengths = $"its prefix says {messageBytes} bytes, {message.Length} are there";
        return decoder.ReadHeader(message, out _, out _).Kind switch
        {
            SbeErrorKind.OtherSchema => new(
                BadFrame, $"{lengths}, and what follows is no header of this schema: {Shown(message)}", remedy),
            SbeErrorKind.HeaderCut when otherFraming is not null => new(BadFrame, lengths, remedy),
            _ => new(CutOff, $"{lengths}: {messageBytes - message.Length} are missing", TakeWhole),
        };
    }

    /// <summary>Judges a frame that is longer than any table takes, and behind which nothing begins.</summary>
    /// <param name="messageBytes">Length by its prefix. Unit: bytes.</param>
    /// <returns>Reason and remedy.</returns>
    public static UnreadMessage TooLong(long messageBytes) => new(
        BadFrame, $"its prefix says {messageBytes} bytes, and no message begins behind them", Damaged);

    /// <summary>What it is when another message begins behind: no end of the file cut that off.</summary>
    /// <returns>Reason and remedy.</returns>
    public UnreadMessage Followed() => Kind == CutOff ? this with { Kind = BadFrame, Remedy = Damaged } : this;

    /// <summary>Judges a message that its frame holds whole, or that is all of a file.</summary>
    /// <param name="error">What the decoder says, its place counted from the begin of the file.</param>
    /// <param name="header">Header of the message, as far as it could be read.</param>
    /// <param name="isFramed">Whether a frame says where it ends.</param>
    /// <param name="otherFraming">For the first message: the framing that the file looks like, if another.</param>
    /// <returns>Reason and remedy.</returns>
    public static UnreadMessage Inside(SbeError error, SbeHeader header, bool isFramed, string? otherFraming)
    {
        string remedy = error.Kind switch
        {
            _ when otherFraming is not null => UseFraming(otherFraming),
            SbeErrorKind.OtherSchema => $"dump it with the schema of id {error.Found}",
            SbeErrorKind.UnknownTemplate =>
                $"dump it with the schema it was written with, version {header.Version} by its header",
            SbeErrorKind.BlockTooShort or SbeErrorKind.CountOutOfRange or SbeErrorKind.EntriesEmpty
                or SbeErrorKind.DataTooLong => Compare,
            _ when isFramed => $"its frame is whole, so the file is not cut off: {Compare}",
            _ => "the file is cut off, or holds something else than one message: take a whole copy",
        };
        return new(error.Kind.ToString(), error.ToString(), remedy);
    }

    private const string Compare =
        "it was written with another schema, or damaged: compare the schemas with 'hotpath schema check'";

    private static string UseFraming(string name) => $"the file looks like --framing {name}";

    private static string Shown(ReadOnlySpan<byte> octets) =>
        octets.Length == 0 ? "nothing" : $"0x{Convert.ToHexString(octets[..Math.Min(octets.Length, ShownBytes)])}";
}
