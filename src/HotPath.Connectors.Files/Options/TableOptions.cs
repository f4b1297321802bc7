using System;
using System.Collections.Generic;
using HotPath.Connectors.Files.Datagen;
using HotPath.Connectors.Files.Input;
using HotPath.Connectors.Files.Sbe;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Options;

/// <summary>The WITH options of a table, read and checked for what the table is used as.</summary>
internal sealed record TableOptions
{
    /// <summary>'connector'.</summary>
    public ConnectorKind Connector { get; private init; }

    /// <summary>'format'; none for connectors without files.</summary>
    public FormatKind Format { get; private init; }

    /// <summary>'path' as written.</summary>
    public string Path { get; private init; } = string.Empty;

    /// <summary>Options of the csv format.</summary>
    public CsvOptions Csv { get; private init; } = new();

    /// <summary>Options of the json format.</summary>
    public JsonOptions Json { get; private init; } = new();

    /// <summary>The table of the sbe format, bound; null for other formats and after a problem.</summary>
    public SbeTable? Sbe { get; private init; }

    /// <summary>Options of the datagen connector.</summary>
    public DatagenOptions Datagen { get; private init; } = new();

    /// <summary>'print-identifier'.</summary>
    public string? PrintIdentifier { get; private init; }

    /// <summary>'standard-error' of a print sink.</summary>
    public bool IsStandardError { get; private init; }

    /// <summary>Reads the options of a table that is read from.</summary>
    /// <param name="table">Table.</param>
    /// <param name="problems">Everything that is wrong; empty when the options can be used.</param>
    /// <param name="folder">Folder that relative paths start from.</param>
    /// <returns>The options.</returns>
    public static TableOptions ReadSource(
        TableDefinition table, out IReadOnlyList<string> problems, string folder = ".")
    {
        var reader = new OptionReader(table.Options);
        ConnectorKind connector = ReadConnector(reader, isSource: true);
        _ = WatermarkAlignment.Read(reader);
        TableOptions options = connector switch
        {
            ConnectorKind.Filesystem => ReadFilesystem(reader, table.Schema, folder, isSource: true),
            ConnectorKind.Datagen => new TableOptions { Datagen = DatagenOptions.Read(reader, table.Schema) },
            _ => new TableOptions(),
        };
        return Finish(options with { Connector = connector }, reader, out problems);
    }

    /// <summary>Reads the options of a table that is written to.</summary>
    /// <param name="sink">Sink of the role table.</param>
    /// <param name="problems">Everything that is wrong; empty when the options can be used.</param>
    /// <returns>The options.</returns>
    public static TableOptions ReadSink(SinkDefinition sink, out IReadOnlyList<string> problems)
    {
        var reader = new OptionReader(sink.Options);
        ConnectorKind connector = ReadConnector(reader, isSource: false);
        TableOptions options = connector switch
        {
            ConnectorKind.Filesystem => ReadFilesystem(reader, sink.Schema, folder: ".", isSource: false),
            ConnectorKind.Print => new TableOptions
            {
                PrintIdentifier = reader.Text("print-identifier"),
                IsStandardError = reader.Flag("standard-error"),
            },
            _ => new TableOptions(),
        };
        return Finish(options with { Connector = connector }, reader, out problems);
    }

    /// <summary>Turns problems into the one exception that lists them.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="problems">Problems, perhaps none.</param>
    /// <exception cref="HotPathException">HP1001: there are problems.</exception>
    public static void ThrowIfAny(string table, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new HotPathException(ErrorCode.ConfigurationInvalid, $"table {table}: {string.Join("; ", problems)}");
        }
    }

    private static TableOptions Finish(TableOptions options, OptionReader reader, out IReadOnlyList<string> problems)
    {
        if (options.Connector != ConnectorKind.None)
        {
            bool hasFormat = options.Format != FormatKind.None;
            string format = hasFormat ? $" with format '{reader.Text("format")}'" : string.Empty;
            reader.ComplainAboutUnknown($"connector '{reader.Text("connector")}'{format}");
        }

        problems = [.. reader.Problems];
        return options;
    }

    private static ConnectorKind ReadConnector(OptionReader reader, bool isSource)
    {
        string name = reader.Required(
            "connector", "write 'connector' = 'filesystem', 'datagen', 'tcp', 'print' or 'blackhole'");
        ConnectorKind kind = name switch
        {
            "filesystem" => ConnectorKind.Filesystem,
            "datagen" => ConnectorKind.Datagen,
            "print" => ConnectorKind.Print,
            "blackhole" => ConnectorKind.Blackhole,
            _ => ConnectorKind.None,
        };
        if (name == "tcp" && !isSource)
        {
            reader.Complain("connector", "can only be read, but a statement writes to the table");
        }
        else if (kind == ConnectorKind.None && name.Length > 0)
        {
            reader.Complain("connector", "must be 'filesystem', 'datagen', 'tcp', 'print' or 'blackhole'");
        }
        else if (isSource && kind is ConnectorKind.Print or ConnectorKind.Blackhole)
        {
            reader.Complain("connector", "can only be written to, but a statement reads the table");
        }
        else if (!isSource && kind == ConnectorKind.Datagen)
        {
            reader.Complain("connector", "can only be read, but a statement writes to the table");
        }

        return kind;
    }

    private static TableOptions ReadFilesystem(OptionReader reader, RowSchema columns, string folder, bool isSource)
    {
        string path = reader.Required("path", "write 'path' = '<file, folder or ->'");
        string format = reader.Required("format", "write 'format' = 'csv', 'json' or 'sbe'");
        FormatKind kind = format switch
        {
            "csv" => FormatKind.Csv,
            "json" => FormatKind.Json,
            "hotpath-log" => FormatKind.RecordedLog,
            "sbe" => FormatKind.Sbe,
            _ => FormatKind.None,
        };
        if (kind == FormatKind.None && format.Length > 0)
        {
            reader.Complain("format", "must be 'csv', 'json', 'sbe' or 'hotpath-log'");
        }
        else if (kind == FormatKind.RecordedLog && (!isSource || path == InputFiles.StandardInput))
        {
            reader.Complain("format", "is read from files only; record one with 'hotpath import' or '--record'");
        }

        else if (kind == FormatKind.Sbe && !isSource)
        {
            reader.Complain("format", "is read only; write 'csv' or 'json'");
        }

        if (!isSource && path == InputFiles.StandardInput)
        {
            reader.Complain("path", "stands for standard input; use 'connector' = 'print' to write to the terminal");
        }
        else if (!isSource && path.EndsWith(".gz", StringComparison.Ordinal))
        {
            reader.Complain("path", "ends in .gz, but what a sink writes is not compressed; leave .gz out");
        }

        foreach (string key in (string[])["source.monitor-interval", "source.path.regex-pattern"])
        {
            if (reader.Has(key))
            {
                _ = reader.Text(key);
                reader.Complain(key, "watching a folder is not supported; name the files that are there in 'path'");
            }
        }

        return new TableOptions
        {
            Format = kind,
            Path = path,
            Csv = kind == FormatKind.Csv ? CsvOptions.Read(reader) : new CsvOptions(),
            Json = kind == FormatKind.Json ? JsonOptions.Read(reader) : new JsonOptions(),
            Sbe = kind == FormatKind.Sbe ? SbeTableBinder.Bind(reader, columns, folder) : null,
        };
    }
}
