using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Status;
using HotPath.Daemon.Why;
using HotPath.Dataflow.Plans;
using HotPath.Examples.Functions;
using HotPath.Runtime.Jobs;
using HotPath.State.Lmdb;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What <c>hotpath why</c> says of a node whose input has fallen silent, and of one whose input has ended.</summary>
public sealed class WhyTests
{
    private const string Rows = """
        2016-08-01 12:00:05.000,paris
        2016-08-01 12:00:40.000,tokyo
        2016-08-01 12:00:08.000,paris
        2016-08-01 12:00:07.000,paris

        """;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _folder = new ScratchFolder();
        _folder.Write("in.csv", Rows);
        _folder.Write("job.sql", $"""
            SET 'hotpath.table.orders.tenant' = 'shop';
            CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File("in.csv")}', 'format' = 'csv');
            CREATE TABLE counts (shop STRING, n BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE sums (n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO counts SELECT shop, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY shop, window_start, window_end;
            INSERT INTO sums SELECT COUNT(*) FROM TABLE(HOP(TABLE orders, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '1' MINUTE))
            GROUP BY window_start, window_end;
            """);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void NodeWithoutACheckpoint_IsToldToWaitForOneWhileItRuns()
    {
        LmdbCheckpointStore.Open(Directory.CreateDirectory(_folder.File("data")).FullName).Dispose();
        _folder.Write($"data/{NodeStatus.FileName}", $$"""{"state":"ready","pid":{{Environment.ProcessId}}}""");
        CommandResult why = CommandRun.Complete($"hotpath why --data {_folder.File("data")}");
        Assert.That(why.ExitCode, Is.EqualTo(3), why.Errors);
        Assert.That(why.Errors, Does.Contain("there is no checkpoint yet").And.Contain("ask again when the node has taken one"));

        _folder.Write($"data/{NodeStatus.FileName}", $$"""{"state":"ready","pid":{{int.MaxValue}}}""");
        CommandResult ended = CommandRun.Complete($"hotpath why --data {_folder.File("data")}");
        Assert.That(ended.ExitCode, Is.EqualTo(3), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("the node does not run, it has ended before its first: start it again").And.Not.Contain("ask again"));
    }

    [Test]
    public void SilentInput_EachQueryAndTenantSaysWhoHoldsItsWatermark()
    {
        Run(isStalled: true);
        string[] lines = Lines($"why --data {_folder.File("data")} --silent 1000");
        Assert.That(lines[0], Does.StartWith("as of position ").And.EndWith("; the node does not run"));
        string[] facts = [.. lines.Skip(1).Where(static line => !line.Contains(" ago", StringComparison.Ordinal))];
        Assert.That(facts, Is.EqualTo(new[]
        {
            "statement 1 counts, tenant paris: moving",
            "  watermark 2016-08-01 12:00:08.000, 32 s behind the furthest tenant",
            "  next window ends 2016-08-01 12:00:10.000: it fires when the watermark has risen by 1.999 s; 3 rows in open tumble windows",
            "statement 1 counts, tenant tokyo: moving",
            "  watermark 2016-08-01 12:00:40.000",
            "  next window ends 2016-08-01 12:00:50.000: it fires when the watermark has risen by 9.999 s; 1 row in open tumble windows",
            "statement 2 sums: moving",
            "  watermark 2016-08-01 12:00:40.000",
            "  next window ends 2016-08-01 12:01:00.000: it fires when the watermark has risen by 19.999 s; 4 rows in open hop windows",
        }));
        string[] causes = [.. lines.Where(static line => line.Contains(" raised ", StringComparison.Ordinal))];
        Assert.That(causes.Select(static line => line[line.IndexOf(", record", StringComparison.Ordinal)..]), Is.EqualTo(new[]
        {
            ", record 3 of in.csv (table orders)", ", record 2 of in.csv (table orders)", ", record 2 of in.csv (table orders)",
        }));
    }

