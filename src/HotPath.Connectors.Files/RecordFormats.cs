using System;
using HotPath.Connectors.Files.Formats;
using HotPath.Connectors.Files.Options;
using HotPath.Connectors.Files.Sbe;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files;

/// <summary>The formats csv, json and sbe, with the options they have in files, for records that come alone.</summary>
public sealed class RecordFormats : IRecordFormats
{
    private const string FormatKey = "format";

    private readonly string _folder;

    /// <summary>Formats of one run.</summary>
    /// <param name="folder">Folder that relative paths to SBE schemas start from.</param>
    public RecordFormats(string folder = ".") => _folder = folder;

    /// <inheritdoc/>
    public RecordFormatKind Read(TableDefinition table, OptionReader options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        string format = options.Required(FormatKey, "write 'format' = 'csv', 'json' or 'sbe'");
        switch (format)
        {
            case "csv":
                _ = CsvOptions.Read(options);
                return RecordFormatKind.Csv;
            case "json":
                _ = JsonOptions.Read(options);
                return RecordFormatKind.Json;
            case "sbe":
                _ = SbeTableBinder.Bind(options, table.Schema, _folder);
                return RecordFormatKind.Sbe;
            default:
                if (format.Length > 0)
                {
                    options.Complain(FormatKey, "must be 'csv', 'json' or 'sbe'");
                }

                return RecordFormatKind.None;
        }
    }

    /// <inheritdoc/>
    public IRecordDecoder Open(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var options = new OptionReader(table.Options);
        return options.Text(FormatKey) switch
        {
            "csv" => new CsvRecordDecoder(table, CsvOptions.Read(options)),
            "json" => new JsonRecordDecoder(table, JsonOptions.Read(options)),
            _ => new SbeRecordDecoder(table, SbeTableBinder.Bind(options, table.Schema, _folder)!),
        };
    }

    /// <summary>Identity of the codec by which records of a table are read: a plan stands on it.</summary>
    /// <param name="table">Table whose options are valid.</param>
    /// <returns>SHA-256 of the schema's files, hexadecimal; null for a table without a codec.</returns>
    public string? Codec(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var options = new OptionReader(table.Options);
        return options.Text(FormatKey) == "sbe" ? SbeTableBinder.Bind(options, table.Schema, _folder)?.Hash : null;
    }
}
