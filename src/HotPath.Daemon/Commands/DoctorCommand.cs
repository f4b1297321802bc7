using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Doctor;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath doctor</c>: looks at the machine and says what to do.</summary>
internal sealed class DoctorCommand(ConsoleStreams streams)
{
    private const int SubjectWidth = 16;

    /// <summary>Looks and prints.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code; usage when something breaks a promise.</returns>
    /// <exception cref="HotPathException">HP2001: there is no such folder.</exception>
    public int Run(DoctorArguments arguments)
    {
        string folder = Path.GetFullPath(arguments.DataDirectory);
        if (!Directory.Exists(folder))
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"--data {folder}: no such folder; name one that exists, such as its parent");
        }

        var files = new MachineFiles();
        IChecks[] all =
        [
            new CpuChecks(files, Environment.ProcessorCount),
            new MemoryChecks(files),
            new KernelChecks(files),
            new DiskChecks(files, folder, new DriveInfo(folder).AvailableFreeSpace, SyncProbe.Measure),
            new PauseCheck(PauseCheck.Measure),
        ];
        Finding[] findings = [.. all.SelectMany(static checks => checks.Run())];
        using var output = new StreamWriter(new OutputPipe(streams.OpenOutput(), static () => { }, static () => { }));
        Print(findings, arguments.IsJson, output);
        bool isBroken = findings.Any(static finding => finding.Verdict == Verdict.Problem);
        return (int)(isBroken ? ExitCode.Usage : ExitCode.Ok);
    }

    /// <summary>Prints findings.</summary>
    /// <param name="findings">In order.</param>
    /// <param name="isJson">As JSON, or as lines.</param>
    /// <param name="output">Where to.</param>
    internal static void Print(IReadOnlyList<Finding> findings, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            output.WriteLine(JsonSerializer.Serialize(findings, DoctorJson.Default.IReadOnlyListFinding));
            return;
        }

        foreach (Finding finding in findings)
        {
            output.WriteLine(
                $"{Word(finding.Verdict),-8} {finding.Subject.PadRight(SubjectWidth)} {finding.Found}");
            if (finding.Remedy.Length > 0)
            {
                output.WriteLine($"{string.Empty,-8} {string.Empty,-SubjectWidth} -> {finding.Remedy}");
            }
        }
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Unknown => "unknown",
        Verdict.Advice => "advice",
        _ => "problem",
    };
}
