using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files.Datagen;
using HotPath.Connectors.Files.Formats;
using HotPath.Connectors.Files.Input;
using HotPath.Connectors.Files.Options;
using HotPath.Connectors.Files.Recorded;
using HotPath.Connectors.Files.Sbe;
using HotPath.Connectors.Files.Sinks;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using HotPath.Foundation.Memory;
using HotPath.Journal.Log;

namespace HotPath.Connectors.Files;

/// <summary>
/// The connectors that need nothing installed, with Flink's names and options: filesystem (csv, json, sbe, and
/// hotpath-log for a recorded log), datagen, print, blackhole; the output of bare SELECTs; the dead-letter log.
/// </summary>
/// <remarks>
/// A source path is a file, a folder (its files in ordinal order of their names, those with '.' or '_' in front left
/// out) or <c>-</c>; a sink path is one file. Threading: open from one thread; each source and sink then belongs to
/// one.
/// Source: specs/flink-semantics.md 2.1.
/// </remarks>
public sealed class FileConnectors : IConnectors
{
    private readonly FileConnectorOptions _options;
    private readonly List<string> _deadLetterExamples = [];
    private readonly OutputTurn _results = new();
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);
    private readonly List<(string Table, SbeSource Source)> _messageSources = [];

    /// <summary>Connectors for one run.</summary>
    /// <param name="options">Streams, folder, zone and limits of the run.</param>
    /// <exception cref="HotPathException">HP1001: a limit out of range.</exception>
    public FileConnectors(FileConnectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Check("record limit", options.RecordBytesMax, 16, 256 * 1024 * 1024);
        Check("chunk", options.ChunkBytes, 1, 16 * 1024 * 1024);
    }

    /// <summary>The first dead letters of the run as lines of JSON, at most five.</summary>
    public IReadOnlyList<string> DeadLetterExamples => _deadLetterExamples;

    /// <summary>
    /// Messages that tables of format sbe passed over because they are of other templates or schemas, by table; stale
    /// until the run has ended. Unit: messages.
    /// </summary>
    public IReadOnlyDictionary<string, long> PassedOver => _messageSources
        .GroupBy(static s => s.Table, StringComparer.Ordinal)
        .ToDictionary(static t => t.Key, static t => t.Sum(static s => s.Source.PassedOver), StringComparer.Ordinal);

    /// <summary>Identity of the codec by which a table is read: a plan stands on it.</summary>
    /// <param name="table">Table whose options are valid.</param>
    /// <returns>SHA-256 of the schema's files, hexadecimal; null for a table without a codec.</returns>
    public static string? Codec(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TableOptions.ReadSource(table, out _).Sbe?.Hash;
    }

    /// <summary>Everything that is wrong with the options of a table that statements read.</summary>
    /// <param name="table">Table.</param>
    /// <returns>
    /// One sentence a problem, with key, value, rule and remedy, without the table's name; empty when there is none.
    /// </returns>
    public static IReadOnlyList<string> Validate(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _ = TableOptions.ReadSource(table, out IReadOnlyList<string> problems);
        return problems;
    }

    /// <summary>Everything that is wrong with the options of a sink.</summary>
    /// <param name="sink">Sink.</param>
    /// <returns>
    /// One sentence a problem, with key, value, rule and remedy, without the table's name; empty when there is none.
    /// </returns>
    public static IReadOnlyList<string> Validate(SinkDefinition sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (sink.Role == SinkRole.Table)
        {
            _ = TableOptions.ReadSink(sink, out IReadOnlyList<string> problems);
            return problems;
        }

        var reader = new OptionReader(sink.Options);
        if (sink.Role == SinkRole.DeadLetters)
        {
            _ = reader.Text("path");
        }

        reader.ComplainAboutUnknown(sink.Name);
        return reader.Problems;
    }

    /// <summary>Whether a sink takes changes of rows, and not only new rows: a file can only be appended to.</summary>
    /// <param name="sink">Sink.</param>
    /// <returns>Whether it does.</returns>
    public static bool TakesUpdates(SinkDefinition sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink.Role != SinkRole.Table
            || TableOptions.ReadSink(sink, out _).Connector is ConnectorKind.Print or ConnectorKind.Blackhole;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(heap);
        TableOptions options = TableOptions.ReadSource(
            table, out IReadOnlyList<string> problems, _options.WorkingDirectory);
        TableOptions.ThrowIfAny(table.Name, problems);
        var sources = new List<ITableSource>();
        try
        {
            if (options.Connector == ConnectorKind.Datagen)
            {
                sources.Add(OpenDatagen(table, options, heap));
            }
            else if (options.Path == InputFiles.StandardInput)
            {
                sources.Add(OpenFile(table, options, OpenPipe(), heap, fileIndex: 0));
            }
            else
            {
                IReadOnlyList<string> files = InputFiles.Expand(FullPath(options.Path), table.Name);
                foreach (string file in files)
                {
                    NoteInput(file, table.Name);
                    sources.Add(options.Format == FormatKind.RecordedLog
                        ? OpenLog(table, file, heap, sources.Count, isOnly: files.Count == 1)
                        : OpenFile(table, options, OpenPath(file, table.Name), heap, sources.Count));
                }
            }

            return sources;
        }
        catch (HotPathException)
        {
            sources.ForEach(static source => source.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(sink);
        TableOptions.ThrowIfAny(sink.Name, Validate(sink));
        return sink.Role switch
        {
            SinkRole.Select => new RowSink(
                ResultFormat(sink), Standard(sink, isError: false, resume), resume, _results),
            SinkRole.DeadLetters => new RowSink(
                new DeadLetterFormat(_deadLetterExamples), DeadLetterOutput(sink, resume), resume),
            _ => OpenTableSink(sink, TableOptions.ReadSink(sink, out _), resume),
        };
    }

    private static void Check(string what, int valueBytes, int least, int most)
    {
        if (valueBytes < least || valueBytes > most)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"{what} of {valueBytes} bytes: must be from {least} to {most} bytes");
        }
    }

    private PipeInput OpenPipe() => new(
        "stdin", () => new StreamInput("stdin", _options.StandardInput, isOwned: false), _options.ChunkBytes);

    // A named pipe is silent at times, as standard input is, and before anybody writes to it.
    private ByteInput OpenPath(string path, string table)
    {
        if (FileStatus.Of(path)?.Kind == FileKind.Pipe)
        {
            return new PipeInput(path, () => InputFiles.Open(path, table), _options.ChunkBytes);
        }

        ByteInput input = InputFiles.Open(path, table);
        return input.IsReplayable ? input : new PipeInput(path, () => input, _options.ChunkBytes);
    }

    private ITableSource OpenDatagen(TableDefinition table, TableOptions options, NativeHeap heap) =>
        options.Datagen.Events is { } events
            ? new EventDatagenSource(table, events, AnswersOf(table, events), SeedOr(events), _options.StopAfterRecords)
            : new DatagenSource(
                table, options.Datagen, heap, _options.DatagenSeed ?? 0, _options.StopAfterRecords);

    private ulong SeedOr(EventDatagenOptions events) => events.Seed ?? _options.DatagenSeed ?? events.DefaultSeed;

    private DatagenAnswers? AnswersOf(TableDefinition table, EventDatagenOptions events) =>
        events.AnswersPath is { } path ? new DatagenAnswers(table.Name, path, FullPath(path)) : null;

    private RecordedLogSource OpenLog(TableDefinition table, string file, NativeHeap heap, int fileIndex, bool isOnly)
    {
        LogReader reader = LogReader.Open(file, heap, followsChain: false);
        try
        {
            return new RecordedLogSource(table, reader, fileIndex, isOnly, _options.StopAfterRecords);
        }
        catch (HotPathException)
        {
            reader.Dispose();
            throw;
        }
    }

    private FileSource OpenFile(
        TableDefinition table, TableOptions options, ByteInput input, NativeHeap heap, int fileIndex)
    {
        var buffer = new InputBuffer(
            input, heap, _options.ChunkBytes, _options.RecordBytesMax, isText: options.Format != FormatKind.Sbe);
        switch (options.Format)
        {
            case FormatKind.Json:
                return new JsonSource(table, options.Json, buffer, fileIndex, _options.StopAfterRecords);
            case FormatKind.Sbe:
                var source = new SbeSource(table, options.Sbe!, buffer, fileIndex, _options.StopAfterRecords);
                _messageSources.Add((table.Name, source));
                return source;
            default:
                return new CsvSource(table, options.Csv, buffer, fileIndex, _options.StopAfterRecords);
        }
    }

    private ITableSink OpenTableSink(SinkDefinition sink, TableOptions options, SinkCursor? resume)
    {
        switch (options.Connector)
        {
            case ConnectorKind.Blackhole:
                return new BlackholeSink(resume);
            case ConnectorKind.Print:
                var print = new PrintRowFormat(options.PrintIdentifier);
                return new RowSink(print, Standard(sink, options.IsStandardError, resume), resume);
            default:
                IRowFormat format = options.Format == FormatKind.Json
                    ? new JsonRowFormat(options.Json, sink.Schema)
                    : new CsvRowFormat(options.Csv);
                return new RowSink(format, FileOutput(options.Path, sink.Name, resume), resume);
        }
    }

    private IRowFormat ResultFormat(SinkDefinition sink) => _options.Output switch
    {
        OutputFormat.Csv => new ResultCsvFormat(sink.Schema, _options.SessionZone),
        OutputFormat.Ndjson => new ResultJsonFormat(sink.Schema, _options.SessionZone),
        _ => new ResultTableFormat(sink.Schema, _options.SessionZone),
    };

    private SinkOutput Standard(SinkDefinition sink, bool isError, SinkCursor? resume) => new(
        $"sink {sink.Name}: standard {(isError ? "error" : "output")}",
        isError ? _options.StandardError : _options.StandardOutput,
        resume);

    private SinkOutput DeadLetterOutput(SinkDefinition sink, SinkCursor? resume) =>
        sink.Options.TryGetValue("path", out string? path)
            ? FileOutput(path, sink.Name, resume)
            : new SinkOutput(sink.Name, stream: null, resume);

    private SinkOutput FileOutput(string path, string sink, SinkCursor? resume)
    {
        string full = FullPath(path);
        if (_inputs.Contains(full))
        {
            throw Conflict(full, sink, "is also read by this run");
        }

        if (!_outputs.TryAdd(full, sink))
        {
            throw Conflict(full, sink, $"is also written by {_outputs[full]}");
        }

        return _options.OnComparison is null ? SinkOutput.Open(full, sink, resume) : Compared(full, sink, resume);
    }

    private SinkOutput Compared(string path, string sink, SinkCursor? resume)
    {
        var comparison = new ComparedFileStream(path, sink, resume?.LengthBytes ?? 0);
        _options.OnComparison!(comparison);
        return new SinkOutput($"sink {sink}: '{path}'", comparison, resume);
    }

    private void NoteInput(string file, string table)
    {
        _inputs.Add(file);
        if (_outputs.TryGetValue(file, out string? sink))
        {
            throw Conflict(file, table, $"is also written by {sink}");
        }
    }

    private static HotPathException Conflict(string path, string table, string why) => new(
        ErrorCode.ConfigurationInvalid, $"table {table}: 'path' = '{path}' {why}; give each table a file of its own");

    private string FullPath(string path) => Path.GetFullPath(path, Path.GetFullPath(_options.WorkingDirectory));
}
