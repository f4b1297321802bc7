using System;
using System.Collections.Generic;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Reading;

/// <summary>
/// Reads messages of a schema without generated code. Hostile octets are refused by a value: no exception, no read
/// outside the frame, no allocation.
/// </summary>
/// <remarks>
/// <para>
/// A field is present if the version in the header has it, that is, if its sinceVersion is not above that version.
/// A block that is shorter than its version promises is refused as a whole, so no field ever reads what follows its
/// block. Octets that a newer version added at the end of a block are skipped.
/// </para>
/// <para>Threading: immutable; any number of threads may use one decoder.</para>
/// </remarks>
public sealed class MessageDecoder
{
    private readonly MessageSchema _schema;
    private readonly Dictionary<ulong, Message> _messages = [];
    private readonly CompositeMember _blockLength;
    private readonly CompositeMember _templateId;
    private readonly CompositeMember _schemaId;
    private readonly CompositeMember _version;

    /// <summary>Prepares reading.</summary>
    /// <param name="schema">Schema of the reader; messages may be of older and newer versions of it.</param>
    public MessageDecoder(MessageSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _blockLength = schema.Header.Find("blockLength")!;
        _templateId = schema.Header.Find("templateId")!;
        _schemaId = schema.Header.Find("schemaId")!;
        _version = schema.Header.Find("version")!;
        foreach (Message message in schema.Messages)
        {
            _messages.Add((ulong)message.Id, message);
        }
    }

    /// <summary>Length of the header of every message. Unit: bytes.</summary>
    public int HeaderBytes => _schema.Header.SizeBytes;

    /// <summary>Checks a frame from end to end.</summary>
    /// <param name="frame">Header and message; may hold more.</param>
    /// <param name="decoded">What it is, as far as it could be read.</param>
    /// <returns>What is wrong, if anything.</returns>
    public SbeError Check(ReadOnlySpan<byte> frame, out DecodedMessage decoded)
    {
        IgnoringVisitor nobody = default;
        return Decode(frame, ref nobody, out decoded);
    }

    /// <summary>Reads a frame.</summary>
    /// <typeparam name="TVisitor">Who is told; a struct costs no calls through an interface.</typeparam>
    /// <param name="frame">Header and message; may hold more.</param>
    /// <param name="visitor">Is told what the message holds, up to an error.</param>
    /// <param name="decoded">What it is, as far as it could be read.</param>
    /// <returns>What is wrong, if anything.</returns>
    public SbeError Decode<TVisitor>(ReadOnlySpan<byte> frame, ref TVisitor visitor, out DecodedMessage decoded)
        where TVisitor : ISbeVisitor
    {
        SbeError error = ReadHeader(frame, out SbeHeader header, out Message? message);
        decoded = new DecodedMessage(header, message, 0, false);
        if (error.IsError || message is null)
        {
            return error;
        }

        visitor.BeginMessage(message, header);
        Walk(frame, header, ref visitor).Fields(message, _schema.Header.SizeBytes);
        error = DecodeTail(frame, header, message, ref visitor, out decoded);
        if (!error.IsError)
        {
            visitor.EndMessage();
        }

        return error;
    }

    /// <summary>
    /// Reads what follows the fields of a message, its groups and its data: for readers that know where its fields lie.
    /// </summary>
    /// <typeparam name="TVisitor">Who is told.</typeparam>
    /// <param name="frame">Header and message; may hold more.</param>
    /// <param name="header">Its header, by <see cref="ReadHeader"/> without an error.</param>
    /// <param name="message">Its template, from there too.</param>
    /// <param name="visitor">Is told of groups, their entries and data, up to an error.</param>
    /// <param name="decoded">What the message is; without an error, all of it has been checked.</param>
    /// <returns>What is wrong, if anything.</returns>
    public SbeError DecodeTail<TVisitor>(
        ReadOnlySpan<byte> frame,
        SbeHeader header,
        Message message,
        ref TVisitor visitor,
        out DecodedMessage decoded)
        where TVisitor : ISbeVisitor
    {
        ArgumentNullException.ThrowIfNull(message);
        int position = _schema.Header.SizeBytes + (int)header.BlockLengthBytes;
        SbeError error = Walk(frame, header, ref visitor).Tail(message, ref position);
        bool isTailUnread =
            !error.IsError && header.Version > (ulong)_schema.Version && position < frame.Length;
        decoded = new DecodedMessage(header, message, error.IsError ? 0 : position, isTailUnread);
        return error;
    }

    /// <summary>Reads the header of a frame and checks what can be told by it alone.</summary>
    /// <param name="frame">Header and message; may hold more.</param>
    /// <param name="header">The header, unless the frame ends inside it.</param>
    /// <param name="message">Its template, if the schema has it.</param>
    /// <returns>What is wrong, if anything.</returns>
    public SbeError ReadHeader(ReadOnlySpan<byte> frame, out SbeHeader header, out Message? message)
    {
        message = null;
        int headerBytes = _schema.Header.SizeBytes;
        if (frame.Length < headerBytes)
        {
            header = default;
            return new SbeError(SbeErrorKind.HeaderCut, frame.Length);
        }

        header = new SbeHeader(
            Read(frame, _blockLength), Read(frame, _templateId), Read(frame, _schemaId), Read(frame, _version));
        if (header.SchemaId != (ulong)_schema.Id)
        {
            return new SbeError(SbeErrorKind.OtherSchema, _schemaId.OffsetBytes, header.SchemaId);
        }

        if (!_messages.TryGetValue(header.TemplateId, out message))
        {
            return new SbeError(SbeErrorKind.UnknownTemplate, _templateId.OffsetBytes, header.TemplateId);
        }

        if (header.BlockLengthBytes > (ulong)(frame.Length - headerBytes))
        {
            return new SbeError(SbeErrorKind.BlockPastEnd, headerBytes, header.BlockLengthBytes, message);
        }

        int actingVersion = (int)Math.Min(header.Version, int.MaxValue);
        return header.BlockLengthBytes < (ulong)message.MinimumBlockLengthBytes(actingVersion)
            ? new SbeError(SbeErrorKind.BlockTooShort, headerBytes, header.BlockLengthBytes, message)
            : default;
    }

    private MessageWalk<TVisitor> Walk<TVisitor>(ReadOnlySpan<byte> frame, SbeHeader header, ref TVisitor visitor)
        where TVisitor : ISbeVisitor =>
        new(frame, _schema.ByteOrder, (int)Math.Min(header.Version, int.MaxValue), ref visitor);

    private ulong Read(ReadOnlySpan<byte> frame, CompositeMember member)
    {
        PrimitiveType primitive = ((EncodedType)member.Type).Primitive;
        return (ulong)Octet.ReadInteger(frame[member.OffsetBytes..], primitive, _schema.ByteOrder);
    }
}
