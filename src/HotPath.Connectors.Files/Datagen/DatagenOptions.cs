using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>Options of the datagen connector, Flink's names and defaults.</summary>
internal sealed record DatagenOptions
{
    /// <summary>Default of 'rows-per-second'. Unit: rows per second.</summary>
    public const long DefaultRowsPerSecond = 10_000;

    /// <summary>'rows-per-second'. Unit: rows per second.</summary>
    public long RowsPerSecond { get; init; } = DefaultRowsPerSecond;

    /// <summary>
    /// Rows until the end: 'number-of-rows' or the shortest sequence; <see langword="null"/> for no end. Unit: rows.
    /// </summary>
    public long? Rows { get; init; }

    /// <summary>The events that a table is fed with; <see langword="null"/> for made-up columns.</summary>
    public EventDatagenOptions? Events { get; init; }

    /// <summary>One a column.</summary>
    public IReadOnlyList<DatagenField> Fields { get; init; } = [];

    /// <summary>Reads the options.</summary>
    /// <param name="reader">Options of the table.</param>
    /// <param name="schema">Columns of the table.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static DatagenOptions Read(OptionReader reader, RowSchema schema)
    {
        if (reader.Text(EventDatagenOptions.EventsKey) is not null)
        {
            return new DatagenOptions { Events = EventDatagenOptions.Read(reader, schema) };
        }

        long rate = reader.Integer("rows-per-second", 1, long.MaxValue) ?? DefaultRowsPerSecond;
        long? rows = reader.Integer("number-of-rows", 0, long.MaxValue);
        _ = reader.Integer("scan.parallelism", 1, int.MaxValue);
        DatagenField[] fields = [.. schema.Columns.Select(column => DatagenField.Read(reader, column))];
        foreach (DatagenField field in fields.Where(static field => field.IsSequence))
        {
            rows = Math.Min(rows ?? long.MaxValue, field.Values);
        }

        return new DatagenOptions { RowsPerSecond = rate, Rows = rows, Fields = fields };
    }
}
