using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HotPath.Daemon.CommandLine;

/// <summary>The help of a command, followed by examples to copy.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help;
    private readonly string _examples;

    private HelpWithExamples(HelpAction help, string examples)
    {
        _help = help;
        _examples = examples;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command a help option of its own.</summary>
    /// <param name="command">Command.</param>
    /// <param name="examples">Lines to copy.</param>
    public static void Attach(Command command, string examples)
    {
        var option = new HelpOption("--help", "-h") { Description = "Shows this help" };
        option.Action = new HelpWithExamples((HelpAction)option.Action!, examples);
        command.Options.Add(option);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine($"Examples:\n{_examples}");
        return code;
    }
}
