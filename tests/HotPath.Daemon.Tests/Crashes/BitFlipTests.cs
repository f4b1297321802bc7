using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A bit turned in the journal or the state of a run that ended or was killed: found or harmless, never a
/// wrong output.</summary>
public sealed class BitFlipTests
{
    private const string Name = "run";

    // A new journal is zeros behind the first kilobytes: flips there are harmless, and would prove little.
    private const int BytesMax = 64 * 1024;

    private static readonly int[] Refusals = [8, 9, 10];

    [TestCase(false)]
    [TestCase(true)]
    public void Run_AfterABitTurned_IsRefusedOrEndsWithTheRightBytes(bool isKilled)
    {
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        Prepare(job, isKilled);
        string kept = job.PathOf("kept");
        Directory.CreateDirectory(kept);
        Copy(job, $"{job.PathOf(Name)} {job.PathOf(Name + ".csv")}", kept);
        var random = new SplitMix64(Counts.Seed + (isKilled ? 1UL : 0));
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Counts.BitFlips; i++)
        {
            job.Delete(Name);
            Copy(job, kept + "/.", job.Folder);
            string where = Flip(job.PathOf(Name), ref random, isJournal: i % 2 == 0);
            CommandResult result = job.Run(Name);
            byte[] sink = job.Sink(Name);
            if (result.ExitCode == 0)
            {
                Assert.That(sink, Is.EqualTo(job.CalmBytes), $"{where}: wrong bytes");
            }
            else
            {
                Assert.That(Refusals, Does.Contain(result.ExitCode), $"{where}: {result.Errors}");
                Assert.That(SinkCheck.Partial(job.CalmBytes, sink), Is.Null, $"{where}: wrong bytes, though it was refused");
            }

            string outcome = (i % 2 == 0 ? "journal" : "state") + FormattableString.Invariant($" exit {result.ExitCode}")
                + (result.Errors.Contains("setting it aside", StringComparison.Ordinal) ? ", rebuilt" : string.Empty);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        TestContext.Out.WriteLine($"seed {Counts.Seed}: " + string.Join(", ", outcomes.Select(static o => $"{o.Key}: {o.Value}")));
        if (isKilled)
        {
            // After an orderly end nothing needs the journal, and few pages of the state are in use: all may be harmless.
            Assert.That(outcomes.Keys, Has.Some.EndsWith("exit 9").Or.Some.EndsWith("rebuilt"), "flips that are never found prove little");
        }
    }

    private static void Prepare(SmallJob job, bool isKilled)
    {
        if (!isKilled)
        {
            Assert.That(job.Run(Name).ExitCode, Is.Zero);
            return;
        }

        Strace.Require();
        var afterRelease = new StorageCall("fdatasync", [job.PathOf(Name + ".csv")], 2);
        Assert.That(Strace.Run(afterRelease, "signal=SIGKILL", job.Arguments(Name)).ExitCode, Is.EqualTo(137));
    }

    // Sparse: segments are mostly zeros, and are copied for every flip.
    private static void Copy(SmallJob job, string from, string to)
    {
        CommandResult result = CommandRun.Complete($"cp -r --sparse=always {from} {to}");
        Assert.That(result.ExitCode, Is.Zero, $"{job.Folder}: {result.Errors}");
    }

    private static string Flip(string data, ref SplitMix64 random, bool isJournal)
    {
        // The last of several segments is one that has not begun.
        string[] segments = [.. Directory.GetFiles(Path.Combine(data, "journal"), "segment-*").Order()];
        string[] files = isJournal
            ? segments[..Math.Max(1, segments.Length - 1)]
            : Directory.GetFiles(Path.Combine(data, "state"), "data.mdb");
        string path = files[random.Below(files.Length)];
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        int at = random.Below((int)Math.Min(file.Length, isJournal ? BytesMax / 4 : BytesMax));
        int bit = random.Below(8);
        file.Position = at;
        int before = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(before ^ (1 << bit)));
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} byte {at} bit {bit}, seed {Counts.Seed}");
    }
}
