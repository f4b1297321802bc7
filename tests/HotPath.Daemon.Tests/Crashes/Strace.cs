using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// Faults at system calls of the real process. strace counts the calls of each thread for itself; on one file one thread
/// does the work, so a call is named by its path, and its number holds in the next run of the same command.
/// </summary>
internal static partial class Strace
{
    private const string Names = "pwrite64,pwritev,writev,write,fdatasync,fsync,rename,renameat2,unlink,ftruncate,fallocate";

    /// <summary>Skips the test, with the reason, where nothing can be traced.</summary>
    public static void Require()
    {
        CommandResult result = CommandRun.Complete("strace -f -qq -o /dev/null true");
        if (result.ExitCode != 0)
        {
            Assert.Ignore($"strace is absent or may not trace: faults cannot be injected ({result.Errors.Trim()})");
        }
    }

    /// <summary>Runs the command to its end and lists its calls on files below <paramref name="folder"/>, in order.</summary>
    public static List<StorageCall> List(string folder, string arguments)
    {
        string trace = Path.Combine(folder, "trace");
        CommandResult result = CommandRun.Complete(
            $"strace -f -qq -y -s 0 -o {trace} -e trace={Names} dotnet exec \"$hotpath\" {arguments}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        var counts = new Dictionary<(string Thread, string Name, string Path), int>();
        var calls = new List<StorageCall>();
        foreach (Match match in File.ReadLines(trace).Select(static line => CallPattern().Match(line)))
        {
            string path = match.Groups["path"].Value;
            if (match.Success && path.StartsWith(folder + "/", StringComparison.Ordinal))
            {
                string name = match.Groups["name"].Value;
                var key = (match.Groups["thread"].Value, name, path);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                calls.Add(new StorageCall(name, path, counts[key]));
            }
        }

        return [.. calls.Distinct()];
    }

    /// <summary>Runs the command with a fault at one call.</summary>
    /// <param name="call">Where.</param>
    /// <param name="fault">What, in strace's words: <c>signal=SIGKILL</c>, <c>error=EIO</c>.</param>
    /// <param name="arguments">Arguments of hotpath.</param>
    public static CommandResult Run(StorageCall call, string fault, string arguments)
    {
        string when = call.Number.ToString(CultureInfo.InvariantCulture);
        return CommandRun.Complete(
            $"exec strace -f -qq -o /dev/null -P {call.Path} -e trace={call.Name} "
            + $"-e inject={call.Name}:{fault}:when={when} dotnet exec \"$hotpath\" {arguments}");
    }

    [GeneratedRegex("""^(?<thread>\d+) +(?<name>\w+)\((?:\d+<(?<path>[^>]*)>|"(?<path>[^"]*)")""")]
    private static partial Regex CallPattern();
}
