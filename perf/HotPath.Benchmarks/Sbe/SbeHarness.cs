using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Benchmarks.Codecs;
using HotPath.Benchmarks.Codecs.Generated;
using HotPath.Benchmarks.Reporting;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Benchmarks.Sbe;

/// <summary>
/// <c>sbe</c>: generated code, the run-time schema, a struct overlay by hand and other serializers over the same messages,
/// in turns. Allocated bytes of SBE are held against perf/budgets.json.
/// </summary>
public static class SbeHarness
{
    private const int Rounds = 15;
    private const string BudgetName = "sbeBytesPerOperation";

    /// <summary>Measures, checks and writes the results file.</summary>
    /// <param name="only">Part of the names of workloads, for a profiler: others are left out and nothing is written; empty for all.</param>
    /// <returns>0, or 1 when a budget is exceeded or missing.</returns>
    public static int Run(string only = "")
    {
        string root = ResultFile.FindRoot();
        Workload[] workloads = [.. Workloads.Cars(Schema(root, SbeFiles.Car)), .. Workloads.Orders(Schema(root, SbeFiles.Shop))];
        Array.ForEach(workloads, static workload => workload.Check());
        string example = CompareWithExample();
        Dictionary<string, long> budgets = Budgets.Read(root, BudgetName);
        var problems = new List<string>();
        ResultTable[] tables = [.. workloads
            .Where(workload => workload.Name.Contains(only, StringComparison.Ordinal))
            .Select(workload => Table(workload, budgets, problems))];
        if (only.Length > 0)
        {
            Array.ForEach(tables, Console.Write);
            problems.ForEach(Console.Error.WriteLine);
            return problems.Count == 0 ? 0 : 1;
        }

        problems.AddRange(budgets.Keys.Select(static name => $"{name}: a budget, but nothing such was measured"));
        ResultFile.Write("sbe", Note(example), [.. tables, CodeSizes.Table(root), GeneratorTimes.Table()]);
        problems.ForEach(Console.Error.WriteLine);
        return problems.Count == 0 ? 0 : 1;
    }

    private static ResultTable Table(Workload workload, Dictionary<string, long> budgets, List<string> problems)
    {
        var table = new ResultTable(
        [
            workload.Name, "ns/op (median)", "min-max", "speed, share of the overlay", "times as long as generated", "allocated bytes/op", "bytes of a message",
        ]);
        IReadOnlyList<VariantFigures> all = workload.Measure(Rounds);
        double generated = all.First(static figures => figures.Variant.Name == Workloads.Generated).MedianNanoseconds;
        foreach (VariantFigures figures in all)
        {
            FormattableString[] fields =
            [
                $"{figures.Variant.Name}", $"{Figures.Text(figures.MedianNanoseconds)}",
                $"{Figures.Text(figures.Nanoseconds.Min())}-{Figures.Text(figures.Nanoseconds.Max())}", $"{figures.ShareOfOverlay * 100:F0} %",
                $"{figures.MedianNanoseconds / generated:F2} x", $"{figures.AllocatedBytes:F0}", $"{figures.Variant.MessageBytes:F0}",
            ];
            table.Add([.. fields.Select(FormattableString.Invariant)]);
            CheckBudget($"{workload.Name}: {figures.Variant.Name}", figures, budgets, problems);
        }

        return table;
    }

    private static void CheckBudget(string name, VariantFigures figures, Dictionary<string, long> budgets, List<string> problems)
    {
        bool isOurs = figures.Variant.Name is Workloads.Generated or Workloads.Checked or Workloads.Runtime;
        if (budgets.Remove(name, out long budget) ? figures.AllocatedBytes > budget : isOurs)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {figures.AllocatedBytes:F2} bytes an operation, budget {(isOurs ? budget : 0)} in perf/budgets.json"));
        }
    }

    private static MessageSchema Schema(string root, string path) =>
        SchemaReader.Read(Path.Combine(root, path), new DiskSchemaFiles()).Schema ?? throw new InvalidOperationException($"{path} is not a valid schema");

    private static string CompareWithExample()
    {
        string? shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED");
        string path = Path.Combine(shared ?? "", "golden", "sbe", "bin", "repo", "car_example_baseline_data.sbe");
        if (shared is null || !File.Exists(path))
        {
            return "not compared with the example's octets, which are not here";
        }

        byte[] car = Variant.Frames(default(GeneratedCar), [CarSource.Create(0)])[0];
        return car.AsSpan().SequenceEqual(File.ReadAllBytes(path))
            ? "car 0 is the example's 207 octets, compared before the run"
            : throw new InvalidOperationException($"the car is not that of {path}");
    }

    private static string Note(string example) =>
        $"{Workload.Messages} different messages in turn, {Rounds} rounds in which the variants take turns, medians; CPU time of the process. The share "
        + "of the overlay is the median of the rounds' ratios. Decode: check the message and add up every value (text: length and first octet). "
        + "Encode: from plain objects in memory into a buffer that is used again. Every variant gives the same sum for the same messages, encoded ones "
        + $"too; that is checked first, and {example}. The order has {Workloads.Lines} lines.\n\n"
        + "The overlay is what a careful person writes for these two messages: packed structs laid over the octets in one pass; template, schema, block "
        + "length, dimensions, lengths and the room for each entry are compared with the frame before it is read, so it reads nothing outside; it knows no "
        + "older versions, and a frame that is cut at its end is refused after its front was read. Generated code checks the whole frame first: the "
        + "same overlay with such a walk in front of it is the second control, 'whole frame first'; for one field and for encoding there is nothing to add. "
        + "Text is octets for SBE and the overlay, strings for the others, whose types have strings. Protobuf encodes message "
        + "objects that were made before; the others read and write plain objects. The run-time schema encodes from JSON only and is left out there.";
}
