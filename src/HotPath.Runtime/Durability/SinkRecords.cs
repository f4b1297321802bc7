using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Durability;

/// <summary>Writes what sinks have published into a checkpoint and takes it back; layout in <see cref="NodeRecord"/>.
/// </summary>
public static class SinkRecords
{
    private const int ValueBytes = 24;

    /// <summary>Writes one sink's cursor.</summary>
    /// <param name="sink">Id of the sink.</param>
    /// <param name="cursor">What it has published.</param>
    /// <param name="batch">Where it goes.</param>
    public static void Write(int sink, SinkCursor cursor, StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Span<byte> key = stackalloc byte[NodeRecord.KeyBytesMax];
        Span<byte> value = batch.Put(NodeRecord.Key(key, NodeRecord.Sink, 0, sink), ValueBytes);
        BinaryPrimitives.WriteInt64LittleEndian(value, cursor.Rows);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], cursor.LengthBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(value[16..], cursor.ChainHash);
    }

    /// <summary>Reads a cursor.</summary>
    /// <param name="value">Value of the record.</param>
    /// <returns>The cursor.</returns>
    public static SinkCursor Read(ReadOnlySpan<byte> value) => new(
        BinaryPrimitives.ReadInt64LittleEndian(value),
        BinaryPrimitives.ReadInt64LittleEndian(value[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(value[16..]));
}
