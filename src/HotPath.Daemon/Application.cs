using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon;

/// <summary>From arguments to an exit code; the only place where exceptions end.</summary>
internal sealed class Application
{
    private readonly ConsoleStreams _streams;
    private readonly ICommands _commands;

    /// <summary>An application.</summary>
    /// <param name="streams">Standard streams.</param>
    /// <param name="commands">What the commands do.</param>
    public Application(ConsoleStreams streams, ICommands commands)
    {
        _streams = streams;
        _commands = commands;
    }

    /// <summary>Runs one command.</summary>
    /// <param name="args">Arguments.</param>
    /// <returns>Exit code.</returns>
    public int Run(string[] args)
    {
        RootCommand root = CommandTree.Create(_commands);
        if (args.Length > 0 && !args[0].StartsWith('-') && root.Subcommands.All(command => command.Name != args[0]))
        {
            // Before parsing: the help of the root would otherwise answer for a command that does not exist.
            string known = string.Join(", ", root.Subcommands.Where(static command => !command.Hidden)
                .Select(static command => command.Name));
            _streams.Messages.WriteLine($"hotpath: unknown command '{args[0]}'; the commands are {known}");
            _streams.Messages.WriteLine("See 'hotpath --help'.");
            return (int)ExitCode.Usage;
        }

        ParseResult parsed = root.Parse(
            args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                return ReportUsage(parsed, parsed.Errors.Select(static error => error.Message));
            }

            if (parsed.CommandResult.Children.FirstOrDefault(IsEmpty) is { } empty)
            {
                return ReportUsage(
                    parsed, [$"{NameOf(empty)} '': must not be empty; is a variable of the shell not set?"]);
            }

            var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
            using var help = new StreamWriter(output) { AutoFlush = true };
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = help,
                Error = _streams.Messages,
            });
        }
#pragma warning disable CA1031 // the last handler: everything must become one line and an exit code
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (int)ErrorReporter.Report(error, _streams.Messages, _streams.DetailsFolder);
        }
    }

    // Nothing takes an empty word: no path, no name, no number.
    private static bool IsEmpty(SymbolResult result) => result.Tokens.Any(static token => token.Value.Length == 0);

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => string.Empty,
    };

    private int ReportUsage(ParseResult parsed, IEnumerable<string> problems)
    {
        string command = NameOf(parsed.CommandResult);
        foreach (string problem in problems)
        {
            _streams.Messages.WriteLine($"{command}: {problem}");
        }

        _streams.Messages.WriteLine($"See '{command} --help'.");
        return (int)ExitCode.Usage;
    }

    private static string NameOf(CommandResult result) => result.Command is RootCommand
        ? "hotpath"
        : result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : result.Command.Name;
}
