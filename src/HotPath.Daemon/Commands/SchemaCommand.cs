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
using HotPath.Foundation.Files;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Json;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath schema</c>: answers to standard output, what is wrong with a schema to standard error.</summary>
internal sealed class SchemaCommand
{
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
    /// HP1001: a path, or a name of a message, is none. HP1004: values do not suit a message. HP2001: a file, or a
    /// message in it, cannot be read. HP2002: code cannot be written.
    /// </exception>
    public int Run(SchemaArguments arguments)
    {
        SchemaFolder schemas = ReadSchemas(arguments);
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
            SchemaAction.Check => new SchemaCheck(schemas, arguments, _streams.Messages).Write(output),
            SchemaAction.Dump => Dump(schemas.Schemas[0], arguments, output),
            SchemaAction.Columns => Columns(schemas.Schemas[0], arguments.Message!, output),
            SchemaAction.Encode => new SchemaEncoding(schemas.Schemas[0], arguments.Message!, arguments.Framing!)
                .Write(arguments.Paths[1], Read(arguments.Paths[1]), output),
            SchemaAction.Generate => Generate(schemas.Schemas[0], arguments),
            _ => Layout(schemas.Schemas[0], arguments.IsJson, output),
        };
    }

    private static SchemaFolder ReadSchemas(SchemaArguments arguments)
    {
        bool isCheck = arguments.Action == SchemaAction.Check;
        if (isCheck && arguments.Paths.Count == 1 && Directory.Exists(arguments.Paths[0]))
        {
            return SchemaFolder.Read(arguments.Paths[0]);
        }

        List<string> files = [.. isCheck ? arguments.Paths : arguments.Paths.Take(1)];
        if (files.Find(Directory.Exists) is { } folder)
        {
            string[] found = Directory.GetFiles(folder, "*.xml");
            string one = found.Length == 1 ? $", as {found[0]}" : "";
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"'{folder}' is a folder; give a schema file{one}"
                + (isCheck ? ", or one folder alone with all published versions" : ""));
        }

        return SchemaFolder.ReadFiles(files);
    }

    private int Dump(PublishedSchema schema, SchemaArguments arguments, OutputPipe output)
    {
        new MessageFileDump(schema, arguments.Framing!, arguments.IsJson)
            .Write(arguments.Paths[1], Read(arguments.Paths[1]), output, _streams.Messages);
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
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"cannot read '{path}': " + OpenFailure.Text(path, error, "check path and rights", "give a file in it"),
                error);
        }
    }
}
