using System;
using System.Buffers.Binary;
using System.Linq;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Benchmarks.Codecs.Runtime;

/// <summary>A message by its schema, without generated code.</summary>
public readonly struct RuntimeReader : IOrderReader
{
    private readonly MessageDecoder _decoder;
    private readonly Field? _quantity;
    private readonly int _totalAt;

    /// <summary>Prepares reading.</summary>
    /// <param name="schema">Schema of the car or of the shop.</param>
    public RuntimeReader(MessageSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _decoder = new MessageDecoder(schema);
        Message? order = schema.Messages.FirstOrDefault(static message => message.Name == "OrderPlaced");
        _quantity = order?.Groups[0].Fields.First(static field => field.Name == "quantity");
        _totalAt = schema.Header.SizeBytes + (order?.Fields.First(static field => field.Name == "total").OffsetBytes ?? 0);
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame) => Visit(frame, null);

    /// <inheritdoc/>
    public long Total(byte[] frame) => _decoder.ReadHeader(frame, out SbeHeader _, out Message? _).IsError
        ? long.MinValue
        : BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(_totalAt));

    /// <inheritdoc/>
    public long Quantity(byte[] frame) => Visit(frame, _quantity);

    private long Visit(byte[] frame, Field? only)
    {
        var visitor = new SummingVisitor(only);
        return _decoder.Decode(frame, ref visitor, out DecodedMessage _).IsError ? long.MinValue : visitor.Sum;
    }
}
