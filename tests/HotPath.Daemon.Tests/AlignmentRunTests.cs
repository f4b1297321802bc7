using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Daemon.Tests.Crashes;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// Watermark alignment over two tables of connector 'tcp' that clients of their own send to: the real process, and the
/// results of one whose tables take no notice of each other.
/// </summary>
public sealed class AlignmentRunTests
{
    private const int Rows = 300;
    private const int Credit = 20;
    private const int DriftSeconds = 10;
    private const int Terminated = 143;
    private const int PatienceMs = 100_000;
    private const int StepMs = 20;
    private const int HeldMs = 700;

    // Rows at 0 s to 10 s are not too far ahead of the slow one's at 0 s, and the one behind them is not known to be.
    private const int RowsAhead = DriftSeconds + 2;

    private ScratchFolder _folder = null!;
    private int _fastPort;
    private int _slowPort;

    [SetUp]
    public void Begin()
    {
        _folder = new ScratchFolder();
        _fastPort = TcpJob.FreePort();
        do
        {
            _slowPort = TcpJob.FreePort();
        }
        while (_slowPort == _fastPort);
        File.WriteAllLines(_folder.File("fast.csv"), Enumerable.Range(0, Rows).Select(static i => Line(i)));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void FastClient_IsHeldBackWhileTheSlowOneIsBehind_AndGoesOnAfterwards()
    {
        string[] free = Run(isAligned: false);
        string[] aligned = Run(isAligned: true);

        Assert.That(aligned, Is.EqualTo(free));
        Assert.That(aligned, Has.Length.GreaterThan((Rows / DriftSeconds) - 2));
    }

    // One row a second; each table's rows are in order, so nothing is late in either run.
    private string[] Run(bool isAligned)
    {
        string name = isAligned ? "aligned" : "free";
        _folder.Write($"{name}.sql", Script(name, isAligned));
        File.WriteAllLines(_folder.File("slow.csv"), [Line(0)]);
        using CommandRun node = CommandRun.Start(
            $"exec dotnet exec \"$hotpath\" run {_folder.File($"{name}.sql")} --quiet --grace 100 --data {_folder.File(name)}");
        Complete(Send("slow", _slowPort));
        using (CommandRun fast = CommandRun.Start($"exec {Send("fast", _fastPort)}"))
        {
            int ahead = isAligned ? RowsAhead : Rows;
            WaitUntil(() => Seen(name).Count(static line => line.StartsWith("fast", StringComparison.Ordinal)) >= ahead);
            if (isAligned)
            {
                Thread.Sleep(HeldMs);
                Assert.That(Seen(name), Has.Length.EqualTo(RowsAhead + 1), "held back");
                Assert.That(fast.IsEnded, Is.False, "and so is who sends");
            }

            File.WriteAllLines(_folder.File("slow.csv"), Enumerable.Range(0, Rows).Select(static i => Line(i)));
            Complete(Send("slow", _slowPort));
            CommandResult sent = fast.Finish(PatienceMs);
            Assert.That(sent.ExitCode, Is.Zero, sent.Errors);
        }

        node.Signal("TERM");
        CommandResult result = node.Finish(PatienceMs);
        Assert.That(result.ExitCode, Is.EqualTo(Terminated), result.Errors);
        Assert.That(Seen(name), Has.Length.EqualTo(2 * Rows));
        int lead = Lead(Seen(name));
        Assert.That(lead, isAligned ? Is.LessThanOrEqualTo(DriftSeconds + 1) : Is.EqualTo(Rows - 1));
        string[] counts = File.ReadAllLines(_folder.File($"{name}-counts.csv"));
        Array.Sort(counts, StringComparer.Ordinal);
        return counts;
    }

    // How many seconds the fast table's rows were ahead of the slow one's at most, in the order of the log.
    private static int Lead(string[] seen)
    {
        int slow = 0;
        int lead = 0;
        foreach (string[] fields in seen.Select(static line => line.Split(',')))
        {
            int second = int.Parse(fields[1], CultureInfo.InvariantCulture);
            slow = fields[0] == "slow" ? second : slow;
            lead = Math.Max(lead, second - slow);
        }

        return lead;
    }

    private static string Line(int second) =>
        FormattableString.Invariant($"{new DateTime(2026, 8, 1, 12, 0, 0).AddSeconds(second):yyyy-MM-dd HH:mm:ss.fff},{second}");

    private static void Complete(string line)
    {
        CommandResult result = CommandRun.Complete(line, PatienceMs);
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
    }

    private static void WaitUntil(Func<bool> isSo)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.That(Stopwatch.GetElapsedTime(begin).TotalMilliseconds, Is.LessThan(PatienceMs));
            Thread.Sleep(StepMs);
        }
    }

    private string[] Seen(string name) =>
        File.Exists(_folder.File($"{name}-seen.csv")) ? File.ReadAllLines(_folder.File($"{name}-seen.csv")) : [];

    private string Send(string table, int port) =>
        $"dotnet exec \"$hotpath\" send {_folder.File($"{table}.csv")} --to 127.0.0.1:{port} --client {table} --retry 100";

    private string Script(string name, bool isAligned)
    {
        string alignment = isAligned
            ? $", 'scan.watermark.alignment.group' = 'g', 'scan.watermark.alignment.max-drift' = '{DriftSeconds} s'"
            : string.Empty;
        string Table(string table, int port) => $"""
            CREATE TABLE {table} (ts TIMESTAMP(3), n INT, WATERMARK FOR ts AS ts) WITH (
              'connector' = 'tcp', 'listen' = '127.0.0.1:{port}', 'format' = 'csv', 'credit' = '{Credit}'{alignment}
            );

            """;
        return Table("fast", _fastPort) + Table("slow", _slowPort) + $"""
            CREATE TABLE seen (source STRING, n INT) WITH (
              'connector' = 'filesystem', 'path' = '{_folder.File($"{name}-seen.csv")}', 'format' = 'csv'
            );
            CREATE TABLE counts (ws TIMESTAMP(3), source STRING, n BIGINT, s INT) WITH (
              'connector' = 'filesystem', 'path' = '{_folder.File($"{name}-counts.csv")}', 'format' = 'csv'
            );
            CREATE VIEW both_tables AS SELECT ts, 'fast' AS source, n FROM fast UNION ALL SELECT ts, 'slow' AS source, n FROM slow;
            INSERT INTO seen SELECT source, n FROM both_tables;
            INSERT INTO counts
            SELECT window_start, source, COUNT(*), SUM(n)
            FROM TABLE(TUMBLE(TABLE both_tables, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY source, window_start, window_end;
            """;
    }
}
