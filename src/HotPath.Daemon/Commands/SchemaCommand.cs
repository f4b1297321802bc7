using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Reports;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Evolution;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath schema</c>: answers to standard output, what is wrong with a schema to standard error.</summary>
internal sealed class SchemaCommand
{
    // Not an ExitCode: scripts of CI expect 0, 1 and 2, and an internal error must fail them like a breaking change.
    private const int Breaking = 1;

    private static readonly JsonWriterOptions Json =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConsoleStreams _streams;

    /// <summary>The command.</summary>
    /// <param name="streams">Standard streams.</param>
    public SchemaCommand(ConsoleStreams streams) => _streams = streams;

    /// <summary>Answers.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="HotPathException">
    /// HP1004: a message is damaged. HP2001: a file cannot be read. HP2002: code cannot be written.
    /// </exception>
    public int Run(SchemaArguments arguments)
    {
        bool isFolder = Directory.Exists(arguments.Paths[0]);
        IEnumerable<string> files = arguments.Action == SchemaAction.Check ? arguments.Paths : arguments.Paths.Take(1);
        SchemaFolder schemas = isFolder && arguments.Action == SchemaAction.Check && arguments.Paths.Count == 1
            ? SchemaFolder.Read(arguments.Paths[0])
            : SchemaFolder.ReadFiles(files);
        foreach (SchemaDiagnostic finding in schemas.Diagnostics)
        {
            _streams.Messages.WriteLine(finding);
        }

        if (schemas.HasErrors && !(arguments.Action == SchemaAction.Check && schemas.AreComparable))
        {
            return (int)ExitCode.Usage;
        }

        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        return arguments.Action switch
        {
            SchemaAction.Check => Check(schemas, arguments, isFolder, output),
            SchemaAction.Dump => Dump(schemas.Schemas[0], arguments, output),
            SchemaAction.Columns => Columns(schemas.Schemas[0], arguments.Message!, output),
            SchemaAction.Encode => new SchemaEncoding(schemas.Schemas[0], arguments.Message!, arguments.Framing!)
                .Write(arguments.Paths[1], Read(arguments.Paths[1]), output),
            SchemaAction.Generate => Generate(schemas.Schemas[0], arguments),
            _ => Layout(schemas.Schemas[0], arguments.IsJson, output),
        };
    }

    private int Check(SchemaFolder schemas, SchemaArguments arguments, bool isFolder, OutputPipe output)
    {
        if (schemas.Schemas.Count == 0 || (!isFolder && schemas.Schemas.Count < 2))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"nothing to compare in {string.Join(", ", arguments.Paths)}; give two schemas, or a folder with them");
        }

        GateMode mode = arguments.Mode ?? (isFolder ? GateMode.Transitive : GateMode.Full);
        IReadOnlyList<GatePair> pairs = isFolder
            ? CompatibilityGate.Check(schemas.Schemas, mode)
            : [CompatibilityGate.Check(schemas.Schemas[0], schemas.Schemas[1], mode)];
        if (arguments.IsJson)
        {
            using var json = new Utf8JsonWriter(output, Json);
            GateJson.Write(json, pairs);
        }
        else
        {
            using var text = new StreamWriter(output);
            WriteVerdicts(pairs, text);
        }

        int breaking = pairs.Count(static pair => pair.Verdict == EvolutionSeverity.Breaking);
        string versions = Quantity.Count(schemas.Schemas.Count, "schema");
        _streams.Messages.WriteLine(
            breaking == 0
                ? $"{versions}, {Quantity.Count(pairs.Count, "pair")}: compatible"
                : $"{versions}, {Quantity.Count(pairs.Count, "pair")}: {breaking} breaking");
        return breaking > 0 ? Breaking : (int)(schemas.HasErrors ? ExitCode.Usage : ExitCode.Ok);
    }

    private static void WriteVerdicts(IReadOnlyList<GatePair> pairs, StreamWriter text)
    {
        foreach (GatePair pair in pairs)
        {
            text.WriteLine($"{pair.Old.Path} -> {pair.New.Path}: {GateJson.Word(pair.Verdict)}");
            foreach (EvolutionFinding finding in pair.Findings.OrderByDescending(static f => f.Severity))
            {
                text.WriteLine($"  {finding}");
            }
        }
    }

    private int Dump(PublishedSchema schema, SchemaArguments arguments, OutputPipe output)
    {
        byte[] frame = Read(arguments.Paths[1]);
        var decoder = new MessageDecoder(schema.Schema);
        if (MessageFraming.Find(arguments.Framing!, schema.Schema.ByteOrder) is { } framing)
        {
            return new FramedDump(decoder, framing, arguments.IsJson).Write(arguments.Paths[1], frame, output);
        }

        SbeError error = decoder.Check(frame, out DecodedMessage decoded);
        if (error.IsError)
        {
            throw new HotPathException(
                ErrorCode.SbeInvalid, $"{arguments.Paths[1]}: no message of {schema.Path}: {error}");
        }

        if (arguments.IsJson)
        {
            using var json = new Utf8JsonWriter(output, Json);
            MessageDump.WriteJson(json, decoder, frame, decoded);
        }
        else
        {
            using var text = new StreamWriter(output);
            MessageDump.WriteText(text, decoder, frame, decoded);
        }

        int leftBytes = frame.Length - decoded.ConsumedBytes;
        if (leftBytes > 0)
        {
            _streams.Messages.WriteLine(
                decoded.IsTailUnread
                    ? $"{Quantity.Count(leftBytes, "byte")} left: members of a newer version"
                    : $"{Quantity.Count(leftBytes, "byte")} left behind the message");
        }

        return (int)ExitCode.Ok;
    }

    private static int Layout(PublishedSchema schema, bool isJson, OutputPipe output)
    {
        if (isJson)
        {
            using var json = new Utf8JsonWriter(output, Json);
            LayoutWriter.Write(json, schema.Schema, Path.GetFileName(schema.Path));
        }
        else
        {
            using var text = new StreamWriter(output);
            LayoutTable.Write(text, schema.Schema);
        }

        return (int)ExitCode.Ok;
    }

    private static int Columns(PublishedSchema schema, string name, OutputPipe output)
    {
        using var text = new StreamWriter(output);
        TableScript.Write(text, schema, MessageNames.Find(schema, name));
        return (int)ExitCode.Ok;
    }

    private int Generate(PublishedSchema schema, SchemaArguments arguments)
    {
        string folder = arguments.OutputFolder!;
        ModelList<GeneratedFile> files = CodecEmitter.Emit(schema.Schema, arguments.CodeNamespace);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (GeneratedFile file in files)
            {
                File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
            }
        }
        catch (System.Exception error) when (error is IOException or System.UnauthorizedAccessException)
        {
            throw new HotPathException(ErrorCode.OutputUnwritable, $"cannot write code: {error.Message}", error);
        }

        _streams.Messages.WriteLine($"{Quantity.Count(files.Count, "file")} written to {folder}");
        return (int)ExitCode.Ok;
    }

    private byte[] Read(string path)
    {
        try
        {
            if (path != "-")
            {
                return File.ReadAllBytes(path);
            }

            using var copy = new MemoryStream();
            using Stream input = _streams.OpenInput();
            input.CopyTo(copy);
            return copy.ToArray();
        }
        catch (System.Exception error) when (error is IOException or System.UnauthorizedAccessException)
        {
            throw new HotPathException(ErrorCode.InputUnreadable, $"cannot read '{path}': {error.Message}", error);
        }
    }
}
