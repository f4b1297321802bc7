using System;
using System.Buffers.Text;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// Forms of values that differ between sinks: the text form of results, Flink's file formats, and Java's for print.
/// </summary>
/// <remarks>
/// Threading: pure functions. Source: golden/sql/README.md for results; Flink 2.3 asked for the others.
/// </remarks>
internal static class ValueText
{
    /// <summary>Appends the mark of a row kind, for example <c>+I</c>.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="target">Where it goes.</param>
    public static void Kind(RowKind kind, ByteBuilder target) => target.Append(kind switch
    {
        RowKind.Insert => "+I"u8,
        RowKind.UpdateBefore => "-U"u8,
        RowKind.UpdateAfter => "+U"u8,
        _ => "-D"u8,
    });

    /// <summary>Appends a value as results show it. Text as it is, binary as base64.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column that is not NULL.</param>
    /// <param name="zone">Zone in which TIMESTAMP_LTZ is shown.</param>
    /// <param name="target">Where it goes.</param>
    public static void Result(RowView row, int column, ZoneRules zone, ByteBuilder target)
    {
        SqlType type = row.Schema.Columns[column].Type;
        if (type.IsText)
        {
            target.Append(row.GetUtf8(column).Span);
        }
        else if (type.Kind == SqlTypeKind.VarBinary)
        {
            Base64Of(row.GetUtf8(column).Span, target);
        }
        else
        {
            target.Advance(SqlText.Format(row, column, zone, target.Reserve(SqlText.MaxLengthBytes)));
        }
    }

    /// <summary>Appends a value as Flink's CSV and JSON formats write it, without quotes.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column that is not NULL.</param>
    /// <param name="options">Form of decimals and timestamps.</param>
    /// <param name="target">Where it goes.</param>
    public static void Stored(RowView row, int column, StoredForm options, ByteBuilder target)
    {
        SqlType type = row.Schema.Columns[column].Type;
        switch (type.Kind)
        {
            case SqlTypeKind.Decimal when !options.IsDecimalPlain:
                JavaText.Stripped(row.Get<Int128>(column), type.Scale, target);
                break;
            case SqlTypeKind.Time:
                target.Advance(SqlText.FormatTime(
                    row.Get<int>(column), target.Reserve(SqlText.MaxLengthBytes), SqlText.FractionAsNeeded));
                break;
            case SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz:
                target.Advance(SqlText.FormatTimestamp(
                    row.Get<long>(column),
                    target.Reserve(SqlText.MaxLengthBytes),
                    SqlText.FractionAsNeeded,
                    options.IsIso8601 ? (byte)'T' : (byte)' '));
                target.Append(type.Kind == SqlTypeKind.TimestampLtz ? "Z"u8 : []);
                break;
            default:
                Result(row, column, ZoneRules.Utc, target);
                break;
        }
    }

    /// <summary>Appends a value as the print connector shows it: as Java's <c>toString</c>.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column that is not NULL.</param>
    /// <param name="target">Where it goes.</param>
    public static void Printed(RowView row, int column, ByteBuilder target)
    {
        SqlType type = row.Schema.Columns[column].Type;
        switch (type.Kind)
        {
            case SqlTypeKind.Decimal:
                JavaText.Decimal(row.Get<Int128>(column), type.Scale, target);
                break;
            case SqlTypeKind.Timestamp:
                JavaText.LocalDateTime(row.Get<long>(column), target);
                break;
            case SqlTypeKind.TimestampLtz:
                JavaText.Instant(row.Get<long>(column), target);
                break;
            case SqlTypeKind.Time:
                JavaText.LocalTime(row.Get<int>(column), target);
                break;
            case SqlTypeKind.VarBinary:
                JavaText.Bytes(row.GetUtf8(column).Span, target);
                break;
            default:
                Result(row, column, ZoneRules.Utc, target);
                break;
        }
    }

    /// <summary>Appends bytes as base64.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <param name="target">Where it goes.</param>
    public static void Base64Of(ReadOnlySpan<byte> bytes, ByteBuilder target)
    {
        Span<byte> room = target.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        _ = Base64.EncodeToUtf8(bytes, room, out _, out int written);
        target.Advance(written);
    }
}
