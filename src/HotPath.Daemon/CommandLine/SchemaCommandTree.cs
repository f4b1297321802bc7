using System;
using System.CommandLine;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Gate;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath schema</c>.</summary>
internal static class SchemaCommandTree
{
    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command with its subcommands.</returns>
    public static Command Create(ICommands commands)
    {
        var schema = new Command(
            "schema", "SBE schemas: may this version be rolled out, what is in this message, how is it a table")
        {
            Check(commands),
            Columns(commands),
            Dump(commands),
            Encode(commands),
            Layout(commands),
            Generate(commands),
        };
        HelpWithExamples.Attach(
            schema,
            "  hotpath schema check codecs\n  hotpath schema layout codecs/commerce/v1/commerce.xml\n"
            + "  hotpath schema dump codecs/commerce/v1/commerce.xml event.sbe\n"
            + "  hotpath schema columns codecs/commerce/v1/commerce.xml PageView\n"
            + "  hotpath schema encode codecs/commerce/v1/commerce.xml PageView views.jsonl > views.sbe\n"
            + "  hotpath schema generate codecs/commerce/v1/commerce.xml --out Generated");
        return schema;
    }

    private static Command Check(ICommands commands)
    {
        Argument<string[]> paths = new("SCHEMA")
        {
            Description = "The old and the new schema, or one folder with all published versions",
            HelpName = "OLD NEW | DIR",
            Arity = new ArgumentArity(1, 2),
        };
        Option<string?> mode = new("--mode")
        {
            Description = "What must not break: backward (new readers, old data), forward (old readers, new data), "
                + "full (both), transitive (both, every version with every other); full for two files, transitive for "
                + "a folder",
            HelpName = "MODE",
        };
        CommandOptions.TakeOneOf(mode, "backward", "forward", "full", "transitive");
        Option<bool> json = Json();
        var command = new Command(
            "check",
            "Says what a new version does to readers and data of older ones, and what to do instead; exit code 0 "
            + "compatible, warnings only, or a first version; 1 breaking; 2 a schema that is not valid, or not there")
        {
            paths, mode, json,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath schema check codecs/commerce/v1/commerce.xml codecs/commerce/v2/commerce.xml\n"
            + "  hotpath schema check codecs --mode transitive --json");
        command.SetAction(result => commands.Schema(new SchemaArguments(
            SchemaAction.Check,
            result.GetRequiredValue(paths),
            result.GetValue(mode) is { } word ? Enum.Parse<GateMode>(word, ignoreCase: true) : null,
            result.GetValue(json))));
        return command;
    }

    private static Command Dump(ICommands commands)
    {
        Argument<string> schema = Schema();
        Argument<string> message = new("FILE")
        {
            Description = "File with messages, as 'encode' writes them; - is standard input",
            HelpName = "FILE",
        };
        Option<bool> json = Json();
        Option<string> framing = Framing(
            SchemaArguments.AnyFraming, "What stands in front of each message of the file",
            "; none means one message; auto looks at the begin of the file");
        CommandOptions.TakeOneOf(
            framing, MessageFraming.Simple, MessageFraming.Length, MessageFraming.None, SchemaArguments.AnyFraming);
        var command = new Command(
            "dump",
            "Prints the messages of a file: header, and members by name; exit code 0, or 3 when a message cannot be "
            + "read: it is named with its place, the cause and what to do, and those behind it are printed")
        {
            schema, message, framing, json,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath schema dump codecs/commerce/v1/commerce.xml event.sbe --json\n"
            + "  hotpath schema dump codecs/commerce/v1/commerce.xml views.bin --framing length");
        command.SetAction(result => commands.Schema(new SchemaArguments(
            SchemaAction.Dump,
            [result.GetRequiredValue(schema), result.GetRequiredValue(message)],
            IsJson: result.GetValue(json),
            Framing: result.GetRequiredValue(framing))));
        return command;
    }

