using System;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Rows;

/// <summary>
/// Builds one row at a time in a reused native buffer: what sources fill. Every column starts as NULL.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates only when a row is larger than any before.</remarks>
public sealed class RowBuilder : IDisposable
{
    private readonly NativeHeap _heap;
    private nint _buffer;
    private nint _borrowed;
    private int _capacityBytes;
    private int _tailBytes;

    /// <summary>Takes a buffer for rows of <paramref name="schema"/>.</summary>
    /// <param name="heap">Where the buffer comes from.</param>
    /// <param name="schema">Layout of the rows.</param>
    public RowBuilder(NativeHeap heap, RowSchema schema)
    {
        ArgumentNullException.ThrowIfNull(heap);
        ArgumentNullException.ThrowIfNull(schema);
        _heap = heap;
        Schema = schema;
        _capacityBytes = schema.TailOffset + 4096;
        _buffer = heap.Allocate(_capacityBytes);
        Begin();
    }

    /// <summary>Layout of the rows.</summary>
    public RowSchema Schema { get; }

    /// <summary>Start of the row; moves when a setter grows the buffer.</summary>
    public nint Address => _borrowed != 0 ? _borrowed : _buffer;

    /// <summary>Length of the row so far. Unit: bytes.</summary>
    public int LengthBytes => Schema.TailOffset + _tailBytes;

    /// <summary>The row under construction; valid until the next setter.</summary>
    public RowView View => new(Schema, Address);

    /// <summary>Starts a new row with every column NULL.</summary>
    public void Begin()
    {
        Raw.Clear(_buffer, Schema.TailOffset);
        Raw.Write(_buffer, (ushort)Schema.BlockLength);
        Raw.Write(_buffer + 2, (ushort)Schema.TemplateId);
        Raw.Write(_buffer + 4, (ushort)RowSchema.SchemaId);
        Raw.Write(_buffer + 6, (ushort)Schema.Version);
        _tailBytes = 0;
        _borrowed = 0;
    }

    /// <summary>Sets a fixed-size column.</summary>
    /// <typeparam name="T">CLR form of the column's type.</typeparam>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">Value, not NULL.</param>
    public void Set<T>(int column, T value)
        where T : unmanaged
    {
        MarkPresent(column);
        Raw.Write(_buffer + Schema.SlotOffset(column), value);
    }

    /// <summary>Sets an integer column in the width of its type; the caller has checked the range.</summary>
    /// <param name="column">Index of a TINYINT, SMALLINT, INT or BIGINT column.</param>
    /// <param name="value">Value, not NULL.</param>
    public void SetInteger(int column, long value)
    {
        switch (Schema.Columns[column].Type.Kind)
        {
            case SqlTypeKind.TinyInt:
                Set(column, (sbyte)value);
                break;
            case SqlTypeKind.SmallInt:
                Set(column, (short)value);
                break;
            case SqlTypeKind.Int:
                Set(column, (int)value);
                break;
            default:
                Set(column, value);
                break;
        }
    }

    /// <summary>
    /// Sets a text or binary column by copying the bytes into the tail. Set each column at most once a row.
    /// </summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="bytes">Value; valid UTF-8 for text.</param>
    public void SetUtf8(int column, ReadOnlySpan<byte> bytes)
    {
        EnsureTail(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(_buffer + Schema.TailOffset + _tailBytes, bytes.Length));
        MarkPresent(column);
        nint slot = _buffer + Schema.SlotOffset(column);
        Raw.Write(slot, _tailBytes);
        Raw.Write(slot + 4, bytes.Length);
        _tailBytes += bytes.Length;
        Raw.Write(_buffer + Schema.TailLengthOffset, _tailBytes);
    }

    /// <summary>Takes a value, or NULL, from a row of another layout.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="row">The row.</param>
    /// <param name="from">Index of a column of it that has the same kind of type.</param>
    public void Copy(int column, RowView row, int from)
    {
        if (row.IsNull(from))
        {
            return;
        }

        if (Schema.Columns[column].Type.IsVariableLength)
        {
            SetUtf8(column, row.GetUtf8(from).Span);
            return;
        }

        MarkPresent(column);
        Raw.Copy(
            row.Address + row.Schema.SlotOffset(from),
            _buffer + Schema.SlotOffset(column),
            Schema.Columns[column].Type.SlotBytes);
    }

    /// <summary>
    /// Lets a finished row of the same layout stand for the one under construction, where it lies, until the next
    /// <see cref="Begin"/> or <see cref="Borrow"/>: a row out of a recorded log is copied once, into the ring.
    /// </summary>
    /// <param name="address">Start of the well-formed row; must stay readable that long.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    public void Borrow(nint address, int lengthBytes)
    {
        _borrowed = address;
        _tailBytes = lengthBytes - Schema.TailOffset;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_buffer, _capacityBytes);
        _buffer = 0;
    }

    private void MarkPresent(int column) =>
        Raw.Ref<byte>(_buffer + RowSchema.PresenceOffset(column)) |= RowSchema.PresenceMask(column);

    private void EnsureTail(int moreBytes)
    {
        int needed = checked(Schema.TailOffset + _tailBytes + moreBytes);
        if (needed <= _capacityBytes)
        {
            return;
        }

        int larger = Math.Max(needed, checked(2 * _capacityBytes));
        nint buffer = _heap.Allocate(larger);
        Raw.Copy(_buffer, buffer, LengthBytes);
        _heap.Free(_buffer, _capacityBytes);
        _buffer = buffer;
        _capacityBytes = larger;
    }
}
