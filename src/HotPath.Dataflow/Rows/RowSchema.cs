using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Dataflow.Rows;

/// <summary>
/// The SBE message that a list of columns gives: where each value lies in the payload of a frame or of an output
/// record.
/// </summary>
/// <remarks>
/// <code>
/// byte 0        8                       8 + BlockLength           + 4
///      +--------+----------+------------+-------------------------+--------------+
///      | header | presence | fixed block: one slot a column       | tail length  | tail bytes
///      | 4 x u16| bitmap   | scalars; text as (u32 off, u32 len)  | u32 (varData)|
///      +--------+----------+------------+-------------------------+--------------+
/// </code>
/// Bit i of the bitmap is set when column i is present (not NULL); the bitmap is a whole number of 8-byte words. Slots
/// follow in column order, each aligned to min(8, its size). An absent column's slot is all zero. Text offsets count
/// from the first tail byte.
/// Source: design.md, "The frame and the row"; specs/sbe.md 3.
/// </remarks>
public sealed class RowSchema
{
    /// <summary>Length of the SBE message header in front of every row. Unit: bytes.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Length of the tail's length field. Unit: bytes.</summary>
    public const int TailLengthBytes = 4;

    /// <summary>Schema id in the message header of every derived row.</summary>
    public const int SchemaId = 0x4850;

    /// <summary>Offset of the template id from the start of the row. Unit: bytes.</summary>
    public const int TemplateIdOffset = 2;

    private readonly int[] _offsets;
    private readonly int[] _textSlots;

    /// <summary>Derives the layout.</summary>
    /// <param name="name">Table or statement name.</param>
    /// <param name="templateId">Template id in the message header.</param>
    /// <param name="columns">Columns in order.</param>
    /// <param name="version">Schema version, from 1.</param>
    public RowSchema(string name, int templateId, IReadOnlyList<Column> columns, int version = 1)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Name = name;
        TemplateId = templateId;
        Columns = columns;
        Version = version;
        BitmapBytes = (columns.Count + 63) / 64 * 8;
        int offset = BitmapBytes;
        _offsets = new int[columns.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            int slot = columns[i].Type.SlotBytes;
            int alignment = Math.Min(8, slot);
            offset = (offset + alignment - 1) / alignment * alignment;
            _offsets[i] = offset;
            offset += slot;
        }

        BlockLength = (offset + 7) / 8 * 8;
        _textSlots =
        [
            .. Enumerable.Range(0, columns.Count).Where(i => columns[i].Type.IsVariableLength).Select(SlotOffset),
        ];
    }

    /// <summary>Table or statement name.</summary>
    public string Name { get; }

    /// <summary>Template id in the message header.</summary>
    public int TemplateId { get; }

    /// <summary>Schema version in the message header.</summary>
    public int Version { get; }

    /// <summary>Columns in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Length of the presence bitmap. Unit: bytes.</summary>
    public int BitmapBytes { get; }

    /// <summary>Length of bitmap and slots, a multiple of 8. Unit: bytes.</summary>
    public int BlockLength { get; }

    /// <summary>Offset of the tail's length field from the start of the row. Unit: bytes.</summary>
    public int TailLengthOffset => HeaderBytes + BlockLength;

    /// <summary>Offset of the first tail byte from the start of the row. Unit: bytes.</summary>
    public int TailOffset => TailLengthOffset + TailLengthBytes;

    /// <summary>
    /// Whether a row that serves as a key ends with its tail and that one's length: with text, and without columns, for
    /// no key is empty.
    /// </summary>
    public bool KeyHasTail => HasText || Columns.Count == 0;

    /// <summary>Length of a row that serves as a key, less message header and texts. Unit: bytes.</summary>
    public int KeyBytes => (KeyHasTail ? TailOffset : TailLengthOffset) - HeaderBytes;

    /// <summary>Whether a column is text or binary.</summary>
    public bool HasText => _textSlots.Length > 0;

    /// <summary>Offsets of the slots of text and binary columns from the start of the row. Unit: bytes.</summary>
    public ReadOnlySpan<int> TextSlotOffsets => _textSlots;

    /// <summary>Offset of a column's slot from the start of the row (its message header). Unit: bytes.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>The offset.</returns>
    public int SlotOffset(int column) => HeaderBytes + _offsets[column];

    /// <summary>
    /// Offset of the byte that holds a column's presence bit, from the start of the row. Unit: bytes.
    /// </summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>The offset.</returns>
    public static int PresenceOffset(int column) => HeaderBytes + (column >> 3);

    /// <summary>Mask of a column's presence bit within its byte.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>The mask.</returns>
    public static byte PresenceMask(int column) => (byte)(1 << (column & 7));

    /// <summary>Finds a column by name, exactly.</summary>
    /// <param name="name">Name to find.</param>
    /// <returns>Its index, or -1.</returns>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The schema as text, as it stands in the plan frame.</summary>
    /// <returns>Name, id, version and each column with type and offset.</returns>
    public override string ToString() =>
        $"{Name} id={TemplateId} version={Version} block={BlockLength}: "
        + string.Join(", ", Columns.Select((c, i) => $"{c.Name} {c.Type} @{SlotOffset(i)}"));
}
