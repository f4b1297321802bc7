using System;

namespace HotPath.Sbe.Schema.Diagnostics;

/// <summary>Where something stands in a schema file.</summary>
/// <remarks>
/// All places are equal: a model is compared by what it says, not by where it says it, so that a blank line in a
/// schema does not make a generator run again.
/// </remarks>
public readonly struct SourcePlace : IEquatable<SourcePlace>
{
    /// <summary>Creates a place.</summary>
    /// <param name="file">File as it was named to the reader.</param>
    /// <param name="line">Line, from 1; 0 when it is the file as a whole.</param>
    /// <param name="column">Column, from 1; 0 when it is the file as a whole.</param>
    public SourcePlace(string file, int line, int column)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>File as it was named to the reader; null in a place that nothing was read from.</summary>
    public string? File { get; }

    /// <summary>Line, from 1; 0 when it is the file as a whole.</summary>
    public int Line { get; }

    /// <summary>Column, from 1; 0 when it is the file as a whole.</summary>
    public int Column { get; }

    /// <summary>All places are equal.</summary>
    /// <param name="left">Any place.</param>
    /// <param name="right">Any place.</param>
    /// <returns>True.</returns>
    public static bool operator ==(SourcePlace left, SourcePlace right) => left.Equals(right);

    /// <summary>No two places differ.</summary>
    /// <param name="left">Any place.</param>
    /// <param name="right">Any place.</param>
    /// <returns>False.</returns>
    public static bool operator !=(SourcePlace left, SourcePlace right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SourcePlace other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SourcePlace;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary>The place as compilers print it.</summary>
    /// <returns><c>file(line,column)</c>, or the file alone.</returns>
    public override string ToString() => Line == 0 ? File ?? "" : $"{File}({Line},{Column})";
}
