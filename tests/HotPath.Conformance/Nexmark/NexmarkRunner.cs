using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Conformance.Levels;
using HotPath.Conformance.Running;
using HotPath.Examples.Functions;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Conformance.Nexmark;

/// <summary>Runs the Nexmark queries over their 20,000 events and compares at the levels that their index names.</summary>
public static class NexmarkRunner
{
    private static readonly ScriptText Settings = new(
        "conformance.sql",
        $"SET 'hotpath.on-error' = 'fail';\nSET 'hotpath.functions' = '{typeof(TextFunctions).Assembly.Location}';\n");

    private static readonly JobOptions Job = new()
    {
        ThreadPlan = "ingress+shards+egress",
        ShardCount = 1,
        RingBytes = 1 << 20,
        FrameBytesMax = 1 << 16,
    };

    /// <summary>Runs all queries of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What each came to, as it comes.</returns>
    public static IEnumerable<CaseOutcome> Run(string folder) =>
        NexmarkCase.ReadAll(folder).Select(query => Run(folder, query));

    private static CaseOutcome Run(string folder, NexmarkCase query)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["EVENTS"] = Path.Combine(folder, "events", "events.csv.gz"),
            ["SIDE"] = Path.Combine(folder, "side.csv"),
        };
        CompileResult compiled =
            SqlCompiler.Compile([Settings, new ScriptText(query.Name + ".sql", query.Script)], variables);
        if (compiled.Plan is not { } plan)
        {
            Diagnostic[] unsupported = [.. compiled.Diagnostics.Where(d => d.Kind == DiagnosticKind.Unsupported)];
            return CaseRunner.Refused(query.Name, unsupported.Length > 0 ? unsupported : compiled.Diagnostics);
        }

        IEnumerable<string> columns = plan.Sinks[plan.Statements[^1].Sink].Schema.Columns.Select(c => c.Name);
        if (!columns.SequenceEqual(query.Expectation.Columns))
        {
            string expected = string.Join(",", query.Expectation.Columns);
            return new CaseOutcome(
                query.Name, CaseOutcomeKind.Failed, $"columns: expected {expected}, got {string.Join(",", columns)}");
        }

        try
        {
            var connectors = new NexmarkConnectors();
            JobRunner.Run(plan, connectors, Job, CancellationToken.None);
            return CaseRunner.Judge(
                query.Name,
                query.Expectation,
                [.. connectors.Rows.Select(static row => new Change(0, row.Fields[0], row.Fields[1..]))]);
        }
        catch (HotPathException e)
        {
            return new CaseOutcome(query.Name, CaseOutcomeKind.Failed, $"the run broke off: {e.Display}");
        }
    }
}
