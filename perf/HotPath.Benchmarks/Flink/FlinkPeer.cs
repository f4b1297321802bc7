using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace HotPath.Benchmarks.Flink;

/// <summary>The real Flink of the shared folder, with heap state, into a blackhole; at its best with events from memory.
/// </summary>
/// <param name="folder">Its folder, <c>peers/flink</c>.</param>
internal sealed class FlinkPeer(string folder)
{
    private const int PerWallField = 2;
    private const int PerCpuField = 3;

    /// <summary>The main job, which both engines run.</summary>
    public string Query { get; } = File.ReadAllText(Path.Combine(folder, "bench", "tumble.sql"));

    /// <summary>Looks for it.</summary>
    /// <param name="root">Root of the checkout.</param>
    /// <returns>The peer; <see langword="null"/> without the shared folder.</returns>
    public static FlinkPeer? Find(string root)
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given
            ? given
            : Path.Combine(root, "..", "shared");
        string folder = Path.Combine(shared, "peers", "flink");
        return File.Exists(Path.Combine(folder, "flink")) ? new FlinkPeer(folder) : null;
    }

    /// <summary>Runs a query: nine seconds of CPU to warm up, then the median of three times three.</summary>
    /// <param name="query">The query, over the table <c>ev</c>.</param>
    /// <param name="keys">Different keys. Unit: keys.</param>
    /// <param name="density">Events in a second of event time. Unit: events/s.</param>
    /// <returns>Events by second of the wall and by CPU second of the whole process. Unit: events/s.</returns>
    public (double PerWallSecond, double PerCpuSecond) Run(string query, int keys, int density) => Bench(
        query,
        [
            "-v", FormattableString.Invariant($"KEYS={keys}"), "-v", FormattableString.Invariant($"DENSITY={density}"),
            "-v", "PACED=false", Path.Combine(folder, "bench", "keyed.sql"),
        ]);

    /// <summary>Runs a script whose table is a file: the whole job once to warm up, then the median of three.</summary>
    /// <param name="script">Tables and one query, each ended.</param>
    /// <param name="events">Events in the file. Unit: events.</param>
    /// <returns>As of <see cref="Run"/>.</returns>
    public (double PerWallSecond, double PerCpuSecond) RunFile(string script, long events) => Bench(
        script,
        ["--whole", events.ToString(CultureInfo.InvariantCulture), "-s", "pipeline.auto-watermark-interval=200ms"]);

    private (double PerWallSecond, double PerCpuSecond) Bench(string script, string[] arguments)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, script);
        try
        {
            return Bench([.. arguments, file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private (double PerWallSecond, double PerCpuSecond) Bench(string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "flink"), ["bench", "--label", "windows", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["FLINK_JAVA_OPTS"] = "-Xmx4g";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] fields = output.Trim().Split(',');
        return process.ExitCode == 0 && fields.Length > PerCpuField
            ? (Number(fields[PerWallField]), Number(fields[PerCpuField]))
            : throw new InvalidOperationException($"flink ended with {process.ExitCode}: {output}");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
