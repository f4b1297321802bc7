using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Connectors.Files.Sbe;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Framing;

namespace HotPath.Connectors.Files.Options;

/// <summary>Options of the sbe format, which is ours.</summary>
internal sealed record SbeOptions
{
    /// <summary>Key of the schema.</summary>
    public const string SchemaKey = "sbe.schema";

    /// <summary>Key of the messages.</summary>
    public const string MessageKey = "sbe.message";

    private const string FramingKey = "sbe.framing";
    private const string MemberKey = "sbe.column.";
    private const string UnitKey = "sbe.time-unit.";

    /// <summary>'sbe.schema': an XML file.</summary>
    public string SchemaPath { get; private init; } = string.Empty;

    /// <summary>'sbe.message': one name, several with semicolons between them, or <c>*</c> for all.</summary>
    public IReadOnlyList<string> Messages { get; private init; } = [];

    /// <summary>'sbe.framing'. Default: sofh.</summary>
    public string Framing { get; private init; } = MessageFraming.Simple;

    /// <summary>'sbe.column.C': the member that column C stands for, where its name does not say it.</summary>
    public IReadOnlyDictionary<string, string> Members { get; private init; } = new Dictionary<string, string>();

    /// <summary>'sbe.time-unit.C': unit of a number that the schema does not call a time.</summary>
    public IReadOnlyDictionary<string, string> Units { get; private init; } = new Dictionary<string, string>();

    /// <summary>Key of the option for the member of a column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <returns>The key.</returns>
    public static string MemberKeyOf(string column) => MemberKey + column;

    /// <summary>Reads the options.</summary>
    /// <param name="reader">Options of the table.</param>
    /// <param name="columns">Columns of the table.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static SbeOptions Read(OptionReader reader, RowSchema columns)
    {
        string messages = reader.Required(
            MessageKey, "write 'sbe.message' = '<message>', several with ';' between them, or '*' for all");
        var options = new SbeOptions
        {
            SchemaPath = reader.Required(SchemaKey, "write 'sbe.schema' = '<schema.xml>'"),
            Messages = messages.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Framing = reader.Text(FramingKey) ?? MessageFraming.Simple,
            Members = OfColumns(reader, columns, MemberKey),
            Units = OfColumns(reader, columns, UnitKey),
        };
        if (options.Framing is not (MessageFraming.Simple or MessageFraming.Length))
        {
            reader.Complain(
                FramingKey,
                "must be 'sofh' (uint32 length and encoding type, big-endian) or 'length' (uint32 length, "
                + "little-endian): without a length in front, a message of a newer version has no end");
        }

        foreach ((string column, string unit) in options.Units.Where(static u => SbeTypeRules.UnitNs(u.Value) == 0))
        {
            reader.Complain(UnitKey + column, "must be 'second', 'millisecond', 'microsecond' or 'nanosecond'");
        }

        return options;
    }

    private static Dictionary<string, string> OfColumns(OptionReader reader, RowSchema columns, string key)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Column column in columns.Columns.Where(column => reader.Has(key + column.Name)))
        {
            values.Add(column.Name, reader.Text(key + column.Name)!);
        }

        return values;
    }
}
