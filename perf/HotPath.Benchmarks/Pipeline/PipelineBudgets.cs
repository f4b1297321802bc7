using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// What the pipeline may allocate: bytes an event of the thread it is fused on, from perf/budgets.json. No call of the
/// native allocator and no collection either.
/// </summary>
/// <param name="budgets">Bytes an event, by way. Unit: bytes.</param>
internal sealed class PipelineBudgets(Dictionary<string, long> budgets)
{
    private const string BudgetName = "pipelineBytesPerEvent";

    /// <summary>What is over its budget, or has none.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Reads them.</summary>
    /// <param name="root">Root of the checkout.</param>
    /// <returns>The budgets.</returns>
    public static PipelineBudgets Read(string root) => new(Budgets.Read(root, BudgetName));

    /// <summary>Holds all runs on one thread against them.</summary>
    /// <param name="all">All rates.</param>
    /// <returns>What was allocated, as a table.</returns>
    public ResultTable Check(IReadOnlyList<PipelineRate> all)
    {
        var table = new ResultTable(
            ["behind the warm-up, all turns", "events", "managed bytes", "native allocator calls", "collections", "budget, bytes/event"]);
        foreach (string name in new[] { PipelineWays.Fused, PipelineWays.Durable })
        {
            List<(int Rate, AllocationCount Count)> counts =
            [
                .. all.SelectMany(at => (at.Of(name) ?? []).Select(trial => (at.EventsPerSecond, trial.Allocations!))),
            ];
            long events = counts.Sum(static c => (long)c.Rate * (PipelineWays.Seconds - PipelineWays.WarmUpSeconds));
            long bytes = counts.Sum(static c => c.Count.ManagedBytes);
            long calls = counts.Sum(static c => c.Count.AllocatorCalls);
            int collections = counts.Sum(static c => c.Count.Collections);
            bool isKnown = budgets.Remove(name, out long budget);
            table.Add(
                name, Text(events), Text(bytes), Text(calls), Text(collections), isKnown ? Text(budget) : "none");
            if (!isKnown || bytes > budget * events || calls > 0 || collections > 0)
            {
                Problems.Add(FormattableString.Invariant(
                    $"{name}: {bytes} bytes, {calls} allocator calls and {collections} collections in {events} events; budget {budget} bytes an event, no call, no collection"));
            }
        }

        Problems.AddRange(budgets.Keys.Select(static name => $"{name}: a budget, but nothing such was measured"));
        return table;
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
