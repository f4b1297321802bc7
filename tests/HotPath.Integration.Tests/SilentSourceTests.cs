using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>A whole node whose source falls silent: ticks close its windows, and a replay of the log gives the same.</summary>
public sealed class SilentSourceTests
{
    private const int RowsOut = 3;

    private const string Script = """
        SET 'hotpath.window-timeout' = '40 ms';
        SET 'hotpath.tick-interval' = '5 ms';
        SET 'hotpath.closed-by' = 'closed_by';
        SET 'hotpath.allowed-lateness' = '1 h';
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv');
        SELECT tenant, window_end, COUNT(*) AS n, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, window_start, window_end;
        """;

    [Test]
    public void SilentSource_ItsWindowsClose_AndAReplayGivesTheSame()
    {
        using var folder = new WorkFolder();
        folder.Write("in.csv", "2024-01-01 00:00:01,a\n2024-01-01 00:00:02,b\n2024-01-01 00:00:11,b\n2024-01-01 00:00:03,a\n");
        IJobPlan plan = TestEngine.Compile(folder.File("in.csv"), Script);
        string log = folder.File("run.hplog");
        var texts = new TextConnectors();
        int rows = 0;
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using CancellationTokenRegistration giveUp = limit.Token.Register(stop.Cancel);
        var silent = new SilentConnectors(texts, () => _ = Interlocked.Increment(ref rows) == RowsOut ? Stop(stop) : 0);
        JobReport report = JobRunner.Run(plan, silent, TestEngine.Small with { RecordPath = log, ShardCount = 2 }, stop.Token);

        string[] lines = texts.Texts["select-1"].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.That(lines.Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "+I,a,2024-01-01 00:00:10.000,2,timeout", "+I,b,2024-01-01 00:00:10.000,1,watermark", "+I,b,2024-01-01 00:00:20.000,1,timeout",
        }));
        RunResult replayed = TestEngine.Replay(log, plan, TestEngine.Small with { ShardCount = 3, BatchFrames = 1 });
        Assert.That(replayed.Report.Divergences, Is.Empty);
        Assert.That(replayed.Texts, Is.EqualTo(texts.Texts));
        Assert.That(replayed.Report.MarkHashes, Is.EqualTo(report.MarkHashes).And.Not.Empty);
        Assert.That(report.Balanced && replayed.Report.Balanced, Is.True);
    }

    /// <summary>Nothing but ticks can end these windows, which the end of no input does.</summary>
    [Test]
    public void ProcessingTime_EndsWindowsByTicks_AndAReplayGivesTheSame()
    {
        using var folder = new WorkFolder();
        folder.Write("in.csv", "a\nb\nb\na\nb\n");
        IJobPlan plan = TestEngine.Compile(folder.File("in.csv"), """
            SET 'hotpath.tick-interval' = '5 ms';
            SET 'hotpath.table.ev.tenant' = 'tenant';
            CREATE TABLE ev (tenant STRING, pt AS PROCTIME())
            WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv');
            SELECT tenant, COUNT(*) AS n
            FROM TABLE(SESSION(TABLE ev PARTITION BY tenant, DESCRIPTOR(pt), INTERVAL '30' SECOND)) GROUP BY tenant, window_start, window_end;
            SELECT tenant, window_start, COUNT(*) AS n
            FROM TABLE(SESSION(TABLE ev PARTITION BY tenant, DESCRIPTOR(pt), INTERVAL '0.2' SECOND)) GROUP BY tenant, window_start, window_end;
            """);
        string log = folder.File("run.hplog");
        var texts = new TextConnectors();
        int rows = 0;
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using CancellationTokenRegistration giveUp = limit.Token.Register(stop.Cancel);
        var silent = new SilentConnectors(texts, () => _ = Interlocked.Increment(ref rows) == 2 ? Stop(stop) : 0);
        JobReport report = JobRunner.Run(plan, silent, TestEngine.Small with { RecordPath = log, ShardCount = 2 }, stop.Token);

        string[] lines = texts.Texts["select-2"].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.That(lines.Sum(static line => int.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture)), Is.EqualTo(5));
        Assert.That(texts.Texts["select-1"].Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1), "open still");
        RunResult replayed = TestEngine.Replay(log, plan, TestEngine.Small with { ShardCount = 3, BatchFrames = 1 });
        Assert.That(replayed.Report.Divergences, Is.Empty);
        Assert.That(replayed.Texts, Is.EqualTo(texts.Texts));
        Assert.That(replayed.Report.MarkHashes, Is.EqualTo(report.MarkHashes).And.Not.Empty);
        Assert.That(report.Balanced && replayed.Report.Balanced, Is.True);
    }

    private static int Stop(CancellationTokenSource stop)
    {
        stop.Cancel();
        return 1;
    }
}