    [Test]
    public void SilentInput_AsJson_HasTheSameAndVerdictsByTime()
    {
        Run(isStalled: true);
        using var idle = JsonDocument.Parse(string.Concat(Lines($"why --data {_folder.File("data")} --silent 0 --json")));
        JsonElement[] clocks = [.. idle.RootElement.GetProperty("clocks").EnumerateArray()];
        Assert.That(clocks.Select(static c => c.GetProperty("verdict").GetString()), Has.All.EqualTo("idle"));
        Assert.That(clocks.Select(static c => c.GetProperty("tenant").GetString()), Is.EqualTo(new[] { "paris", "tokyo", null }));
        Assert.That(clocks[0].GetProperty("watermarkMs").GetInt64(), Is.EqualTo(1_470_052_808_000));
        Assert.That(clocks[0].GetProperty("raisedRecord").GetInt64(), Is.EqualTo(3));
        Assert.That(idle.RootElement.GetProperty("isRunning").GetBoolean(), Is.False);
    }

    /// <summary>Of rows from the future, whose tenants' right rows would be late.</summary>
    [Test]
    public void ClockAheadOfItsArrival_IsSkewed()
    {
        _folder.Write("in.csv", Rows.Replace("2016", "2999", StringComparison.Ordinal));
        Run(isStalled: true);
        Assert.That(Lines($"why --data {_folder.File("data")}"), Has.Member("statement 1 counts, tenant paris: skewed"));
    }

    /// <summary>Rows that come and raise nothing: the clock is blocked, not idle.</summary>
    [Test]
    public void RowsThatRaiseNothing_LeaveTheClockBlocked()
    {
        _folder.Write("in.csv", Rows + string.Concat(Enumerable.Repeat("2016-08-01 12:00:01.000,paris\n", 50_000)));
        Run(isStalled: true);
        var streams = new MemoryStreams();
        const int ShortMs = 20; // less than the rows take, which the command's whole seconds need not be
        Assert.That(new WhyCommand(streams.Streams()).Run(new WhyArguments(_folder.File("data"), ShortMs, IsJson: false)), Is.Zero);
        string[] lines = streams.Output.Split('\n');
        Assert.That(lines, Has.Member("statement 1 counts, tenant paris: blocked").And.Member("statement 2 sums: blocked"));
        Assert.That(lines, Has.Member("statement 1 counts, tenant tokyo: idle"), "no row of it has come");
    }

    /// <summary>What comes out by timers of its own says when the next does.</summary>
    [Test]
    public void SessionsAndFirstRows_SayWhenTheNextComesOut()
    {
        _folder.Write("job.sql", $"""
            CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts - INTERVAL '20' SECOND)
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File("in.csv")}', 'format' = 'csv');
            CREATE TABLE sessions (n BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE firsts (shop STRING) WITH ('connector' = 'blackhole');
            INSERT INTO sessions SELECT COUNT(*) FROM TABLE(SESSION(TABLE orders PARTITION BY shop, DESCRIPTOR(ts), INTERVAL '15' SECOND))
            GROUP BY shop, window_start, window_end;
            INSERT INTO firsts SELECT shop FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY shop ORDER BY ts) AS rn FROM orders) WHERE rn = 1;
            """);
        Run(isStalled: true);
        string[] lines = [.. Lines($"why --data {_folder.File("data")}").Where(static line => line.StartsWith("  next", StringComparison.Ordinal))];
        Assert.That(lines, Is.EqualTo(new[]
        {
            "  next window ends 2016-08-01 12:00:23.000: it fires when the watermark has risen by 2.999 s; 3 rows in open session windows",
            "  next first row is of 2016-08-01 12:00:40.000: it comes out when the watermark has risen by 20 s; rows so far: 2",
        }));
    }

