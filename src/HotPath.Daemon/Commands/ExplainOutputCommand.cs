using System;
using System.IO;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Explanations;
using HotPath.Daemon.Terminals;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath explain-output</c>: the explanation to standard output.</summary>
internal sealed class ExplainOutputCommand
{
    private readonly ConsoleStreams _streams;

    /// <summary>A command.</summary>
    /// <param name="streams">Standard streams.</param>
    public ExplainOutputCommand(ConsoleStreams streams) => _streams = streams;

    /// <summary>Explains an output.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    public int Run(ExplainOutputArguments arguments)
    {
        using ReplayDirectory data = ReplayDirectory.Open(arguments.DataPath);
        var compiler = new SessionCompiler(_streams.Messages, showsWarnings: false);
        if (compiler.CompilePlanText(data.PlanText) is not { } plan)
        {
            return (int)ExitCode.Usage;
        }

        using var console = new JobConsole(_streams, isQuiet: true);
        OutputExplanation explanation;
        try
        {
            explanation = new OutputExplainer(data, plan, console.Signals.Token).Explain(arguments);
        }
        catch (OperationCanceledException)
        {
            return (int)(console.Signals.Received ?? ExitCode.Interrupted);
        }

        data.Starts.WriteDamaged(_streams.Messages);
        Print(explanation, arguments.IsJson);
        return (int)ExitCode.Ok;
    }

    private void Print(OutputExplanation explanation, bool isJson)
    {
        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        if (isJson)
        {
            ExplanationJson.Write(explanation, output);
            return;
        }

        using var text = new StreamWriter(output);
        ExplanationWriter.Write(explanation, text);
    }
}
