using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// A data directory under another script or other zone data: it goes on where that is provably the same, and says what
/// differs where it is not.
/// </summary>
public sealed class PlanChangeTests
{
    private const int Rows = 20_000;

    private const string Script = """
        SET 'table.local-time-zone' = 'Europe/Berlin';
        SET 'hotpath.mark-interval-bytes' = '20000';
        CREATE TABLE events (
          n BIGINT, ts AS TO_TIMESTAMP_LTZ(1704067200000 + n * 600000, 3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH (
          'connector' = 'datagen', 'rows-per-second' = '20000',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '$ROWS'
        );
        CREATE TABLE days (ws TIMESTAMP(3), n BIGINT)
        WITH ('connector' = 'filesystem', 'path' = '$DIR/${OUT}.csv', 'format' = 'csv');
        INSERT INTO days SELECT window_start, COUNT(*)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
        """;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void WriteScript()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", ScriptOf(_folder));
        foreach ((string zones, string rules) in (ReadOnlySpan<(string, string)>)
            [("then", "Europe/Berlin"), ("now", "America/New_York")])
        {
            Directory.CreateDirectory(_folder.File($"{zones}/Europe"));
            File.Copy($"/usr/share/zoneinfo/{rules}", _folder.File($"{zones}/Europe/Berlin"));
        }
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Directory_UnderAScriptWrittenDifferently_GoesOnToTheSameBytes()
    {
        CommandResult calm = CommandRun.Complete($"hotpath {Arguments("calm", data: null)}");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        CommandRun.KillOnceThereIs(_folder.File("out.csv"), Arguments("out", "data"));

        string other = "-- the same again\nSET 'hotpath.state.memory' = '64 mb';\n" + ScriptOf(_folder)
            .Replace("INSERT INTO days SELECT", """
                CREATE TABLE unused (k STRING) WITH ('connector' = 'print');
                insert into days select /* day by day */
                """, StringComparison.Ordinal);
        _folder.Write("job.sql", other);
        CommandResult last = CommandRun.Complete($"hotpath {Arguments("out", "data")}");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(File.ReadAllBytes(_folder.File("calm.csv"))));
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File("data")} --verify");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }

    [Test]
    public void Directory_UnderOtherZoneData_IsRefusedByName()
    {
        CommandResult then = CommandRun.Complete($"TZDIR={_folder.File("then")} hotpath {Arguments("out", "data")}");
        Assert.That(then.ExitCode, Is.Zero, then.Errors);
        byte[] bytes = File.ReadAllBytes(_folder.File("out.csv"));
        CommandResult now = CommandRun.Complete($"TZDIR={_folder.File("now")} hotpath {Arguments("out", "data")}");
        Assert.That(now.ExitCode, Is.EqualTo(10), now.Errors);
        Assert.That(now.Errors, Does.Contain("HP2009").And.Contain("time-zone data 'Europe/Berlin#"));
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(bytes));
        CommandResult replay = CommandRun.Complete(
            $"TZDIR={_folder.File("now")} hotpath replay --data {_folder.File("data")} --verify");
        Assert.That(replay.ExitCode, Is.EqualTo(10), replay.Errors);
        Assert.That(replay.Errors, Does.Contain("time-zone data 'Europe/Berlin#"));
    }

    private static string ScriptOf(ScratchFolder folder) => Script
        .Replace("$ROWS", FormattableString.Invariant($"{Rows}"), StringComparison.Ordinal)
        .Replace("$DIR", folder.Path, StringComparison.Ordinal);

    private string Arguments(string output, string? data) =>
        $"run {_folder.File("job.sql")} --set OUT={output} --quiet"
        + (data is null ? string.Empty : $" --data {_folder.File(data)}");
}
