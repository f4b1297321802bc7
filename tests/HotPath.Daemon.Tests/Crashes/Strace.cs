using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>Faults at system calls of the real process. A call is named by its path and number, which mostly hold in the next
/// run of the same command: but for a segment, which two threads sync, one thread does the work on a file.</summary>
internal static class Strace
{
    private const string Names = "pwrite64,pwritev,writev,write,fdatasync,fsync,msync,rename,renameat,renameat2,link,unlink,unlinkat,"
        + "rmdir,mkdir,mkdirat,openat,ftruncate,truncate,fallocate,sendfile,copy_file_range";

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
    public static List<TracedCall> List(string folder, string arguments)
    {
        string trace = Path.Combine(folder, "trace");
        CommandResult result = CommandRun.Complete(
            $"strace -f -qq --seccomp-bpf -y -s 0 -o {trace} -e trace={Names} dotnet exec \"$hotpath\" {arguments}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        return [.. File.ReadLines(trace)
            .Select(TracedCall.Read)
            .OfType<TracedCall>()
            .Where(call => call.Paths[0].StartsWith(folder + "/", StringComparison.Ordinal))];
    }

    /// <summary>Runs the command with a fault at one call.</summary>
    /// <param name="call">Where.</param>
    /// <param name="fault">What, in strace's words: <c>signal=SIGKILL</c>, <c>error=EIO</c>.</param>
    /// <param name="arguments">Arguments of hotpath.</param>
    /// <param name="trace">File for the calls on those paths, writes included; <see langword="null"/> for none.</param>
    public static CommandResult Run(StorageCall call, string fault, string arguments, string? trace = null)
    {
        string when = call.Number.ToString(CultureInfo.InvariantCulture);
        string paths = string.Join(' ', call.Paths.Select(static path => "-P " + path));
        return CommandRun.Complete(
            $"exec strace -f -qq -y -s 0 -o {trace ?? "/dev/null"} {paths} -e trace={call.Name}{(trace is null ? "" : ",pwrite64")} "
            + $"-e inject={call.Name}:{fault}:when={when} dotnet exec \"$hotpath\" {arguments}");
    }
}
