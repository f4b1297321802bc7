using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Sql.Binding;
using HotPath.Sql.Planning;
using HotPath.Sql.Syntax;

namespace HotPath.Sql;

/// <summary>The front end's front door: scripts in, a compiled plan or every error of them out.</summary>
public static class SqlCompiler
{
    private const System.StringComparison Ordinal = System.StringComparison.Ordinal;

    /// <summary>Compiles scripts, read in order as one session.</summary>
    /// <param name="scripts">Scripts.</param>
    /// <param name="variables">Values of <c>${NAME}</c>; null for text that is substituted already.</param>
    /// <param name="validation">Checks the options of tables, or <see langword="null"/>.</param>
    /// <returns>The plan, or what is wrong.</returns>
    public static CompileResult Compile(
        IReadOnlyList<ScriptText> scripts,
        IReadOnlyDictionary<string, string>? variables,
        ITableValidation? validation = null)
    {
        System.ArgumentNullException.ThrowIfNull(scripts);
        return Compile(scripts, variables, validation, codecs: string.Empty);
    }

    private static CompileResult Compile(
        IReadOnlyList<ScriptText> scripts,
        IReadOnlyDictionary<string, string>? variables,
        ITableValidation? validation,
        string codecs)
    {
        var diagnostics = new DiagnosticBag();
        ParsedScript parsed = SqlParser.Parse(scripts, variables);
        diagnostics.Add(parsed.Diagnostics);
        BoundSession session = new SessionBinder(diagnostics).Bind(parsed.Statements);
        OptionChecker? checker = validation is null ? null : new OptionChecker(session, validation, diagnostics);
        checker?.Check();
        if (diagnostics.HasErrors)
        {
            return new CompileResult(null, InOrder(diagnostics.All, scripts));
        }

        codecs = checker?.Codecs() ?? codecs;

        // The last statement of a script may lack its semicolon, and its last line may be a comment.
        string text = string.Join("\n;\n", scripts.Select(script => SqlParser.Substitute(script, variables)));
        return new CompileResult(new Planner(session, text, codecs).Plan(), InOrder(diagnostics.All, scripts));
    }

    /// <summary>Compiles the script inside a plan frame, for replay.</summary>
    /// <param name="planText">Text of the plan frame.</param>
    /// <param name="functions">Assemblies of users' functions, instead of those that the script names.</param>
    /// <returns>The plan, or what is wrong.</returns>
    /// <exception cref="HotPathException">HP2003: the text is not a plan that this version can read.</exception>
    public static CompileResult CompilePlanText(string planText, string? functions = null)
    {
        System.ArgumentNullException.ThrowIfNull(planText);
        string? script = PlanText.ReadScript(planText);
        if (script is null)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                "the log's plan frame is not one that this version of hotpath can read; replay it with the version "
                + "that wrote it");
        }

        string quoted = (functions ?? string.Empty).Replace("'", "''", Ordinal);
        ScriptText[] moved = functions is null
            ? []
            : [new ScriptText("functions", $"SET '{FunctionSettings.Key}' = '{quoted}';")];
        return Compile(
            [new ScriptText("plan frame", script), .. moved],
            variables: null,
            validation: null,
            PlanText.ReadCodecs(planText));
    }

    private static Diagnostic[] InOrder(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<ScriptText> scripts) =>
    [
        .. diagnostics
            .OrderBy(d => IndexOf(scripts, d.Place.File))
            .ThenBy(static d => d.Place.Line)
            .ThenBy(static d => d.Place.Column)
            .Distinct(),
    ];

    private static int IndexOf(IReadOnlyList<ScriptText> scripts, string file)
    {
        for (int i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].File == file)
            {
                return i;
            }
        }

        return scripts.Count;
    }
}
