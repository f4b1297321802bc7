using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Threading;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A month of a real shop, killed at random times: the rows of a run without a crash, to the byte.</summary>
public sealed class DataSetKillTests
{
    private const string Query = "tumbling_1h_purchase_by_category_raw";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Unpack()
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given
            ? given
            : Path.Combine(Repository.Root, "..", "shared");
        string data = Path.Combine(shared, "data", "gmerch-2016-08");
        if (!Directory.Exists(data))
        {
            Assert.Ignore("data/gmerch-2016-08 is not in the shared folder (HOTPATH_SHARED, or ../shared)");
        }

        _folder = new ScratchFolder();
        using var zipped = new GZipStream(File.OpenRead(Path.Combine(data, "events.csv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(zipped);
        reader.ReadLine();
        _folder.Write("events.csv", reader.ReadToEnd());
        _folder.Write("schema.sql", File.ReadAllText(Path.Combine(data, "sql", "schema.sql")));
        _folder.Write("query.sql", $"""
            CREATE TABLE answers (
              category STRING, window_start TIMESTAMP(3), events BIGINT, orders BIGINT, quantity BIGINT, revenue BIGINT
            ) WITH ('connector' = 'filesystem', 'path' = '{_folder.Path}/$OUT.csv', 'format' = 'csv');
            INSERT INTO answers {File.ReadAllText(Path.Combine(data, "sql", Query + ".sql"))}
            """.Replace("$OUT", "${OUT}", StringComparison.Ordinal));
    }

    [TearDown]
    public void Remove() => _folder?.Dispose();

    [Test]
    public void Run_KilledAgainAndAgain_GivesTheRowsOfARunWithoutACrash()
    {
        long begin = Stopwatch.GetTimestamp();
        CommandResult calm = CommandRun.Complete($"hotpath {Arguments("calm")} --data {_folder.File("calm")}");
        int calmMs = (int)Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        byte[] expected = File.ReadAllBytes(_folder.File("calm.csv"));
        Assert.That(expected, Is.Not.Empty);
        Directory.Delete(_folder.File("calm"), recursive: true);

        var random = new SplitMix64(Counts.Seed);
        string line = $"dotnet exec \"$hotpath\" {Arguments("run")} --data {_folder.File("data")}";
        int killed = 0;
        for (int i = 0; i < Counts.DataSetKills; i++)
        {
            using CommandRun run = CommandRun.Start("exec " + line);
            Thread.Sleep(200 + random.Below(calmMs * 3 / 4));
            run.Signal("KILL");
            CommandResult result = run.Finish();
            Assert.That(result.ExitCode, Is.EqualTo(137).Or.Zero, result.Errors);
            killed += result.ExitCode == 137 ? 1 : 0;
            bool isEnd = result.ExitCode == 0 || File.Exists(_folder.File("run.csv"))
                && new FileInfo(_folder.File("run.csv")).Length == expected.Length;
            if (isEnd)
            {
                Check(CommandRun.Complete(line), expected);
                Forget();
            }
        }

        Check(CommandRun.Complete(line), expected);
        TestContext.Out.WriteLine($"{killed} kills in lives of up to {200 + (calmMs * 3 / 4)} ms, seed {Counts.Seed}");
        Assert.That(killed, Is.GreaterThan(0));
    }

    private void Check(CommandResult result, byte[] expected)
    {
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("balanced to the row"));
        Assert.That(File.ReadAllBytes(_folder.File("run.csv")).AsSpan().SequenceEqual(expected), "other bytes than expected");
    }

    // Kills go on from the beginning once everything is done.
    private void Forget()
    {
        Directory.Delete(_folder.File("data"), recursive: true);
        File.Delete(_folder.File("run.csv"));
    }

    private string Arguments(string output) =>
        $"run {_folder.File("schema.sql")} {_folder.File("query.sql")} --set EVENTS={_folder.File("events.csv")} "
        + $"--set OUT={output}";
}
