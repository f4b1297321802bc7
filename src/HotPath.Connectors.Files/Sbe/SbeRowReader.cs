using System;
using System.Collections.Generic;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Makes rows of the messages of a table.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a text longer than any before.</remarks>
internal sealed class SbeRowReader
{
    private readonly MessageDecoder _decoder;
    private readonly Dictionary<ulong, SbeMessageRows> _messages = [];
    private readonly SbeTexts _texts = new();

    public SbeRowReader(SbeTable table)
    {
        _decoder = new MessageDecoder(table.Schema);
        foreach (SbeMessageRows rows in table.Messages)
        {
            _messages.Add((ulong)rows.Message.Id, rows);
        }
    }

    /// <summary>What tells where a message of the schema may begin.</summary>
    /// <param name="framing">What stands in front of each.</param>
    /// <param name="messageBytesMax">Longest message. Unit: bytes.</param>
    /// <returns>The test.</returns>
    public SchemaFrameTest FrameTest(MessageFraming framing, int messageBytesMax) =>
        new(framing, _decoder, messageBytesMax);

    /// <summary>Finds out whether a message belongs to the table.</summary>
    /// <param name="message">Message with its header.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rows">Its columns; null when it is damaged.</param>
    /// <returns>False for a message of another template or schema.</returns>
    public bool IsOfTable(ReadOnlySpan<byte> message, out SbeHeader header, out SbeMessageRows? rows)
    {
        SbeError error = _decoder.ReadHeader(message, out header, out _);
        rows = null;
        if (error.Kind is SbeErrorKind.HeaderCut or SbeErrorKind.OtherSchema)
        {
            return error.Kind == SbeErrorKind.HeaderCut;
        }

        bool isOfTable = _messages.TryGetValue(header.TemplateId, out SbeMessageRows? found);
        rows = error.IsError ? null : found;
        return isOfTable;
    }

    /// <summary>Makes a row of a message of the table.</summary>
    /// <param name="message">Message with its header, and nothing behind it.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rows">Its columns.</param>
    /// <param name="row">Becomes the row.</param>
    /// <param name="column">Column at fault, or -1.</param>
    /// <returns>Why it is no row, if it is none.</returns>
    public RejectReason Read(
        ReadOnlySpan<byte> message, SbeHeader header, SbeMessageRows rows, RowBuilder row, out int column)
    {
        row.Begin();
        column = -1;
        var visitor = new SbeRowVisitor(rows.Variable, row, _texts);
        SbeError error = _decoder.DecodeTail(message, header, rows.Message, ref visitor, out DecodedMessage decoded);
        if (error.IsError || (decoded.ConsumedBytes < message.Length && !decoded.IsTailUnread))
        {
            return RejectReason.Malformed;
        }

        RejectReason reason = visitor.Reason;
        column = visitor.Column;
        for (int i = 0; i < rows.Fixed.Length && reason == RejectReason.None; i++)
        {
            SbeColumn next = rows.Fixed[i];
            bool isThere = next.SinceVersion <= header.Version;
            reason = !isThere ? RejectReason.None
                : next.IsWhole ? Whole(next, message, row)
                : Read(next, message, row);
            column = reason == RejectReason.None ? -1 : next.Index;
        }

        return reason;
    }

    // Most columns are of this kind: the short way through Read.
    private static RejectReason Whole(SbeColumn column, ReadOnlySpan<byte> message, RowBuilder row)
    {
        SbeMember member = column.Member;
        long value = Octet.ReadInteger(message[member.OffsetBytes..], member.Primitive, member.Order);
        return column.HasNull && value == column.NullBits
            ? RejectReason.None
            : SbeNumbers.SetWhole(column, value, row);
    }

    private RejectReason Read(SbeColumn column, ReadOnlySpan<byte> message, RowBuilder row)
    {
        SbeMember member = column.Member;
        ReadOnlySpan<byte> octets = member.Constant is { } constant
            ? constant
            : message.Slice(member.OffsetBytes, member.SizeBytes);
        if (member.Kind is SbeMemberKind.Text or SbeMemberKind.Octets)
        {
            return Characters(column, octets, row);
        }

        PrimitiveValue value = Octet.Read(octets, member.Primitive, member.Order);
        if (column.HasNull && value.Bits == column.NullBits)
        {
            return RejectReason.None;
        }

        switch (column.Conversion)
        {
            case SbeConversion.EnumName:
                _texts.Named(row, column.Index, column.Names!, value.ToInt64());
                return RejectReason.None;
            case SbeConversion.ChoiceNames:
                _texts.Chosen(row, column.Index, column.Names!, value.ToUInt64());
                return RejectReason.None;
            case SbeConversion.Uuid:
                PrimitiveValue low = Octet.Read(message[member.SecondOffsetBytes..], member.Primitive, member.Order);
                SbeTexts.Uuid(row, column.Index, value.ToUInt64(), low.ToUInt64());
                return RejectReason.None;
            case SbeConversion.Decimal:
                int exponent = member.Exponent ?? (sbyte)message[member.SecondOffsetBytes];
                return SbeNumbers.Decimal(column, value, exponent, row);
            default:
                return SbeNumbers.Set(column, value, row);
        }
    }

    private RejectReason Characters(SbeColumn column, ReadOnlySpan<byte> octets, RowBuilder row)
    {
        if (column.HasNull && octets[0] == (byte)column.NullBits)
        {
            return RejectReason.None;
        }

        if (column.Conversion == SbeConversion.Bytes)
        {
            row.SetUtf8(column.Index, octets);
            return RejectReason.None;
        }

        int end = octets.IndexOf((byte)0);
        return _texts.Encoded(row, column.Index, end < 0 ? octets : octets[..end], column.IsUtf8);
    }
}
