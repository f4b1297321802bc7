using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Conformance.Levels;

/// <summary>One change of a result: which input line caused it, what it does, and its row in exact text
/// forms.</summary>
/// <param name="Line">Input line, from 1; <see cref="EndOfInput"/> for the end. Unit: lines.</param>
/// <param name="Op">+I, -U, +U or -D.</param>
/// <param name="Fields">Values in column order.</param>
public sealed record Change(long Line, string Op, IReadOnlyList<string> Fields)
{
    /// <summary>The line of changes caused by the end of input; greater than every real line.</summary>
    public const long EndOfInput = long.MaxValue;

    private const string Separator = "\u001f";

    /// <summary>The row as one string: equal for equal rows, never equal for different ones.</summary>
    public string Row => string.Join(Separator, Fields);

    /// <summary>+1 for +I and +U, -1 for -U and -D.</summary>
    public int Sign => Op[0] == '+' ? 1 : -1;

    /// <summary>The line as expectation files write it.</summary>
    public string LineText => Line == EndOfInput ? "EOF" : Line.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Makes a row key readable again.</summary>
    /// <param name="row">A <see cref="Row"/>, or several parts joined the same way.</param>
    /// <returns>The parts with commas between.</returns>
    public static string Readable(string row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Replace(Separator, ",", StringComparison.Ordinal);
    }

    /// <summary>Joins parts to a key.</summary>
    /// <param name="parts">Parts.</param>
    /// <returns>The key.</returns>
    public static string Key(params IEnumerable<string> parts) => string.Join(Separator, parts);

    /// <inheritdoc/>
    public bool Equals(Change? other) =>
        other is not null && Line == other.Line && Op == other.Op && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Line.GetHashCode();

    /// <summary>The change as expectation files write it.</summary>
    /// <returns>Line, op and values.</returns>
    public override string ToString() => $"{LineText},{Op},{string.Join(",", Fields)}";
}