    /// <summary>The session of paris has come out at 20 s and will again at 23 s; that it goes in a minute nobody waits for.
    /// </summary>
    [Test]
    public void SessionsThatAreKept_SayWhenTheNextComesOut()
    {
        _folder.Write("job.sql", $"""
            SET 'hotpath.table.orders.allowed-lateness' = '1 min';
            CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts - INTERVAL '20' SECOND)
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File("in.csv")}', 'format' = 'csv');
            CREATE TABLE sessions (shop STRING, n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO sessions SELECT shop, COUNT(*) FROM TABLE(SESSION(TABLE orders PARTITION BY shop, DESCRIPTOR(ts), INTERVAL '15' SECOND))
            GROUP BY shop, window_start, window_end;
            """);
        Run(isStalled: true);
        string[] lines = [.. Lines($"why --data {_folder.File("data")}").Where(static line => line.StartsWith("  next", StringComparison.Ordinal))];
        Assert.That(lines, Is.EqualTo(new[]
        {
            "  next window ends 2016-08-01 12:00:23.000: it fires when the watermark has risen by 2.999 s; 4 rows in open session windows",
        }));
    }

    /// <summary>Ingest time is written down where the tenant's last window fired, and is what it is: nothing is behind.</summary>
    [Test]
    public void ProcessingTimeWindows_AreNotBehindThoseOfAnotherTenant()
    {
        _folder.Write("in.csv", Rows + string.Concat(Enumerable.Repeat("2016-08-01 12:00:01.000,paris\n", 50_000)));
        _folder.Write("job.sql", $"""
            SET 'hotpath.table.orders.tenant' = 'shop';
            CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, p AS PROCTIME())
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File("in.csv")}', 'format' = 'csv');
            CREATE TABLE counts (shop STRING, n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO counts SELECT shop, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(p), INTERVAL '0.001' SECOND))
            GROUP BY shop, window_start, window_end;
            """);
        Run(isStalled: true);
        using var json = JsonDocument.Parse(string.Concat(Lines($"why --data {_folder.File("data")} --json")));
        JsonElement[] clocks = [.. json.RootElement.GetProperty("clocks").EnumerateArray()];
        Assert.That(clocks.Select(static c => c.GetProperty("isProcessingTime").GetBoolean()), Is.EqualTo(new[] { true, true }));
        long asOfMs = json.RootElement.GetProperty("asOfMs").GetInt64();
        Assert.That(clocks.Select(static c => c.GetProperty("watermarkMs").GetInt64()), Has.All.EqualTo(asOfMs));
        Assert.That(clocks.Select(static c => c.GetProperty("verdict").GetString()), Has.All.EqualTo("moving"));
        Assert.That(clocks.Select(static c => c.GetProperty("behindMs").GetInt64()), Has.All.Zero);
    }

    /// <summary>The lowest input holds all, and one that has sent nothing does; no table is named that is not one of them.</summary>
    [TestCase("2016-08-01 12:00:03.000\n", "holds it: input b at 2016-08-01 12:00:03.000", "moving")]
    [TestCase("", "holds it: input b has none yet", "unset")]
    public void UnionAll_SaysWhichInputHoldsTheWatermark(string other, string holds, string verdict)
    {
        _folder.Write("other.csv", other);
        _folder.Write("in.csv", "2016-08-01 12:00:30.000\n");
        _folder.Write("job.sql", string.Concat("a in.csv,b other.csv".Split(',').Select(table => $"""
            CREATE TABLE {table[..1]} (ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File(table[2..])}', 'format' = 'csv');

            """)) + """
            CREATE TABLE counts (n BIGINT) WITH ('connector' = 'blackhole');
            CREATE VIEW x AS SELECT ts FROM a UNION ALL SELECT ts FROM b;
            INSERT INTO counts SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE x, DESCRIPTOR(ts), INTERVAL '5' SECOND))
            GROUP BY window_start, window_end;
            """);
        Run(isStalled: true);
        string[] lines = Lines($"why --data {_folder.File("data")} --silent 1000");
        Assert.That(lines.Where(static line => line.StartsWith("statement", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"statement 1 counts, stage 2: {verdict}",
        }));
        Assert.That(lines, Has.Member("  " + holds).And.Member("  ahead: input a at 2016-08-01 12:00:30.000"));
        Assert.That(lines, Has.None.Contain("(table "));
        using var json = JsonDocument.Parse(string.Concat(Lines($"why --data {_folder.File("data")} --json")));
        JsonElement clock = json.RootElement.GetProperty("clocks")[0];
        Assert.That(clock.GetProperty("table").GetString(), Is.EqualTo("a, b"));
        Assert.That(clock.GetProperty("inputs").GetArrayLength(), Is.EqualTo(2));
    }

