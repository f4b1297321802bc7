using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Micro;

/// <summary>
/// <c>micro</c>: parts of the hot path under BenchmarkDotNet. Allocated bytes are held against perf/budgets.json on every
/// machine; a benchmark without a budget, and a budget without a benchmark, are errors too.
/// </summary>
public static class MicroHarness
{
    /// <summary>Measures, checks and writes the results file.</summary>
    /// <returns>0, or 1 when a budget is exceeded or missing.</returns>
    public static int Run()
    {
        string root = ResultFile.FindRoot();
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Unicode)
            .WithOption(ConfigOptions.DisableLogFile, value: true)
            .WithArtifactsPath(Path.Combine(root, "artifacts", "bench"));
        Summary[] summaries = BenchmarkRunner.Run([typeof(RingBenchmarks), typeof(ShardBenchmarks)], config);
        Dictionary<string, long> budgets = Budgets.Read(root, "bytesPerOperation");
        var table = new ResultTable(["benchmark", "ns/op", "bytes/op", "budget, bytes/op"]);
        List<string> problems = [.. summaries.SelectMany(s => s.Reports).Select(r => Check(r, budgets, table)).OfType<string>()];
        problems.AddRange(budgets.Keys.Select(name => $"{name}: a budget, but no such benchmark ran"));
        ResultFile.Write("micro", "BenchmarkDotNet, short runs in one process; one op is one frame or one row.", table);
        problems.ForEach(Console.Error.WriteLine);
        return problems.Count == 0 ? 0 : 1;
    }

    private static string? Check(BenchmarkReport report, Dictionary<string, long> budgets, ResultTable table)
    {
        string name = Name(report);
        long? bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        bool isKnown = budgets.Remove(name, out long budget);
        table.Add(
            name,
            report.ResultStatistics?.Median.ToString("F1", CultureInfo.InvariantCulture) ?? "failed",
            bytes?.ToString(CultureInfo.InvariantCulture) ?? "-",
            isKnown ? budget.ToString(CultureInfo.InvariantCulture) : "none");
        return !isKnown ? $"{name}: no budget in perf/budgets.json"
            : !report.Success || bytes is null ? $"{name}: gave no result"
            : bytes > budget ? $"{name}: {bytes} bytes a row, budget {budget}"
            : null;
    }

    private static string Name(BenchmarkReport report)
    {
        BenchmarkCase benchmark = report.BenchmarkCase;
        IEnumerable<string> parameters = benchmark.Parameters.Items.Select(p => (string)p.Value!);
        string type = benchmark.Descriptor.Type.Name;
        return string.Join(": ", parameters.Prepend($"{type}.{benchmark.Descriptor.WorkloadMethod.Name}"));
    }
}
