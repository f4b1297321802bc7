using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Levels;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Conformance.Running;

/// <summary>Runs one case through the engine that <c>hotpath run</c> uses, and compares what comes out.</summary>
public static partial class CaseRunner
{
    // As Flink: the first row that fails ends the run. Source: flink-semantics.md 2.12.
    private static readonly ScriptText FailOnError = new("conformance.sql", "SET 'hotpath.on-error' = 'fail';\n");

    private static readonly JobOptions SmallJob = new()
    {
        ThreadPlan = "ingress+shards+egress",
        ShardCount = 1,
        RingBytes = 1 << 18,
        FrameBytesMax = 1 << 16,
    };

    /// <summary>Runs a case folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What it came to; a case that cannot be read has failed.</returns>
    public static CaseOutcome Run(string folder)
    {
        try
        {
            return Run(ConformanceCase.Read(folder));
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            return new CaseOutcome(Path.GetFileName(folder), CaseOutcomeKind.Failed, $"the case cannot be read: {e.Message}");
        }
    }

    /// <summary>Runs a case.</summary>
    /// <param name="conformanceCase">The case.</param>
    /// <returns>What it came to.</returns>
    public static CaseOutcome Run(ConformanceCase conformanceCase)
    {
        ArgumentNullException.ThrowIfNull(conformanceCase);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hotpath-case-");
        try
        {
            return Run(conformanceCase, WriteInputs(conformanceCase, folder.FullName));
        }
        catch (HotPathException e)
        {
            return new CaseOutcome(conformanceCase.Name, CaseOutcomeKind.Failed, $"the run broke off: {e.Display}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Compiles a case's script.</summary>
    /// <param name="conformanceCase">The case.</param>
    /// <param name="inputs">Values of its variables.</param>
    /// <param name="settings">SET statements that come first.</param>
    /// <returns>The plan, or what is wrong or unsupported.</returns>
    public static CompileResult Compile(
        ConformanceCase conformanceCase, IReadOnlyDictionary<string, string> inputs, string settings = "")
    {
        ArgumentNullException.ThrowIfNull(conformanceCase);
        return SqlCompiler.Compile(
            [FailOnError, new ScriptText("settings.sql", settings), new ScriptText(ConformanceCase.ScriptName, conformanceCase.Script)], inputs);
    }

    /// <summary>Writes the files that a case's tables read.</summary>
    /// <param name="conformanceCase">The case.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>Paths by variable.</returns>
    public static IReadOnlyDictionary<string, string> WriteInputs(ConformanceCase conformanceCase, string folder)
    {
        ArgumentNullException.ThrowIfNull(conformanceCase);
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in InputVariable().Matches(conformanceCase.Script).Select(m => m.Groups[1].Value).Distinct())
        {
            string path = Path.Combine(folder, name.Replace(':', '-') + ".csv");
            File.WriteAllText(path, conformanceCase.InputText(SelectorOf(name)));
            inputs.Add(name, path);
        }

        return inputs;
    }

    private static CaseOutcome Run(ConformanceCase conformanceCase, IReadOnlyDictionary<string, string> inputs)
    {
        CompileResult compiled = Compile(conformanceCase, inputs);
        if (compiled.Plan is not { } plan)
        {
            return Refused(conformanceCase.Name, compiled.Diagnostics);
        }

        Expectation expectation = conformanceCase.Expectation;
        IEnumerable<string> columns = plan.Sinks[plan.Statements[^1].Sink].Schema.Columns.Select(c => c.Name);
        if (!expectation.IsStatementSet && !columns.SequenceEqual(expectation.Columns))
        {
            return new CaseOutcome(
                conformanceCase.Name,
                CaseOutcomeKind.Failed,
                $"columns: expected {string.Join(",", expectation.Columns)}, got {string.Join(",", columns)}");
        }

        return Judge(conformanceCase.Name, expectation, Execute(conformanceCase, plan, inputs));
    }

    private static List<Change> Execute(
        ConformanceCase conformanceCase, IJobPlan plan, IReadOnlyDictionary<string, string> inputs)
    {
        Dictionary<string, string> selectors = inputs.ToDictionary(i => i.Value, i => i.Key);
        var connectors = new CaseConnectors(plan, path => conformanceCase.LinesFor(SelectorOf(selectors[path])));
        var lines = new FrameLines();
        JobRunner.Run(new ObservedPlan(plan, lines), connectors, SmallJob, CancellationToken.None);
        bool isSet = conformanceCase.Expectation.IsStatementSet;
        return [.. connectors.Rows.Select(row => new Change(
            lines.LineOf(row.Position), row.Fields[0], isSet ? [row.Sink, .. row.Fields[1..]] : row.Fields[1..]))];
    }

    internal static CaseOutcome Judge(string name, Expectation expectation, List<Change> changes)
    {
        LevelVerdict verdict = LevelChecker.Check(expectation, changes);
        if (verdict.IsPass)
        {
            return new CaseOutcome(name, CaseOutcomeKind.Passed, expectation.Levels.ToString());
        }

        string reached = verdict.Reached.Length == 0 ? "none" : string.Join(' ', verdict.Reached.ToCharArray());
        string differences = string.Concat(verdict.Differences.Select(d => "\n    " + d));
        return new CaseOutcome(
            name, CaseOutcomeKind.Failed, $"level {verdict.Failed} (levels reached: {reached}){differences}");
    }

    internal static CaseOutcome Refused(string name, IReadOnlyList<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(d => d.Kind == DiagnosticKind.Error)];
        return errors.Length > 0
            ? new CaseOutcome(
                name, CaseOutcomeKind.Failed, $"the script was refused: {string.Join("; ", errors.Select(d => d.ToString()))}")
            : new CaseOutcome(
                name,
                CaseOutcomeKind.Unsupported,
                string.Join(
                    "; ",
                    diagnostics.Where(d => d.Kind == DiagnosticKind.Unsupported).Select(d => $"{d.Message}, {d.Place}")));
    }

    private static string? SelectorOf(string variable) =>
        variable.Split(':', 2) is [_, string selector] ? selector : null;

    [GeneratedRegex(@"\$\{(INPUT(?::[^}]*)?)\}")]
    private static partial Regex InputVariable();
}
