using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Codegen;

/// <summary>
/// <c>codegen</c>: compares ways of compiling one query kernel. Each way runs in fresh processes, because the first
/// compilation of a process pays for loading the compiler, and that is the one a user waits for.
/// </summary>
public static class CodegenHarness
{
    private const int Processes = 5;
    private const int Rounds = 60;

    private static readonly string[] Ways = ["hand", "interpreted", "expression", "dynamic-method", "run-time-assembly", "roslyn"];

    /// <summary>Measures every way and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        var samples = Ways.ToDictionary(w => w, _ => new List<double[]>());
        for (int i = 0; i < Processes; i++)
        {
            foreach (string way in Ways)
            {
                samples[way].Add(RunChild(way));
            }
        }

        if (samples.Values.SelectMany(s => s).Select(s => s[4]).Distinct().Count() != 1)
        {
            Console.Error.WriteLine("the kernels give different results");
            return 1;
        }

        var table = new ResultTable(["way", "compile, first, ms", "first call, ms", "compile, second, ms", "ns/row", "x hand"]);
        double hand = Medians(samples["hand"])[3];
        foreach (string way in Ways)
        {
            double[] medians = Medians(samples[way]);
            table.Add(way, medians[0].ToString("F2", CultureInfo.InvariantCulture), Fixed(medians[1]), Fixed(medians[2]),
                Fixed(medians[3]), Fixed(medians[3] / hand));
        }

        string note = $"One kernel: filter, key, COUNT(*), SUM with NULLs; {KernelRows.Keys} keys, rows "
            + $"{KernelRows.StrideBytes} bytes apart ({KernelRows.RowCount} rows, in batches of 256). Each way in {Processes} fresh processes, interleaved; medians. "
            + "First compile: from the first touch of the compiler to a delegate. First call: one batch, with the JIT. "
            + "Second compile: the same kernel once more in the same process. ns/row: median of the last half of "
            + $"{Rounds} rounds, CPU time of the process.";
        ResultFile.Write("codegen", note, table);
        return 0;
    }

    /// <summary>Measures one way in this process and prints its figures on one line.</summary>
    /// <param name="way">Which way.</param>
    /// <returns>Exit code.</returns>
    public static int RunInChild(string way)
    {
        using var rows = new KernelRows();
        long start = Stopwatch.GetTimestamp();
        QueryKernel kernel = Compile(way);
        double compileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        kernel(rows.Rows, 256, rows.Table, KernelRows.Cells - 1);
        double firstMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        _ = Compile(way);
        double secondMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var rounds = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < 8; i++)
            {
                rows.Run(kernel);
            }

            rounds.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / (8.0 * KernelRows.RowCount));
        }

        double nsPerRow = rounds.Skip(Rounds / 2).Order().ElementAt(Rounds / 4);
        long checksum = CellTable.Checksum(rows.Table, KernelRows.Cells - 1) & 0xFFFF_FFFF;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compileMs};{firstMs};{secondMs};{nsPerRow};{checksum}"));
        return 0;
    }

    private static QueryKernel Compile(string way) => way switch
    {
        "hand" => HandKernel.Run,
        "interpreted" => InterpretedKernel.Compile(),
        "expression" => ExpressionKernel.Compile(),
        "dynamic-method" => EmittedKernel.CompileDynamicMethod(),
        "run-time-assembly" => EmittedKernel.CompileAssembly(),
        "roslyn" => RoslynKernel.Compile(),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, $"one of {string.Join(", ", Ways)}"),
    };

    private static double[] RunChild(string way)
    {
        string output = ChildProcess.Run("codegen-child", way);
        return [.. output.Trim().Split(';').Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
    }

    private static double[] Medians(List<double[]> samples) =>
        [.. Enumerable.Range(0, 4).Select(i => samples.Select(s => s[i]).Order().ElementAt(samples.Count / 2))];

    private static string Fixed(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