    private static Command Columns(ICommands commands)
    {
        Argument<string> schema = Schema();
        Argument<string> message = MessageName();
        var command = new Command("columns", "Prints the CREATE TABLE by which a message is read") { schema, message };
        HelpWithExamples.Attach(command, "  hotpath schema columns codecs/commerce/v1/commerce.xml PageView");
        command.SetAction(result => commands.Schema(new SchemaArguments(
            SchemaAction.Columns, [result.GetRequiredValue(schema)], Message: result.GetRequiredValue(message))));
        return command;
    }

    private static Command Encode(ICommands commands)
    {
        Argument<string> schema = Schema();
        Argument<string> message = MessageName();
        Argument<string> values = new("VALUES")
        {
            Description = "File with one JSON object a line, in the form that 'hotpath schema dump --json' gives as "
                + "values: numbers, enums by name, sets as lists of names, composites as objects, groups as lists of "
                + "objects, text as strings, other data as {\"hex\": \"00ff\"}; - is standard input",
            HelpName = "VALUES",
            DefaultValueFactory = static _ => "-",
        };
        Option<string> framing = Framing(MessageFraming.Simple, "What to write in front of each message", "");
        CommandOptions.TakeOneOf(framing, MessageFraming.Simple, MessageFraming.Length, MessageFraming.None);
        var command = new Command(
            "encode",
            "Writes messages to standard output; such files may be put together with cat, and 'hotpath schema dump' "
            + "and tables of format sbe read them without options")
        {
            schema, message, values, framing,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath schema encode codecs/commerce/v1/commerce.xml PageView views.jsonl > views.sbe\n"
            + "  hotpath schema dump codecs/commerce/v1/commerce.xml views.sbe --json");
        command.SetAction(result => commands.Schema(new SchemaArguments(
            SchemaAction.Encode,
            [result.GetRequiredValue(schema), result.GetRequiredValue(values)],
            Message: result.GetRequiredValue(message),
            Framing: result.GetRequiredValue(framing))));
        return command;
    }

    private static Command Layout(ICommands commands)
    {
        Argument<string> schema = Schema();
        Option<bool> json = Json();
        var command = new Command("layout", "Prints offset, size, type and version of every member") { schema, json };
        HelpWithExamples.Attach(command, "  hotpath schema layout codecs/commerce/v1/commerce.xml");
        command.SetAction(result => commands.Schema(new SchemaArguments(
            SchemaAction.Layout, [result.GetRequiredValue(schema)], IsJson: result.GetValue(json))));
        return command;
    }

    private static Command Generate(ICommands commands)
    {
        Argument<string> schema = Schema();
        Option<string> output = new("--out")
        {
            Description = "Folder for the code, created if it is not there; files of the same name are replaced",
            HelpName = "DIR",
            Required = true,
        };
        Option<string?> codeNamespace = new("--namespace")
        {
            Description = "Namespace of the code; that of the schema's package unless given",
            HelpName = "NAME",
        };
        var command = new Command("generate", "Writes encoders and decoders of every message in C#")
        {
            schema, output, codeNamespace,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath schema generate codecs/commerce/v1/commerce.xml --out Generated --namespace Shop.Events");
        command.SetAction(result => commands.Schema(
            new SchemaArguments(SchemaAction.Generate, [result.GetRequiredValue(schema)])
            {
                OutputFolder = result.GetRequiredValue(output),
                CodeNamespace = result.GetValue(codeNamespace),
            }));
        return command;
    }

    private static Argument<string> Schema() =>
        new("SCHEMA") { Description = "SBE schema, an XML file", HelpName = "SCHEMA.xml" };

    private static Argument<string> MessageName() =>
        new("MESSAGE") { Description = "Name of a message of the schema", HelpName = "MESSAGE" };

    private static Option<string> Framing(string fallback, string what, string more)
    {
        Option<string> framing = new("--framing")
        {
            Description = $"{what}: sofh (length and encoding type, big-endian), length (uint32, little-endian) or "
                + $"none{more}",
            HelpName = "FRAMING",
            DefaultValueFactory = _ => fallback,
        };
        return framing;
    }

    private static Option<bool> Json() => new("--json") { Description = "JSON instead of text" };
}
