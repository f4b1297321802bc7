using System;
using System.Collections.Generic;

namespace HotPath.Generator.Rows;

/// <summary>
/// Events one by one, without end, by the columns that the text formats have: for whoever wants values and no bytes.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates only while more is under way than ever before.</remarks>
public interface IEventRows
{
    /// <summary>Longest line, and with it the longest text of a column. Unit: bytes.</summary>
    const int LineBytesMax = 8_192;

    /// <summary>Columns, in the order in which csv has them.</summary>
    IReadOnlyList<EventColumn> Columns { get; }

    /// <summary>Whether the record is an event; one that is none has a <see cref="Line"/> and no columns.</summary>
    bool IsEvent { get; }

    /// <summary>Goes on to the next record.</summary>
    void Next();

    /// <summary>Whether the event has a column; NULL otherwise.</summary>
    /// <param name="column">Index.</param>
    /// <returns>Whether it does.</returns>
    bool Has(int column);

    /// <summary>Value of a column that the event has and that is no text.</summary>
    /// <param name="column">Index.</param>
    /// <returns>Unit: that of <see cref="EventValue"/>.</returns>
    long Number(int column);

    /// <summary>Writes a column that the event has and that is a text.</summary>
    /// <param name="column">Index.</param>
    /// <param name="target">Room for <see cref="LineBytesMax"/>.</param>
    /// <returns>Unit: bytes.</returns>
    int Text(int column, Span<byte> target);

    /// <summary>Writes what stands in a file of csv for the record, without the line's end.</summary>
    /// <param name="target">Room for <see cref="LineBytesMax"/>.</param>
    /// <returns>Unit: bytes.</returns>
    int Line(Span<byte> target);
}