    /// <summary>Marks lie apart by length: what a slow stream brings would not be in a checkpoint for hours.</summary>
    [TestCase(0, 2, long.MaxValue)]
    [TestCase(int.MaxValue, 1, 1)]
    public void FramesThatHaveWaited_AreInACheckpointBeforeTheStreamEnds(int ageMsMax, long least, long most)
    {
        _folder.Write("in.csv", Rows + string.Concat(Enumerable.Repeat("2016-08-01 12:00:01.000,paris\n", 50_000)));
        JobReport report = DurableRun.Run(
            _folder.File("job.sql"),
            _folder.File("data"),
            new JobOptions(),
            isStalled: true,
            checkpointsAtMarks: true,
            checkpointAgeMsMax: ageMsMax);
        Assert.That(report.Checkpoints, Is.InRange(least, most));
        Assert.That(report.Events, Is.EqualTo(50_004));
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File("data")} --verify");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }

    /// <summary>Their clock is ingest time, which is no watermark.</summary>
    [Test]
    public void ProcessingTimeWindows_SayIngestTime()
    {
        const long RaisedMs = 1_700_000_000_000;
        var clock = new StatementClock
        {
            Statement = 1,
            OperatorId = 1,
            Stage = 0,
            Tenant = 1,
            Operator = "processing-time tumble",
            IsProcessingTime = true,
            WatermarkMs = RaisedMs,
            RaisedPosition = 64,
            RaisedIngestMs = RaisedMs + 1,
            RaisedSource = -1,
            RaisedRecord = 0,
            LastRowIngestMs = 0,
            Partitions = [],
            OpenRows = 4,
            NextEndMs = RaisedMs + 1_000,
            NextFireAtMs = RaisedMs + 999,
        };
        var explained = new ExplainedClock
        {
            Clock = clock,
            Statement = "counts",
            Table = "orders",
            Tenant = "paris",
            Source = null,
            Partitions = [],
            Inputs = [],
            Verdict = ClockVerdict.Moving,
            BehindMs = 0,
        };
        using var text = new StringWriter { NewLine = "\n" };
        WhyWriter.Write(new WhyReport(64, RaisedMs, RaisedMs, IsRunning: false, [explained]), text);
        Assert.That(text.ToString(), Does.Contain("\n  ingest time 2023-11-14 22:13:20.000\n"));
        Assert.That(text.ToString(), Does.EndWith(
            "it fires when the ingest time has risen by 0.999 s; 4 rows in open processing-time tumble windows\n"));
    }

    /// <summary>The plan needs the assembly, of which nothing in the directory is damaged.</summary>
    [Test]
    public void AssemblyThatIsGone_IsNamed()
    {
        string assembly = _folder.File("functions.dll");
        File.Copy(typeof(TextFunctions).Assembly.Location, assembly);
        _folder.Write("job.sql", $"""
            SET 'hotpath.functions' = '{assembly}';
            CREATE FUNCTION longest AS 'com.shop.Longest';
            CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = '{_folder.File("in.csv")}', 'format' = 'csv');
            CREATE TABLE names (l STRING) WITH ('connector' = 'blackhole');
            INSERT INTO names SELECT longest(shop) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY window_start, window_end;
            """);
        Run(isStalled: true);
        File.Delete(assembly);
        (int exit, _, string messages) = WindowedJob.Command($"why --data {_folder.File("data")}");
        Assert.That(exit, Is.EqualTo(10), messages);
        Assert.That(messages, Does.Contain("HP2009").And.Contain($"assembly '{assembly}' does not exist"));
    }

