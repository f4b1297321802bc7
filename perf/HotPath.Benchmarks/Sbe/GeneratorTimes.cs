using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using HotPath.Benchmarks.Reporting;
using HotPath.Sbe.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HotPath.Benchmarks.Sbe;

/// <summary>How long the Roslyn generator takes for 200 messages, the first time and after a change.</summary>
public static class GeneratorTimes
{
    /// <summary>Name of the command that measures in a fresh process.</summary>
    public const string ChildCommand = "sbe-generator-child";

    private const int Messages = 200;
    private const int Schemas = 20;
    private const int Processes = 3;
    private const int Repetitions = 5;
    private const string Whole = "one schema of 200 messages: ";
    private const string Parts = "20 schemas of 10 messages: ";

    /// <summary>Measures in fresh processes.</summary>
    /// <returns>Medians of all.</returns>
    internal static ResultTable Table()
    {
        var all = new List<Dictionary<string, double>>();
        for (int i = 0; i < Processes; i++)
        {
            all.Add(JsonSerializer.Deserialize<Dictionary<string, double>>(ChildProcess.Run(ChildCommand))!);
        }

        var table = new ResultTable([$"generator, medians of {Processes} processes; the compiler's parse of the code is in it", "", "min-max"]);
        foreach (string name in all[0].Keys)
        {
            double[] values = [.. all.Select(run => run[name])];
            string unit = name.EndsWith("lines of C#", StringComparison.Ordinal) ? "" : " ms";
            table.Add(
                name,
                string.Create(CultureInfo.InvariantCulture, $"{Figures.Median(values, static v => v):N1}{unit}"),
                string.Create(CultureInfo.InvariantCulture, $"{values.Min():N1}-{values.Max():N1}"));
        }

        return table;
    }

    /// <summary>Measures in this process and prints figures as JSON.</summary>
    /// <returns>Exit code.</returns>
    public static int RunInChild()
    {
        var figures = new Dictionary<string, double>();
        string text = ManyMessages.Schema(Messages);
        SchemaText[] whole = [new("whole.xml", "Whole", text)];
        figures[Whole + "first time in a process"] = Time(() => Create(whole), out GeneratorDriver driver);
        figures[Whole + "lines of C#"] = driver.GetRunResult().GeneratedTrees.Sum(static tree => tree.GetText().Lines.Count);
        figures[Whole + "again, nothing cached"] = Median(() => Time(() => Create(whole), out _));
        AddChanges(figures, Whole, driver, whole[0], "Whole", text);

        string part = ManyMessages.Schema(Messages / Schemas);
        SchemaText[] parts = [.. Enumerable.Range(0, Schemas).Select(i => new SchemaText($"part{i}.xml", $"Part{i}", part))];
        figures[Parts + "nothing cached"] = Median(() => Time(() => Create(parts), out driver));
        AddChanges(figures, Parts, driver, parts[0], "Part0", part);
        Console.Write(JsonSerializer.Serialize(figures));
        return 0;
    }

    private static void AddChanges(
        Dictionary<string, double> figures, string group, GeneratorDriver driver, SchemaText file, string codeNamespace, string text)
    {
        var field = new SchemaText(file.Path, codeNamespace, text.Replace("\"pageId\"", "\"sheetId\"", StringComparison.Ordinal));
        var comment = new SchemaText(file.Path, codeNamespace, text.Replace("<types>", "<!-- said --><types>", StringComparison.Ordinal));
        figures[group + "a field renamed"] = Median(() => Time(() => Run(driver.ReplaceAdditionalText(file, field), "test"), out _));
        figures[group + "a comment added"] = Median(() => Time(() => Run(driver.ReplaceAdditionalText(file, comment), "test"), out _));
        figures[group + "another C# file changed"] = Median(() => Time(() => Run(driver, "other"), out _));
    }

    private static GeneratorDriver Create(SchemaText[] files) => Run(
        CSharpGeneratorDriver.Create([new SbeGenerator().AsSourceGenerator()], files, optionsProvider: new SchemaText.Options()), "test");

    private static GeneratorDriver Run(GeneratorDriver driver, string name)
    {
        GeneratorDriver after = driver.RunGenerators(CSharpCompilation.Create(name));
        GeneratorRunResult result = after.GetRunResult().Results[0];
        return result.Exception is null && result.Diagnostics.IsEmpty && result.GeneratedSources.Length > 0
            ? after
            : throw new InvalidOperationException($"the generator failed: {result.Exception} {string.Join(' ', result.Diagnostics)}");
    }

    private static double Median(Func<double> milliseconds) =>
        Figures.Median([.. Enumerable.Range(0, Repetitions).Select(_ => milliseconds())], static value => value);

    private static double Time(Func<GeneratorDriver> work, out GeneratorDriver driver)
    {
        long start = Stopwatch.GetTimestamp();
        driver = work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
