using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class ReportTests
{
    internal static readonly RunReport Sample = new()
    {
        Command = "run",
        Version = "0.1.0",
        Outcome = "completed",
        ExitCode = 0,
        Events = 1_000,
        Rejected = 2,
        DeadLetters = 3,
        DurationSeconds = 0.5,
        EventsPerSecond = 2_000,
        FirstEventMs = 321,
        Position = 123_456,
        WatermarkMs = long.MaxValue,
        IsLedgerBalanced = true,
        Sources = [new SourceFigures("events", "acme", 1_002, 1_000, 2, 0, 0, 0)],
        Statements =
        [
            new StatementFigures(1, "revenue", "acme", 600, 100, 490, 9, 1, 0, 0, 490, 0, 7, 0, 0, 0),
            new StatementFigures(1, "revenue", "zeta", 400, 0, 400, 0, 0, 0, 0, 400, 0, 5, 0, 0, 0),
        ],
        Sinks = [new SinkFigures("revenue", 12, 12, 2_048, "00000000deadbeef")],
        Marks = [new MarkFigures(65_536, "0123456789abcdef")],
        FirstDeadLetters = ["events record 7: BadValue in amount"],
        Memory = new MemoryFigures(1 << 20, 42, 1 << 10),
    };

    [Test]
    public void Summary_OfARun_SaysWhatHappenedToEveryRow()
    {
        var text = new StringWriter { NewLine = "\n" };
        SummaryWriter.Write(Sample, text);
        string summary = text.ToString();
        Assert.Multiple(() =>
        {
            Assert.That(summary, Does.Contain("run complete: 1,000 events in 500 ms (2000/s; first event after 321 ms)"));
            Assert.That(summary, Does.Contain("events: 1,002 read, 1,000 sequenced, 2 rejected; 1 tenant"));
            Assert.That(summary, Does.Contain("statement 1 revenue: 890 of 1,000 rows applied, 100 filtered, 9 late, 1 failed -> 12 rows"));
            Assert.That(summary, Does.Contain("by tenant: acme 490 (9 late), zeta 400"));
            Assert.That(summary, Does.Contain("out       revenue: 12 rows, 2.00 KiB, hash 00000000deadbeef"));
            Assert.That(summary, Does.Contain("3 dead letters, 2 of them rejected at ingress; the first:\n              events record 7: BadValue"));
            Assert.That(summary, Does.Contain("1 mark, last state hash 0123456789abcdef; watermark end"));
            Assert.That(summary, Does.Contain("balanced to the row"));
            Assert.That(summary, Does.Contain("in memory: nothing of this survives; --data DIR makes a run durable"));
        });
    }

    /// <summary>The rows of a statement that is its tenants' add up.</summary>
    [Test]
    public void Summary_RowsWithoutATenant_AreTold()
    {
        var text = new StringWriter { NewLine = "\n" };
        StatementFigures[] figures = [.. Sample.Statements];
        SummaryWriter.Write(Sample with { Statements = [figures[0] with { Tenant = null }, figures[1] with { Tenant = "" }] }, text);
        Assert.That(text.ToString(), Does.Contain("by tenant: NULL 490 (9 late), '' 400\n"));
    }

    [Test]
    public void Summary_OfAReplay_AdvisesNothing()
    {
        var text = new StringWriter();
        SummaryWriter.Write(Sample with { Command = "replay", Log = "day.hplog" }, text);
        Assert.That(text.ToString(), Does.Contain("  replayed  day.hplog").And.Not.Contain("--data DIR"));
    }

    [Test]
    public void Summary_LedgerNotBalanced_SaysSo()
    {
        var text = new StringWriter();
        SummaryWriter.Write(Sample with { IsLedgerBalanced = false, Divergences = ["mark 65536: other hash"] }, text);
        Assert.That(text.ToString(), Does.Contain("NOT BALANCED").And.Contain("DIVERGED  mark 65536: other hash"));
    }

    [Test]
    public void Losses_InQuietMode_AreALineForEachKind()
    {
        var text = new StringWriter { NewLine = "\n" };
        SummaryWriter.WriteLosses(Sample, text);
        SummaryWriter.WriteLosses(Sample with { DeadLetters = 0, Statements = [] }, text);
        Assert.That(text.ToString(), Is.EqualTo(
            "hotpath: 3 dead letters (2 rejected at ingress); first: events record 7: BadValue in amount\n"
            + "hotpath: statement 1 revenue: 9 late rows in no result\n"));
    }

    [Test]
    public void ReportFile_Written_IsJsonWithAllFigures()
    {
        string path = Path.Combine(Path.GetTempPath(), $"hotpath-report-{Guid.NewGuid():N}.json");
        ReportFile.Probe(path);
        ReportFile.Write(path, Sample);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        File.Delete(path);
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("events").GetInt64(), Is.EqualTo(1_000));
            Assert.That(json.RootElement.GetProperty("statements")[1].GetProperty("tenant").GetString(), Is.EqualTo("zeta"));
            Assert.That(json.RootElement.GetProperty("sinks")[0].GetProperty("hash").GetString(), Is.EqualTo("00000000deadbeef"));
            Assert.That(json.RootElement.EnumerateObject().Count(), Is.EqualTo(typeof(RunReport).GetProperties().Length));
        });
    }

    [TestCase("/dev/full")]
    [TestCase("/nowhere/report.json")]
    [TestCase("/")]
    public void ReportFile_Unwritable_NamesOptionAndPath(string path)
    {
        HotPathException? error = Assert.Throws<HotPathException>(() =>
        {
            ReportFile.Probe(path);
            ReportFile.Write(path, Sample);
        });
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.StartWith($"--report {path}: "));
    }
}