    [TestCase("-1")]
    [TestCase("1.5")]
    public void SilenceThatIsNoNumberOfSeconds_IsRefused(string silent)
    {
        (int exit, _, string messages) = WindowedJob.Command($"why --data {_folder.File("data")} --silent {silent}");
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(messages, Does.Contain($"--silent '{silent}': give a whole number from 0 to "));
    }

    /// <summary>A status of a process that lives: silence is counted to now.</summary>
    [Test]
    public void RunningNode_CountsToTheWallClock()
    {
        Run(isStalled: true);
        File.WriteAllText(Path.Combine(_folder.File("data"), NodeStatus.FileName), $$"""{"state":"ready","pid":{{Environment.ProcessId}}}""");
        Assert.That(Lines($"why --data {_folder.File("data")}")[0], Does.Match(@"; the node runs, and this is [0-9.]+ s old$"));
        using var running = JsonDocument.Parse(string.Concat(Lines($"why --data {_folder.File("data")} --json")));
        Assert.That(running.RootElement.GetProperty("isRunning").GetBoolean(), Is.True);
        Assert.That(
            running.RootElement.GetProperty("nowMs").GetInt64(), Is.GreaterThanOrEqualTo(running.RootElement.GetProperty("asOfMs").GetInt64()));
    }

    /// <summary>On a full disk a node has no status: it holds its directory all the same.</summary>
    [Test]
    public void RunningNodeWithoutAStatus_IsTakenForOneThatRuns()
    {
        Run(isStalled: true);
        string directory = _folder.File("data");
        using (new FileStream(
            Path.Combine(directory, DataDirectory.LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.That(Lines($"why --data {directory}")[0], Does.Contain("; the node runs, and this is "));
        }

        Assert.That(Lines($"why --data {directory}")[0], Does.EndWith("; the node does not run"));
    }

    [Test]
    public void InputThatHasEnded_HoldsNothing()
    {
        Run(isStalled: false);
        Assert.That(Lines($"why --data {_folder.File("data")}").Skip(1), Is.EqualTo(new[]
        {
            "statement 1 counts, tenant paris: ended", "statement 1 counts, tenant tokyo: ended", "statement 2 sums: ended",
        }));
    }

    [Test]
    public void TenantsWithoutAName_AreToldApart()
    {
        string job = File.ReadAllText(_folder.File("job.sql"));
        _folder.Write("job.sql", job.Replace("'csv')", "'csv', 'csv.null-literal' = 'NULL')", StringComparison.Ordinal));
        _folder.Write("in.csv", "2016-08-01 12:00:05.000,NULL\n2016-08-01 12:00:05.000,\n2016-08-01 12:00:05.000,paris\n");
        Run(isStalled: false);
        Assert.That(Lines($"why --data {_folder.File("data")}").Skip(1), Is.EquivalentTo(new[]
        {
            "statement 1 counts, tenant NULL: ended", "statement 1 counts, tenant '': ended",
            "statement 1 counts, tenant paris: ended", "statement 2 sums: ended",
        }));
    }

    [Test]
    public void DirectoryWithoutState_IsOneClearLine()
    {
        (int exit, _, string messages) = WindowedJob.Command($"why --data {_folder.File("nothing")}");
        Assert.That(exit, Is.EqualTo(3));
        Assert.That(messages, Does.Contain("HP2001"));
    }

    private static string[] Lines(string command)
    {
        (int exit, string output, string messages) = WindowedJob.Command(command);
        Assert.That(exit, Is.Zero, messages);
        return output.TrimEnd('\n').Split('\n');
    }

    private void Run(bool isStalled)
    {
        DurableRun.Run(
            _folder.File("job.sql"),
            _folder.File("data"),
            new JobOptions { RingBytes = 256 * 1024, FrameBytesMax = 4096, ShardCount = 2 },
            isStalled);
        File.Delete(Path.Combine(_folder.File("data"), NodeStatus.FileName)); // it names this process, which lives on
    }
}
