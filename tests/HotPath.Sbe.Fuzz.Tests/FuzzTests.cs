using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using HotPath.Sbe.Fuzz.Running;
using HotPath.Sbe.Fuzz.Targets;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Fuzz.Tests;

/// <summary>The short form of <c>scripts/fuzz</c>: kept inputs, some new ones, and proof that faults are found.</summary>
public sealed class FuzzTests
{
    private static readonly string Corpora = Path.Combine(SharedFolder.Root, "tests", "HotPath.Sbe.Fuzz", "corpus");

    private static readonly TargetCatalog Catalog = new(SharedFolder.Root, SharedFolder.Sbe);

    private static ulong Seed => (ulong)Number("HOTPATH_SEED", 20261128);

    private static long Executions => Number("HOTPATH_FUZZ_EXECUTIONS", 200_000);

    private static IEnumerable<string> Names => Catalog.Names;

    [TestCaseSource(nameof(Names))]
    public void Target_OnKeptAndNewInputs_BreaksNoPromise(string name)
    {
        IFuzzTarget target = Catalog.Find(name)!;
        using var memory = new GuardedInput(Path.GetTempFileName());
        CorpusEntry[] kept = [.. Corpus.Read(Corpora, name)];
        foreach (CorpusEntry entry in kept)
        {
            FuzzOutcome outcome = target.Execute(memory.Place(entry.Input));
            Assert.That((outcome.Reason, outcome.Subject ?? ""), Is.EqualTo((entry.Reason, entry.Subject)), Convert.ToHexString(entry.Input));
        }

        // The front end reads thousands of octets where a decoder reads tens.
        var run = new FuzzRun(target, Seed, memory);
        bool isGood = run.Go(target is SchemaTarget ? Executions / 100 : Executions);
        Assert.That(isGood, $"seed {Seed}: {run.Finding}\n{Convert.ToHexString(run.FindingInput)}");
        Assert.That(run.Reasons.Keys, Is.SupersetOf(new[] { "None" }), "good inputs must turn up, too");

        // A table tells fewer reasons than a decoder does.
        Assert.That(run.Reasons, Has.Count.GreaterThan(target is RowTarget ? 4 : 5), "reasons of refusals");
        Assert.That(kept, Has.Length.GreaterThan(5), "the kept corpus");
    }

    [Test]
    public void BoundsCheckThatIsOffByOne_OfSpans_IsFound()
    {
        using var memory = new GuardedInput(Path.GetTempFileName());
        var run = new FuzzRun(Catalog.Find("broken-check")!, Seed, memory);
        Assert.That(run.Go(10_000), Is.False);
        Assert.That(run.Finding, Is.TypeOf<IndexOutOfRangeException>());
        Assert.That(run.FindingInput[0], Is.EqualTo(run.FindingInput.Length), "the octet of the length is left out");
    }

    [Test]
    public void ReadBehindTheInput_OfUnsafeCode_EndsTheProcessAndKeepsTheInput()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-fuzz").FullName;
        (int exitCode, string _) = Complete(SharedFolder.Root, "run", "broken-read", "10000", "1", folder);
        byte[] input = GuardedInput.Recover(Path.Combine(folder, "broken-read.memory"))!;
        Directory.Delete(folder, recursive: true);
        Assert.That(exitCode, Is.GreaterThan(128), "a signal");
        Assert.That(input[0], Is.EqualTo(input.Length), "the input that reads one octet too far");
    }

    /// <summary>What keeps a target from its first input is no finding: another exit code, and no input to recover.</summary>
    [Test]
    public void Target_ThatCannotStart_IsNoCrash()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-fuzz").FullName;
        (int noSchema, string errors) = Complete(folder, "run", "commerce-v1", "10", "1", folder);
        (int noNumber, string _) = Complete(SharedFolder.Root, "run", "commerce-v1", "many", "1", folder);
        (int unknown, string _) = Complete(SharedFolder.Root, "run", "nothing", "10", "1", folder);
        (int noInput, string _) = Complete(SharedFolder.Root, "recover", Path.Combine(folder, "commerce-v1.memory"), Path.Combine(folder, "found"));
        using (new GuardedInput(Path.Combine(folder, "idle.memory")))
        {
            Assert.That(GuardedInput.Recover(Path.Combine(folder, "idle.memory")), Is.Null, "a process that ends before its first input");
        }

        Directory.Delete(folder, recursive: true);
        Assert.That((noSchema, noNumber, unknown, noInput), Is.EqualTo((3, 3, 2, 3)));
        Assert.That(errors, Does.StartWith("cannot start: ").And.Contain("commerce.xml"));
    }

    [Test]
    public void Refusals_OfHostileMessages_AllocateNothingInEitherDecoder()
    {
        using var memory = new GuardedInput(Path.GetTempFileName());
        var run = new FuzzRun(Catalog.Find("every-shape")!, Seed, memory);

        // Measured around the checks of both decoders alone, once the runtime has filled its own tables.
        Assert.That(run.Go(80_000), $"seed {Seed}: {run.Finding}");
        Assert.That(run.Executions - run.Reasons["None"], Is.GreaterThan(40_000), "refusals");
        Assert.That(run.RefusalBytes, Is.Zero, $"seed {Seed}");
    }

    private static long Number(string variable, long normal) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out long number) ? number : normal;

    private static (int ExitCode, string Errors) Complete(string root, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = SharedFolder.Root,
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0", ["HOTPATH_ROOT"] = root },
        };
        start.ArgumentList.Add(typeof(FuzzRun).Assembly.Location);
        Array.ForEach(words, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.GetAwaiter().GetResult());
    }
}
