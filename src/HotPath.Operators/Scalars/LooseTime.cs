using System;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Dates and times as casts read them: more loosely than formats do.</summary>
internal static class LooseTime
{
    internal static bool TryTimestamp(ReadOnlySpan<byte> text, out long localMs)
    {
        localMs = 0;
        return text.Length > 0 && text[0] > ' ' && text[^1] > ' ' && !text.Contains((byte)'T')
            && SqlTimeParse.Timestamp(text, out localMs) == ParseOutcome.Ok;
    }

    internal static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        int blank = text.IndexOf((byte)' ');
        text = blank > 0 ? text[..blank] : text;
        Span<int> parts = stackalloc int[3];
        parts.Fill(1);
        if (!TryParts(text, (byte)'-', parts) || !CivilTime.IsValid(parts[0], parts[1], parts[2]) || parts[0] > 9999)
        {
            return false;
        }

        days = CivilTime.ToDays(parts[0], parts[1], parts[2]);
        return true;
    }

    internal static bool TryTime(ReadOnlySpan<byte> text, out int timeOfDayMs)
    {
        timeOfDayMs = 0;
        int point = text.IndexOf((byte)'.');
        if (point >= 0 && text[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        Span<int> parts = stackalloc int[3];
        parts.Clear();
        ReadOnlySpan<byte> clock = point >= 0 ? text[..point] : text;
        bool isWhole = point < 0 || clock.Count((byte)':') == 2;
        if (!isWhole || !TryParts(clock, (byte)':', parts) || parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
        {
            return false;
        }

        int fractionMs = 0;
        for (int i = 1; i <= 3; i++)
        {
            fractionMs = (fractionMs * 10) + (point >= 0 && point + i < text.Length ? text[point + i] - '0' : 0);
        }

        timeOfDayMs = (((((parts[0] * 60) + parts[1]) * 60) + parts[2]) * 1000) + fractionMs;
        return true;
    }

    private static bool TryParts(ReadOnlySpan<byte> text, byte separator, Span<int> parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            int end = i == parts.Length - 1 ? -1 : text.IndexOf(separator);
            ReadOnlySpan<byte> part = end < 0 ? text : text[..end];
            if (SqlParse.Integer(part, SqlTypeKind.Int, out long value) != ParseOutcome.Ok || value < 0)
            {
                return false;
            }

            parts[i] = (int)value;
            if (end < 0)
            {
                return true;
            }

            text = text[(end + 1)..];
        }

        return true;
    }
}
