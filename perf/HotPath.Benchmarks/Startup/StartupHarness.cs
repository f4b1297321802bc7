using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Startup;

/// <summary><c>startup</c>: from the start of the process <c>hotpath run</c> to its first result on standard
/// output.</summary>
public static class StartupHarness
{
    private const int Repetitions = 5;

    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv');

        """;

    private const string Projection = "SELECT k, v * 2 AS w FROM ev WHERE v > 0;";

    private const string Window = """
        SELECT window_start, k, COUNT(*) AS n, SUM(v) AS total
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, k;
        """;

    /// <summary>Measures and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        string root = ResultFile.FindRoot();
        string program = Path.Combine(root, "artifacts", "bin", "HotPath.Daemon", "release", "hotpath.dll");
        string published = Path.Combine(root, "artifacts", "publish", "hotpath-linux-x64", "hotpath");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hotpath-startup-");
        string input = Path.Combine(folder.FullName, "input.csv");
        File.WriteAllText(input, "2024-01-01 00:00:01.000,a,1\n2024-01-01 00:00:05.000,a,2\n");
        var table = new ResultTable(["what", "first row, ms (median)", "min-max", "end of process, ms (median)"]);
        foreach ((string name, string query) in new[] { ("projection", Projection), ("tumbling window", Window) })
        {
            string script = Path.Combine(folder.FullName, name[..3] + ".sql");
            File.WriteAllText(script, Table + query);
            string[] arguments = ["run", script, "--set", $"INPUT={input}", "--output", "csv", "--quiet"];
            Add(table, $"checkout, {name}", ["dotnet", program, .. arguments]);
            if (File.Exists(published))
            {
                Add(table, $"published, {name}", [published, .. arguments]);
            }
        }

        folder.Delete(recursive: true);
        ResultFile.Write(
            "startup",
            $"From the start of the process to the first byte of a result on standard output; {Repetitions} runs, files warm.",
            table);
        return 0;
    }

    private static void Add(ResultTable table, string name, string[] command)
    {
        Measure(command);
        List<(double First, double End)> runs = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(command))];
        double[] first = [.. runs.Select(r => r.First).Order()];
        double[] end = [.. runs.Select(r => r.End).Order()];
        table.Add(name, Text(first[Repetitions / 2]), $"{Text(first[0])}-{Text(first[^1])}", Text(end[Repetitions / 2]));
    }

    private static (double First, double End) Measure(string[] command)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        int first = process.StandardOutput.BaseStream.ReadByte();
        double firstMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return first >= 0 && process.ExitCode == 0
            ? (firstMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds)
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    private static string Text(double ms) => ms.ToString("F0", CultureInfo.InvariantCulture);
}
