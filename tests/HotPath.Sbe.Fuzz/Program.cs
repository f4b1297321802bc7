using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Sbe.Fuzz.Running;
using HotPath.Sbe.Fuzz.Targets;
using SharpFuzz;

namespace HotPath.Sbe.Fuzz;

/// <summary>What <c>scripts/fuzz</c> runs.</summary>
internal static class Program
{
    private const int ExitFinding = 1;
    private const int ExitUsage = 2;
    private const int ExitNotStarted = 3;

    // What goes wrong before is no finding.
    private static bool _isStarted;

    private static string Root => Environment.GetEnvironmentVariable("HOTPATH_ROOT") ?? Environment.CurrentDirectory;

    private static string CorpusFolder => Path.Combine(Root, "tests", "HotPath.Sbe.Fuzz", "corpus");

    private static int Main(string[] words)
    {
        try
        {
            return Do(words);
        }
        catch (Exception failure) when (!_isStarted)
        {
            Console.Error.WriteLine($"cannot start: {failure.Message}");
            return ExitNotStarted;
        }
    }

    private static int Do(string[] words) => words switch
    {
        ["list"] => List(),
        ["run", var target, var executions, var seed, var folder] => Run(target, Number(executions), Number(seed), folder, isKept: false),
        ["keep", var target, var executions, var seed, var folder] => Run(target, Number(executions), Number(seed), folder, isKept: true),
        ["replay", var target, var file] => Replay(target, File.ReadAllBytes(file)),
        ["recover", var memory, var file] => Recover(memory, file),
        ["inputs", var target, var folder] => WriteInputs(target, folder),
        ["instrument", var assembly] => Instrument(assembly),
        ["afl", var target] => RunUnderAfl(target),
        _ => Usage(),
    };

    private static TargetCatalog Catalog()
    {
        string? shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED");
        string? golden = shared is null ? null : Path.Combine(shared, "golden", "sbe");
        return new TargetCatalog(Root, Directory.Exists(golden) ? golden : null);
    }

    private static int List()
    {
        foreach (string name in Catalog().Names)
        {
            Console.WriteLine(name);
        }

        return 0;
    }

    private static int Run(string name, long executions, long seed, string folder, bool isKept)
    {
        if (Catalog().Find(name) is not { } target)
        {
            return Unknown(name);
        }

        Directory.CreateDirectory(folder);
        using var memory = new GuardedInput(Path.Combine(folder, name + ".memory"));
        var run = new FuzzRun(target, (ulong)seed, memory);
        using var watch = new HangWatch(() => run.Executions);
        CorpusEntry[] kept = [.. Corpus.Read(CorpusFolder, name)];
        _isStarted = true;
        long begin = Stopwatch.GetTimestamp();
        bool isGood = kept.All(entry => run.Execute(entry.Input)) && run.Go(executions);
        Console.WriteLine(Line(name, run, seed, Stopwatch.GetElapsedTime(begin)));
        if (!isGood)
        {
            string file = Path.Combine(folder, $"finding-{name}.bin");
            File.WriteAllBytes(file, run.FindingInput);
            Console.WriteLine($"  FOUND {run.Finding!.GetType().Name}: {run.Finding.Message}");
        }
        else if (isKept)
        {
            Corpus.Write(CorpusFolder, name, run.Kept);
        }

        bool isQuiet = run.RefusalBytes == 0;
        return isGood && isQuiet ? 0 : ExitFinding;
    }

    private static string Line(string name, FuzzRun run, long seed, TimeSpan time)
    {
        long accepted = run.Reasons.GetValueOrDefault("None");
        string refused = string.Join(", ", run.Reasons.Where(static reason => reason.Key != "None")
            .OrderByDescending(static reason => reason.Value).Select(static reason => $"{reason.Key} {reason.Value}"));
        var parts = new[]
        {
            $"{name}: {run.Executions} executions in {(long)time.TotalSeconds} s, seed {seed}",
            $"{accepted} accepted, {run.Executions - accepted} refused ({refused})",
            $"{run.RefusalBytes} bytes allocated by refusals",
            $"{(run.Finding is null ? 0 : 1)} findings",
        };
        return string.Join("; ", parts);
    }

    private static int Replay(string name, byte[] input)
    {
        if (Catalog().Find(name) is not { } target)
        {
            return Unknown(name);
        }

        using var memory = new GuardedInput(Path.GetTempFileName());
        var run = new FuzzRun(target, 0, memory);
        _isStarted = true;
        Console.WriteLine(run.Execute(input) ? $"{name}: {run.Reasons.Keys.Single()}" : $"{name}: {run.Finding}");
        return run.Finding is null ? 0 : ExitFinding;
    }

    private static int Recover(string memory, string file)
    {
        if (GuardedInput.Recover(memory) is not { } input)
        {
            return ExitNotStarted;
        }

        File.WriteAllBytes(file, input);
        return 0;
    }

    // What AFL++ begins with: kept inputs, and good messages.
    private static int WriteInputs(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<byte[]> good = Catalog().Find(name) is OctetTarget octets ? octets.Seeds.Where(static (_, index) => index % 4 == 0).Select(static seed => seed.Frame) : [];
        byte[][] inputs = [.. Corpus.Read(CorpusFolder, name).Select(static entry => entry.Input).Concat(good).Where(static input => input.Length > 0)];
        for (int index = 0; index < inputs.Length; index++)
        {
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{index:D4}")), inputs[index]);
        }

        return inputs.Length > 0 ? 0 : ExitFinding;
    }

    private static int Instrument(string assembly)
    {
        Console.WriteLine($"{Path.GetFileName(assembly)}: {Instrumentation.Apply(assembly)} types");
        return 0;
    }

    private static int RunUnderAfl(string name)
    {
        Instrumentation.TellNobody();
        if (Catalog().Find(name, Instrumentation.Rewrite) is not { } target)
        {
            return Unknown(name);
        }

        using var memory = new GuardedInput(Path.GetTempFileName());
        byte[] input = new byte[GuardedInput.CapacityBytes];
        _isStarted = true;
        Fuzzer.Run(stream => _ = target.Execute(memory.Place(input.AsSpan(0, stream.ReadAtLeast(input, input.Length, throwOnEndOfStream: false)))));
        return 0;
    }

    private static long Number(string word) => long.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Unknown(string name)
    {
        Console.Error.WriteLine($"there is no target '{name}'; there are: {string.Join(' ', Catalog().Names)}");
        return ExitUsage;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("use scripts/fuzz");
        return ExitUsage;
    }
}
