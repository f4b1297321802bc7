using System;
using System.Buffers;
using System.Linq;
using System.Text.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Writing;

/// <summary>
/// Writes messages of a schema from values, without generated code: for tools and tests. The values have the form that
/// <see cref="Json.MessageJsonWriter"/> writes. Gaps and the rest of a text of fixed length are zero, so that equal
/// values give equal octets.
/// </summary>
/// <remarks>Threading: immutable; any number of threads may use one encoder.</remarks>
public sealed class MessageEncoder
{
    private readonly MessageSchema _schema;
    private readonly bool _fillsCounts;

    /// <summary>Prepares writing.</summary>
    /// <param name="schema">Schema of the messages; its version goes into the header.</param>
    /// <param name="fillsCounts">
    /// Whether headers that have <c>numGroups</c> and <c>numVarDataFields</c> get them; the real tool leaves them 0.
    /// </param>
    public MessageEncoder(MessageSchema schema, bool fillsCounts = false)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _fillsCounts = fillsCounts;
    }

    /// <summary>Writes a message with its header.</summary>
    /// <param name="message">Template of this schema.</param>
    /// <param name="values">Object with a property for each member; constants may be left out.</param>
    /// <param name="to">Where to.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1004: a value does not suit its member.</exception>
    public void Encode(Message message, JsonElement values, IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(to);
        WriteHeader(message, to);
        WriteBlock(message, values, message.Name, to);
    }

    private void WriteHeader(Message message, IBufferWriter<byte> to)
    {
        Span<byte> header = Zeros(to, _schema.Header.SizeBytes);
        WriteNumber(header, _schema.Header, "blockLength", message.BlockLengthBytes);
        WriteNumber(header, _schema.Header, "templateId", message.Id);
        WriteNumber(header, _schema.Header, "schemaId", _schema.Id);
        WriteNumber(header, _schema.Header, "version", _schema.Version);
        if (_fillsCounts)
        {
            WriteNumber(header, _schema.Header, "numGroups", message.Groups.Count);
            WriteNumber(header, _schema.Header, "numVarDataFields", message.Data.Count);
        }

        to.Advance(header.Length);
    }

    private void WriteBlock(Block block, JsonElement values, string path, IBufferWriter<byte> to)
    {
        JsonValues.Expect(values, JsonValueKind.Object, path);
        JsonValues.ExpectOnly(
            values,
            [
                .. block.Fields.Select(static field => field.Name),
                .. block.Groups.Select(static group => group.Name),
                .. block.Data.Select(static data => data.Name),
            ],
            path);
        Span<byte> octets = Zeros(to, block.BlockLengthBytes);
        var fields = new FieldWriter(_schema.ByteOrder);
        foreach (Field field in block.Fields)
        {
            if (field.Presence != Presence.Constant)
            {
                JsonElement value = JsonValues.Property(values, field.Name);
                fields.Write(octets[field.OffsetBytes..], field.Type, field.Presence, value, $"{path}.{field.Name}");
            }
        }

        to.Advance(octets.Length);
        foreach (Group group in block.Groups)
        {
            WriteGroup(group, JsonValues.Property(values, group.Name), $"{path}.{group.Name}", to);
        }

        foreach (VarData data in block.Data)
        {
            WriteData(data, JsonValues.Property(values, data.Name), $"{path}.{data.Name}", to);
        }
    }

    private void WriteGroup(Group group, JsonElement entries, string path, IBufferWriter<byte> to)
    {
        bool isAbsent = JsonValues.IsAbsent(entries);
        if (!isAbsent)
        {
            JsonValues.Expect(entries, JsonValueKind.Array, path);
        }

        int countEntries = isAbsent ? 0 : entries.GetArrayLength();
        if (countEntries < group.CountMin || countEntries > group.CountMax)
        {
            throw JsonValues.Refuse(path, $"has {countEntries} entries", $"give {group.CountMin} to {group.CountMax}");
        }

        if (countEntries > 0 && group.IsEntryEmpty)
        {
            throw JsonValues.Refuse(path, $"has {countEntries} entries, which take no octets", "give none");
        }

        Span<byte> dimensions = Zeros(to, group.Dimensions.SizeBytes);
        WriteNumber(dimensions, group.Dimensions, "blockLength", group.BlockLengthBytes);
        WriteNumber(dimensions, group.Dimensions, "numInGroup", countEntries);
        if (_fillsCounts)
        {
            WriteNumber(dimensions, group.Dimensions, "numGroups", group.Groups.Count);
            WriteNumber(dimensions, group.Dimensions, "numVarDataFields", group.Data.Count);
        }

        to.Advance(dimensions.Length);
        for (int index = 0; index < countEntries; index++)
        {
            WriteBlock(group, entries[index], $"{path}[{index}]", to);
        }
    }

    private void WriteData(VarData data, JsonElement value, string path, IBufferWriter<byte> to)
    {
        byte[] octets = JsonValues.IsAbsent(value) ? [] : JsonValues.Octets(value, data.CharacterEncoding, path);
        if (octets.Length > data.LengthMaxBytes)
        {
            throw JsonValues.Refuse(path, $"has {octets.Length} bytes", $"give {data.LengthMaxBytes} at most");
        }

        Span<byte> prefix = Zeros(to, data.DataOffsetBytes);
        var length = PrimitiveValue.FromInt64(data.LengthPrimitive, octets.Length);
        Octet.Write(prefix[data.LengthOffsetBytes..], length, _schema.ByteOrder);
        to.Advance(prefix.Length);
        to.Write(octets);
    }

    private void WriteNumber(Span<byte> octets, CompositeType type, string name, long number)
    {
        if (type.Find(name) is { Type: EncodedType encoded } member)
        {
            var value = PrimitiveValue.FromInt64(encoded.Primitive, number);
            Octet.Write(octets[member.OffsetBytes..], value, _schema.ByteOrder);
        }
    }

    private static Span<byte> Zeros(IBufferWriter<byte> to, int lengthBytes)
    {
        Span<byte> octets = to.GetSpan(lengthBytes)[..lengthBytes];
        octets.Clear();
        return octets;
    }
}
