using System;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A table of made-up events, killed at random times: rows and answers of a run without a crash.</summary>
public sealed class EventDatagenKillTests
{
    private const int Kills = 4;
    private const int AfterMsMax = 400;

    private static readonly string[] Sinks = ["minutes.csv", "hours.csv", "all_minutes.csv"];

    [Test]
    public void Run_KilledAgainAndAgain_GivesTheRowsAndTheAnswersOfARunWithoutACrash()
    {
        using var folder = new ScratchFolder();
        CommandResult made = CommandRun.Complete($"hotpath generate --out {folder.Path}/made --events 20000 --seed 6 --tenants 4 --late-ppm 20000 --poison-ppm 5000 --format csv -q");
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        string schema = File.ReadAllText(folder.File("made/schema-csv.sql"));
        folder.Write("job.sql", schema[..schema.IndexOf("'connector'", StringComparison.Ordinal)] + """
            'connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '8000', 'hotpath.datagen.events' = 'shop', 'hotpath.datagen.seed' = '6',
            'hotpath.datagen.tenants' = '4', 'hotpath.datagen.late-ppm' = '20000', 'hotpath.datagen.poison-ppm' = '5000', 'hotpath.datagen.answers' = '${OUT}/answers'
            );
            SET 'hotpath.mark-interval-bytes' = '100000';
            """);
        foreach (string run in (string[])["calm", "killed"])
        {
            Directory.CreateDirectory(folder.File(run));
        }

        CommandResult calm = CommandRun.Complete("hotpath " + Arguments(folder, "calm"));
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        var random = new SplitMix64(Counts.Seed);
        int killed = 0;
        for (int life = 0; life < Kills; life++)
        {
            CommandResult result = KilledRun.After(Arguments(folder, "killed"), () => Bytes(folder), isStarting: false, random.Below(AfterMsMax));
            killed += result.ExitCode == KilledRun.Killed ? 1 : 0;
        }

        CommandResult last = CommandRun.Complete("hotpath " + Arguments(folder, "killed"));
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(last.Errors, Does.Contain("balanced to the row"));
        Assert.That(killed, Is.GreaterThan(0), "no life was killed");
        foreach (string sink in Sinks)
        {
            string rows = File.ReadAllText(folder.File($"killed/{sink}"));
            Assert.That(rows, Is.Not.Empty.And.EqualTo(File.ReadAllText(folder.File($"calm/{sink}"))), sink);
            string[] sorted = [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
            Assert.That(sorted, Is.EqualTo(File.ReadAllLines(folder.File($"killed/answers/raw/{sink}"))[1..]), sink);
        }

        CommandResult difference = CommandRun.Complete($"diff -r {folder.Path}/made/answers {folder.Path}/killed/answers");
        Assert.That(difference.ExitCode, Is.Zero, difference.Output);
        TestContext.Out.WriteLine($"{killed} kills, seed {Counts.Seed}");
    }

    private static string Arguments(ScratchFolder folder, string run) =>
        $"run {folder.Path}/job.sql {folder.Path}/made/queries.sql --set DIR={folder.Path} --set OUT={folder.Path}/{run} --data {folder.Path}/{run}/data";

    private static long Bytes(ScratchFolder folder) => Sinks.Select(sink => new FileInfo(folder.File($"killed/{sink}")))
        .Where(static file => file.Exists).Sum(static file => file.Length);
}
