using System;
using System.IO;
using System.Linq;
using HotPath.Examples.Functions;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// The real process with functions in C#: some rows make them throw, it is killed and goes on to the same bytes, and a
/// data directory knows the assembly that it was made with.
/// </summary>
public sealed class FunctionRunTests
{
    private const int Rows = 20_000;

    private const string Script = """
        SET 'hotpath.functions' = '$DIR/functions.dll';
        SET 'hotpath.mark-interval-bytes' = '20000';
        SET 'hotpath.dead-letter.path' = '$DIR/${OUT}-dead.csv';
        CREATE FUNCTION net AS 'com.shop.Net';
        CREATE FUNCTION weighted_average AS 'com.shop.WeightedAverage';
        CREATE FUNCTION longest AS 'com.shop.Longest';
        CREATE TABLE events (
          n BIGINT, ts AS CAST(TO_TIMESTAMP_LTZ(1704067200000 + n * 1000, 3) AS TIMESTAMP(3)), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH (
          'connector' = 'datagen', 'rows-per-second' = '20000',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '$ROWS'
        );
        CREATE TABLE nets (n BIGINT, net STRING) WITH ('connector' = 'filesystem', 'path' = '$DIR/${OUT}-nets.csv', 'format' = 'csv');
        CREATE TABLE averages (ws TIMESTAMP(3), k BIGINT, a STRING, l STRING, n BIGINT)
        WITH ('connector' = 'filesystem', 'path' = '$DIR/${OUT}-averages.csv', 'format' = 'csv');
        INSERT INTO nets SELECT n, CAST(net(CAST(n AS DECIMAL(18, 2)), CAST(n % 7 - 1 AS INT)) AS STRING) FROM events WHERE n % 5 = 0;
        INSERT INTO averages
        SELECT window_start, n % 3, CAST(weighted_average(n, n % 100 - 1) AS STRING), longest(CAST(n AS STRING)), COUNT(*)
        FROM TABLE(HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, n % 3;
        """;

    private static readonly string[] Files = ["-nets.csv", "-averages.csv", "-dead.csv"];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void WriteScript()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", Script
            .Replace("$ROWS", FormattableString.Invariant($"{Rows}"), StringComparison.Ordinal)
            .Replace("$DIR", _folder.Path, StringComparison.Ordinal));
        File.Copy(typeof(TextFunctions).Assembly.Location, _folder.File("functions.dll"));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void KilledRun_GoesOnToTheSameBytes_AndReplaysEqual()
    {
        CommandResult calm = CommandRun.Complete($"hotpath {Arguments("calm", data: null)}");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        CommandRun.KillOnceThereIs(_folder.File("out-averages.csv"), Arguments("out", "data"));

        CommandResult last = CommandRun.Complete($"hotpath {Arguments("out", "data")}");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        foreach (string file in Files)
        {
            Assert.That(File.ReadAllBytes(_folder.File("out" + file)), Is.EqualTo(File.ReadAllBytes(_folder.File("calm" + file))), file);
        }

        // n is a multiple of 5 and of 7 for the one, and of 100 for the other.
        Assert.That(
            File.ReadLines(_folder.File("out-dead.csv")).Count(static line => line.Contains("FunctionFailed", StringComparison.Ordinal)
                && (line.Contains("\"detail\":\"net: System.ArgumentOutOfRangeException: ", StringComparison.Ordinal)
                    || line.Contains("\"detail\":\"weighted_average.Accumulate: System.ArgumentOutOfRangeException: quantity", StringComparison.Ordinal))),
            Is.EqualTo((Rows / 35) + (Rows / 100)));
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File("data")} --verify");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }

    [Test]
    public void OtherAssembly_IsRefusedByName_BeforeAnythingIsWritten()
    {
        CommandResult then = CommandRun.Complete($"hotpath {Arguments("out", "data")}");
        Assert.That(then.ExitCode, Is.Zero, then.Errors);
        byte[] bytes = File.ReadAllBytes(_folder.File("out-nets.csv"));
        File.AppendAllText(_folder.File("functions.dll"), " ");

        CommandResult now = CommandRun.Complete($"hotpath {Arguments("out", "data")}");
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File("data")} --verify");
        File.Delete(_folder.File("functions.dll"));
        CommandResult gone = CommandRun.Complete($"hotpath {Arguments("out", "data")}");

        Assert.Multiple(() =>
        {
            Assert.That(now.ExitCode, Is.EqualTo(10), now.Errors);
            Assert.That(now.Errors, Does.Contain("HP2009").And.Contain("functions were 'longest HotPath.Examples.Functions.LongestText sha256="));
            Assert.That(replay.ExitCode, Is.EqualTo(10), replay.Errors);
            Assert.That(replay.Errors, Does.Contain("functions were 'longest"));
            Assert.That(gone.ExitCode, Is.EqualTo(2), gone.Errors);
            Assert.That(gone.Errors, Does.Contain("functions.dll' does not exist; build it, or correct the path"));
            Assert.That(File.ReadAllBytes(_folder.File("out-nets.csv")), Is.EqualTo(bytes));
        });
    }

    private string Arguments(string output, string? data) =>
        $"run {_folder.File("job.sql")} --set OUT={output} --quiet"
        + (data is null ? string.Empty : $" --data {_folder.File(data)}");
}
