using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The C calibration loop of the shared folder, compiled and run here: what carries figures of other machines
/// to this one.</summary>
public static class CLoop
{
    /// <summary>Runs it.</summary>
    /// <param name="root">Root of the checkout.</param>
    /// <param name="keys">Different keys. Unit: keys.</param>
    /// <returns>Events per CPU second, or <see langword="null"/> without the shared folder or a C compiler. Unit:
    /// events/s.</returns>
    public static double? Run(string root, int keys)
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") ?? Path.Combine(root, "..", "shared");
        string source = Path.Combine(shared, "peers", "loop.c");
        if (!File.Exists(source) || !File.Exists("/usr/bin/cc"))
        {
            return null;
        }

        string program = Path.Combine(root, "artifacts", "bench", "loop");
        Execute("/usr/bin/cc", "-O3", "-march=native", source, "-o", program);
        string[] fields = Execute(program, keys.ToString(CultureInfo.InvariantCulture)).Split(',');
        return double.Parse(fields[2], CultureInfo.InvariantCulture);
    }

    private static string Execute(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
