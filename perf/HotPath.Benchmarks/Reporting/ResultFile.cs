using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Reporting;

/// <summary>Writes a results file with what a figure needs to mean something: machine, commit, command.</summary>
public static class ResultFile
{
    /// <summary>Prints the figures and writes <c>perf/results/NAME-DATE.md</c> below the repository's root.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="note">What was measured and how.</param>
    /// <param name="tables">Figures.</param>
    public static void Write(string name, string note, params ResultTable[] tables) => Write(name, note, [], tables);

    /// <summary>The same with pictures, each a file <c>NAME-DATE-KEY.svg</c> beside it.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="note">What was measured and how.</param>
    /// <param name="pictures">Histograms.</param>
    /// <param name="tables">Figures.</param>
    public static void Write(
        string name, string note, IReadOnlyList<PercentilePlot> pictures, params ResultTable[] tables)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(tables);
        string root = FindRoot();
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string folder = Path.Combine(root, "perf", "results");
        Directory.CreateDirectory(folder);
        string text = $"# {name}, {date}\n\n{note}\n\n* Machine: {Machine()}\n* Runtime: {RuntimeInformation.FrameworkDescription}\n"
            + $"* Commit: {Output("git", "-C", root, "describe", "--always", "--dirty")}\n* Command: `scripts/bench {Command()}`\n\n"
            + string.Join('\n', tables.Select(t => t.ToString()));
        foreach (PercentilePlot picture in pictures)
        {
            string file = $"{name}-{date}-{picture.Key}.svg";
            File.WriteAllText(Path.Combine(folder, file), picture.ToString());
            text += $"\n![{picture.Title}]({file})\n";
        }

        string path = Path.Combine(folder, $"{name}-{date}.md");
        File.WriteAllText(path, text);
        Console.Write(text);
        Console.Error.WriteLine($"written to {Path.GetRelativePath(root, path)}");
    }

    /// <summary>Folder that holds HotPath.sln, from the working directory or the program upwards.</summary>
    /// <returns>The repository's root.</returns>
    /// <exception cref="InvalidOperationException">Neither lies in a checkout.</exception>
    public static string FindRoot()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "HotPath.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("run this from a checkout: HotPath.sln was not found upwards of the working directory");
    }

    private static string Command() => string.Join(' ', Environment.GetCommandLineArgs().Skip(1));

    private static string Machine()
    {
        string model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
        string[] load = File.ReadAllText("/proc/loadavg").Split(' ');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} x {model.Split(':')[^1].Trim()}, {RuntimeInformation.OSDescription}, load at the end {load[0]} (5 minutes: {load[1]}, 15: {load[2]})");
    }

    private static string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : "unknown";
    }
}
