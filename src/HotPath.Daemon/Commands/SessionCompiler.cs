using System.Collections.Generic;
using System.IO;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Daemon.Commands;

/// <summary>From scripts to a plan, or to every error of them on standard error.</summary>
internal sealed class SessionCompiler
{
    /// <summary>Name of the text that options of the command line add to the session.</summary>
    public const string CommandLine = "command line";

    private readonly TextWriter _messages;
    private readonly bool _showsWarnings;

    /// <summary>A compiler.</summary>
    /// <param name="messages">Standard error.</param>
    /// <param name="showsWarnings">Whether warnings are printed.</param>
    public SessionCompiler(TextWriter messages, bool showsWarnings)
    {
        _messages = messages;
        _showsWarnings = showsWarnings;
    }

    /// <summary>Compiles the scripts of a session.</summary>
    /// <param name="session">Scripts and variables.</param>
    /// <param name="addition">SQL that the command line adds at the end, or nothing.</param>
    /// <returns>The plan, or <see langword="null"/> after the errors have been printed.</returns>
    public IJobPlan? Compile(SessionArguments session, string addition)
    {
        List<ScriptText> scripts = [.. ScriptFiles.Read(session.Scripts)];
        if (addition.Length > 0)
        {
            scripts.Add(new ScriptText(CommandLine, addition));
        }

        return Plan(SqlCompiler.Compile(scripts, session.Variables, new TableValidation()), scripts);
    }

    /// <summary>Compiles the script inside a recorded log.</summary>
    /// <param name="planText">Text of the log's plan frame.</param>
    /// <returns>The plan, or <see langword="null"/> after the errors have been printed.</returns>
    public IJobPlan? CompilePlanText(string planText) => Plan(SqlCompiler.CompilePlanText(planText), []);

    private IJobPlan? Plan(CompileResult result, IReadOnlyList<ScriptText> scripts)
    {
        var shown = new List<Diagnostic>();
        int errors = 0;
        ErrorCode code = ErrorCode.NotSupported;
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            bool isWarning = diagnostic.Kind == DiagnosticKind.Warning;
            errors += isWarning ? 0 : 1;
            code = diagnostic.Kind == DiagnosticKind.Error ? ErrorCode.ScriptInvalid : code;
            if (!isWarning || _showsWarnings)
            {
                shown.Add(diagnostic);
            }
        }

        DiagnosticPrinter.Print(shown, scripts, _messages);
        if (result.Plan is null)
        {
            string count = errors == 1 ? "1 error" : $"{errors} errors";
            _messages.WriteLine($"hotpath: HP{(int)code}: {count} in the scripts; nothing was run");
        }

        return result.Plan;
    }
}
