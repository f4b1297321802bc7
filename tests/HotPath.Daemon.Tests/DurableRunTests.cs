using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>The durable run as a user has it: the same command after any end of the process goes on where it was.
/// </summary>
public sealed class DurableRunTests
{
    private const int Rows = 40_000;
    private const ulong Seed = 20_261_124;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeInput()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, amount INT, page STRING,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${DIR}/in.csv', 'format' = 'csv');
            CREATE TABLE totals (user_key BIGINT, ws TIMESTAMP(3), n BIGINT, pages BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/${OUT}', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '100000';
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), COUNT(DISTINCT page), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        var random = new SplitMix64(Seed);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllLines(_folder.File("in.csv"), Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{start.AddMilliseconds(i):yyyy-MM-dd HH:mm:ss.fff},{random.Below(300)},{random.Below(90)},/p/{i % 17}")));
    }

    [TearDown]
    public void RemoveInput() => _folder.Dispose();

    [Test]
    public void Run_KilledAgainAndAgain_EndsWithTheBytesOfARunWithoutACrash()
    {
        const int KillsMax = 12;
        Assert.That(CommandRun.Complete(Line("calm.csv")).ExitCode, Is.Zero);
        var random = new SplitMix64(Seed);
        int kills = 0;
        CommandResult? last = null;
        while (last is null)
        {
            using CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {Arguments("out.csv", "data")}");
            if (kills < KillsMax)
            {
                Thread.Sleep(250 + random.Below(900));
                run.Signal("KILL");
                kills++;
            }

            CommandResult result = run.Finish();
            last = result.ExitCode == 137 ? null : result;
        }

        TestContext.Out.WriteLine($"{kills} kills, seed {Seed}");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(File.ReadAllBytes(_folder.File("calm.csv"))));
        Assert.That(last.Errors, Does.Contain("balanced to the row"));
    }

    [Test]
    public void Run_Terminated_GoesOnWhereItWas()
    {
        Assert.That(CommandRun.Complete(Line("calm.csv")).ExitCode, Is.Zero);
        using (CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {Arguments("out.csv", "data")}"))
        {
            Thread.Sleep(700);
            run.Signal("TERM");
            Assert.That(run.Finish().ExitCode, Is.EqualTo(143).Or.Zero);
        }

        CommandResult last = CommandRun.Complete($"hotpath {Arguments("out.csv", "data")}");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(File.ReadAllBytes(_folder.File("calm.csv"))));
    }

    [Test]
    public void Run_AfterItsEnd_HasNothingToDo()
    {
        string line = $"hotpath {Arguments("out.csv", "data")}";
        Assert.That(CommandRun.Complete(line).ExitCode, Is.Zero);
        byte[] bytes = File.ReadAllBytes(_folder.File("out.csv"));
        CommandResult again = CommandRun.Complete(line);
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(bytes));
        Assert.That(again.Errors, Does.Contain("40,000 events had been taken by earlier runs"));
    }

    /// <summary>The state of groups without a window is still there: figures that stand in no frame are the checkpoint's.
    /// </summary>
    [Test]
    public void Run_WithNothingToDo_TellsWhatItHolds()
    {
        string script = _folder.Write("groups.sql", """
            CREATE TABLE events (ts TIMESTAMP(3), user_key BIGINT, amount INT, page STRING, WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/in.csv', 'format' = 'csv');
            CREATE TABLE pages (page STRING, n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO pages SELECT page, COUNT(*) FROM events GROUP BY page;
            """);
        string line = $"hotpath run {script} --set DIR={_folder.Path} --data {_folder.File("data")}";
        for (int i = 0; i < 2; i++)
        {
            Assert.That(
                CommandRun.Complete(line).Errors,
                Does.Contain("watermark 2024-01-01 00:00:39.999").And.Contain(", 17 state entries held"));
        }
    }

    /// <summary>A script may be a pipe, so that there is time for a signal before anything has begun.</summary>
    [Test]
    public void Run_TerminatedWhileItsScriptIsRead_StopsInOrder()
    {
        string pipe = _folder.File("script");
        string line = Arguments("out.csv", "data").Replace(_folder.File("job.sql"), pipe, StringComparison.Ordinal);
        CommandResult run = CommandRun.Complete(
            $"mkfifo {pipe}; dotnet exec \"$hotpath\" {line} & exec 3> {pipe}; kill -TERM $!; "
            + $"cat {_folder.File("job.sql")} >&3; exec 3>&-; wait $!");
        Assert.That(run.ExitCode, Is.EqualTo(143), run.Errors);
        Assert.That(run.Errors, Does.Contain("run terminated").And.Contain("balanced to the row"));
    }

    [Test]
    public void Run_OfAnotherScript_IsRefusedAndTouchesNothing()
    {
        Assert.That(CommandRun.Complete($"hotpath {Arguments("out.csv", "data")}").ExitCode, Is.Zero);
        byte[] bytes = File.ReadAllBytes(_folder.File("out.csv"));
        string script = _folder.File("job.sql");
        File.WriteAllText(script, File.ReadAllText(script).Replace("'10' SECOND", "'20' SECOND", StringComparison.Ordinal));
        CommandResult refused = CommandRun.Complete($"hotpath {Arguments("out.csv", "data")}");
        Assert.That(refused.ExitCode, Is.EqualTo(10), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP2009").And.Contain("another plan").And.Contain("'20' SECOND"));
        Assert.That(File.ReadAllBytes(_folder.File("out.csv")), Is.EqualTo(bytes));
    }

    [Test]
    public void Run_FromAPipe_IsRefused()
    {
        string script = _folder.File("job.sql");
        File.WriteAllText(script, File.ReadAllText(script).Replace("${DIR}/in.csv", "-", StringComparison.Ordinal));
        CommandResult refused = CommandRun.Complete(
            $"hotpath {Arguments("out.csv", "data")} < {_folder.File("in.csv")}");
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP1001").And.Contain("SET 'hotpath.table.events.event-id' = '<column>'"));
    }

    [Test]
    public void Run_OfADirectoryInUse_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("data"));
        using var held = new FileStream(
            Path.Combine(_folder.File("data"), "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        CommandResult refused = CommandRun.Complete($"hotpath {Arguments("out.csv", "data")}");
        Assert.That(refused.ExitCode, Is.EqualTo(10), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP2009").And.Contain("another process"));
    }

    private string Line(string output) => $"hotpath {Arguments(output, data: null)}";

    private string Arguments(string output, string? data) =>
        $"run {_folder.File("job.sql")} --set DIR={_folder.Path} --set OUT={output}"
        + (data is null ? " --quiet" : $" --data {_folder.File(data)}");
}
