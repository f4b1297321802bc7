using System.IO;
using HotPath.Daemon.Terminals;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class ProgressLineTests
{
    private static readonly ProgressFigures Figures = new(1_500_000, 2_000_000, 99, 0, 1_200, 4, 3_145_728, 524_288);

    [Test]
    public void Show_NoTerminal_IsAPlainLine()
    {
        var text = new StringWriter { NewLine = "\n" };
        var line = new ProgressLine(text, isInPlace: false, static () => 80);
        line.Show(Figures);
        line.Clear();
        Assert.That(text.ToString(), Is.EqualTo(
            "1,500,000 events, 2.00 M/s, position 99, watermark 1970-01-01 00:00:00.000, lag 1.20 s, "
            + "3.00 MiB native, 512 KiB managed, 4 dead letters\n"));
    }

    [Test]
    public void Span_OfSeveralReports_HasTheRateOfAllSinceTheLineBefore()
    {
        const long secondNs = 1_000_000_000;
        var span = new ProgressSpan();
        Assert.That(Line(events: 700, perSecond: 70, atSecond: 1).EventsPerSecond, Is.EqualTo(70), "no line before");
        Assert.That(Line(events: 1_700, perSecond: 0, atSecond: 6).EventsPerSecond, Is.EqualTo(200));
        Assert.That(Line(events: 1_700, perSecond: 0, atSecond: 7).EventsPerSecond, Is.Zero);

        ProgressFigures Line(long events, double perSecond, int atSecond)
        {
            var progress = new JobProgress(events, perSecond, 1, 2, 3, 4, 5, 6, 7, LatencyReading.None);
            span.Note(progress);
            return span.End(progress, atSecond * secondNs);
        }
    }

    [Test]
    public void IsDue_AfterALine_IsFalseForItsInterval()
    {
        var line = new ProgressLine(new StringWriter(), isInPlace: false, static () => 80);
        Assert.That(line.IsDue, Is.True);
        line.Show(Figures);
        Assert.That(line.IsDue, Is.False);
    }

    [Test]
    public void Show_NarrowTerminal_IsCutSoThatItCanBeRewritten()
    {
        var text = new StringWriter();
        var line = new ProgressLine(text, isInPlace: true, static () => 30);
        line.Show(Figures);
        Assert.That(text.ToString(), Is.EqualTo("\r\u001b[K1,500,000 events, 2.00 M/s, p"));
        line.Clear();
        line.Clear();
        Assert.That(text.ToString(), Does.EndWith(", p\r\u001b[K"));
    }
}
