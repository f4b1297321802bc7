using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// A Java time pattern, compiled to a list of fields: writes a wall-clock time and reads one. The letters y M d H h K
/// k m s S a E D and u as a year; text in single quotes and signs stand for themselves. The letters w W Y Q q e c L G
/// are only written. Any other letter is refused.
/// </summary>
/// <remarks>
/// Threading: immutable. Source: java.time.format.DateTimeFormatter, in English of the United States: a week begins
/// with Sunday, and that of January 1 is the first.
/// </remarks>
public sealed class TimeFormat : IEquatable<TimeFormat>
{
    /// <summary>Stands for a pattern that is not known until the row is.</summary>
    public static readonly TimeFormat PerRow = new([]);

    /// <summary>Letters that stand in patterns of DATE_FORMAT of a TIMESTAMP alone.</summary>
    internal const string WrittenOnly = "wWYQqecLG";

    private const string Letters = "yuMdHhKkmsSaED";
    private const int MaxFieldBytes = 16;

    private readonly (char Letter, int Count, byte[] Text)[] _fields;

    private TimeFormat(List<(char Letter, int Count, byte[] Text)> fields)
    {
        _fields = [.. fields];
        foreach ((_, int count, byte[] text) in _fields)
        {
            MaxLengthBytes += Math.Max(MaxFieldBytes, Math.Max(count, text.Length));
        }
    }

    /// <summary>Room that <see cref="Write"/> needs at most. Unit: bytes.</summary>
    public int MaxLengthBytes { get; }

    /// <summary>Whether another was compiled from a pattern of the same meaning.</summary>
    /// <param name="other">The other, or <see langword="null"/>.</param>
    /// <returns>Whether both write every time alike.</returns>
    public bool Equals(TimeFormat? other) =>
        other is not null
        && _fields.Length == other._fields.Length
        && _fields.Zip(other._fields).All(static pair => pair.First.Letter == pair.Second.Letter
            && pair.First.Count == pair.Second.Count
            && pair.First.Text.AsSpan().SequenceEqual(pair.Second.Text))
        && ReferenceEquals(this, PerRow) == ReferenceEquals(other, PerRow);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TimeFormat);

    /// <inheritdoc/>
    public override int GetHashCode() => MaxLengthBytes;

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">Java pattern.</param>
    /// <param name="problem">What is wrong with it, when it is refused.</param>
    /// <returns>The format, or null.</returns>
    public static TimeFormat? Of(string pattern, out string problem)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var fields = new List<(char, int, byte[])>();
        problem = "";
        int i = 0;
        while (i < pattern.Length)
        {
            char c = pattern[i];
            if (c == '\'')
            {
                if (!TryQuoted(pattern, ref i, fields))
                {
                    problem = $"the time pattern '{pattern}' has a quote that does not end";
                    return null;
                }
            }
            else if (c is '[' or ']')
            {
                problem = $"the time pattern '{pattern}' has '{c}', and optional parts are not supported; "
                    + "put it in single quotes to mean the character";
                return null;
            }
            else if (c is '{' or '}' or '#')
            {
                problem = $"the time pattern '{pattern}' has '{c}', which Java reserves; put it in single quotes";
                return null;
            }
            else if (!char.IsAsciiLetter(c))
            {
                int length = char.IsHighSurrogate(c) && i + 1 < pattern.Length ? 2 : 1;
                fields.Add(('\0', 0, Encoding.UTF8.GetBytes(pattern.Substring(i, length))));
                i += length;
            }
            else
            {
                int count = pattern.AsSpan(i).IndexOfAnyExcept(c);
                count = count < 0 ? pattern.Length - i : count;
                if (!IsSupported(c, count))
                {
                    string letters = new(c, count);
                    problem = $"the time pattern '{pattern}' has '{letters}'; supported are the letters "
                        + Letters + WrittenOnly;
                    return null;
                }

                fields.Add((c, count, []));
                i += count;
            }
        }

        return new TimeFormat(fields);
    }

    /// <summary>The first field of one of some letters, or a NUL.</summary>
    /// <param name="letters">Letters to look for.</param>
    /// <returns>The letter.</returns>
    internal char FirstOf(string letters)
    {
        foreach ((char letter, _, _) in _fields)
        {
            if (letters.Contains(letter, StringComparison.Ordinal))
            {
                return letter;
            }
        }

        return '\0';
    }

    /// <summary>Writes a wall-clock time.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="target">At least <see cref="MaxLengthBytes"/> long.</param>
    /// <returns>Unit: bytes.</returns>
    public int Write(long localMs, Span<byte> target)
    {
        var parts = new TimeFields(localMs);
        int position = 0;
        foreach ((char letter, int count, byte[] text) in _fields)
        {
            if (letter == '\0')
            {
                text.CopyTo(target[position..]);
                position += text.Length;
            }
            else
            {
                position += TimeFormatWriter.Put(letter, count, parts, target[position..]);
            }
        }

        return position;
    }

    /// <summary>
    /// Reads a wall-clock time. Fields that the pattern lacks are those of 1970-01-01 00:00; a day is cut to the
    /// month's end.
    /// </summary>
    /// <param name="text">Whole text.</param>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="cutDays">Days by which the day lay beyond the month's end. Unit: days.</param>
    /// <returns>Whether the text follows the pattern.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, out long localMs, out int cutDays)
    {
        localMs = 0;
        cutDays = 0;
        var reader = new TimeFormatReader();
        for (int i = 0; i < _fields.Length; i++)
        {
            (char letter, int count, byte[] literal) = _fields[i];
            if (letter == '\0')
            {
                if (!text.StartsWith(literal))
                {
                    return false;
                }

                text = text[literal.Length..];
                continue;
            }

            bool isNumberNext = i + 1 < _fields.Length && _fields[i + 1].Letter is not ('\0' or 'a' or 'E');
            if (!reader.TryField(letter, count, isNumberNext, ref text))
            {
                return false;
            }
        }

        return text.Length == 0 && reader.TryFinish(out localMs, out cutDays);
    }

    private static bool IsSupported(char letter, int count) => letter switch
    {
        'M' or 'E' or 'L' or 'Q' or 'q' or 'e' or 'G' => count <= 4,
        'c' => count is 1 or 3 or 4,
        'w' => count <= 2,
        'W' => count == 1,
        'S' => count <= 9,
        'a' => count == 1,
        'D' => count <= 3,
        'y' or 'u' or 'Y' => count <= 9,
        _ => Letters.Contains(letter, StringComparison.Ordinal) && count <= 2,
    };

    // Two quotes are one, inside quotes and outside.
    private static bool TryQuoted(string pattern, ref int i, List<(char, int, byte[])> fields)
    {
        if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
        {
            fields.Add(('\0', 0, "'"u8.ToArray()));
            i += 2;
            return true;
        }

        var text = new StringBuilder();
        for (i++; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                text.Append(pattern[i]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                text.Append('\'');
                i++;
            }
            else
            {
                i++;
                fields.Add(('\0', 0, Encoding.UTF8.GetBytes(text.ToString())));
                return true;
            }
        }

        return false;
    }
}
