using System;
using System.Globalization;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Rows from the text form of their values.</summary>
internal static class TextRow
{
    /// <summary>Begins a row and fills it.</summary>
    /// <param name="row">Where it is built.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="values">Of the first columns, null for NULL.</param>
    public static void Fill(RowBuilder row, RowSchema schema, string?[] values)
    {
        row.Begin();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } text)
            {
                Set(row, i, schema.Columns[i].Type, text);
            }
        }
    }

    private static void Set(RowBuilder row, int column, SqlType type, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        switch (type.Kind)
        {
            case SqlTypeKind.Int:
                row.Set(column, int.Parse(text, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.BigInt:
                row.Set(column, long.Parse(text, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.Double:
                row.Set(column, double.Parse(text, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.Decimal:
                SqlParse.Decimal(bytes, type.Precision, type.Scale, out Int128 number);
                row.Set(column, number);
                break;
            case SqlTypeKind.Date:
                SqlTimeParse.Date(bytes, out int days);
                row.Set(column, days);
                break;
            case SqlTypeKind.Time:
                SqlTimeParse.Time(bytes, out int timeOfDayMs);
                row.Set(column, timeOfDayMs);
                break;
            case SqlTypeKind.Timestamp:
                SqlTimeParse.Timestamp(bytes, out long ms);
                row.Set(column, ms);
                break;
            default:
                row.SetUtf8(column, bytes);
                break;
        }
    }
}
