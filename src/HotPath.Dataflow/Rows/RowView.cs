using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Dataflow.Rows;

/// <summary>
/// Reads a row where it lies, column by column: for formats, sinks, tools and tests. Compiled operators read slots
/// directly.
/// </summary>
/// <remarks>Lifetime: that of the memory behind it.</remarks>
public readonly struct RowView
{
    /// <summary>A view of the row at <paramref name="address"/>.</summary>
    /// <param name="schema">Layout of the row.</param>
    /// <param name="address">Start of the row, its message header.</param>
    public RowView(RowSchema schema, nint address)
    {
        Schema = schema;
        Address = address;
    }

    /// <summary>Layout of the row.</summary>
    public RowSchema Schema { get; }

    /// <summary>Start of the row.</summary>
    public nint Address { get; }

    /// <summary>Length of the whole row, header to tail. Unit: bytes.</summary>
    public int LengthBytes => Schema.TailOffset + Raw.Read<int>(Address + Schema.TailLengthOffset);

    /// <summary>Whether a column is NULL.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns><see langword="true"/> if absent.</returns>
    public bool IsNull(int column) =>
        (Raw.Read<byte>(Address + RowSchema.PresenceOffset(column)) & RowSchema.PresenceMask(column)) == 0;

    /// <summary>A fixed-size value in its CLR form; meaningless when the column is NULL.</summary>
    /// <typeparam name="T">CLR form of the column's type.</typeparam>
    /// <param name="column">Index of the column.</param>
    /// <returns>The value.</returns>
    public T Get<T>(int column)
        where T : unmanaged => Raw.Read<T>(Address + Schema.SlotOffset(column));

    /// <summary>A text or binary value; empty when the column is NULL.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>The bytes where they lie.</returns>
    public Utf8View GetUtf8(int column)
    {
        nint slot = Address + Schema.SlotOffset(column);
        return new Utf8View(Address + Schema.TailOffset + Raw.Read<int>(slot), Raw.Read<int>(slot + 4));
    }

    /// <summary>
    /// Whether the row is well formed: header, lengths and text ranges all inside <paramref name="lengthBytes"/>.
    /// </summary>
    /// <param name="lengthBytes">Bytes there are. Unit: bytes.</param>
    /// <returns><see langword="false"/> for a row that must not be read.</returns>
    public bool IsWellFormed(int lengthBytes)
    {
        if (lengthBytes < Schema.TailOffset
            || Raw.Read<ushort>(Address) != Schema.BlockLength
            || Raw.Read<ushort>(Address + 2) != Schema.TemplateId
            || Raw.Read<ushort>(Address + 4) != RowSchema.SchemaId)
        {
            return false;
        }

        uint tail = Raw.Read<uint>(Address + Schema.TailLengthOffset);
        if (tail > (uint)(lengthBytes - Schema.TailOffset))
        {
            return false;
        }

        foreach (int slotOffset in Schema.TextSlotOffsets)
        {
            nint slot = Address + slotOffset;
            if ((ulong)Raw.Read<uint>(slot) + Raw.Read<uint>(slot + 4) > tail)
            {
                return false;
            }
        }

        return true;
    }
}
