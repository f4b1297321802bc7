using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The power of a whole machine cut at random moments of a durable run: no row that was seen before is lost, and at the
/// end of the input the bytes are those of a run without a cut.
/// </summary>
public sealed class PowerCutTests
{
    private const int LifeMs = 5000;
    private const int BootMsMax = 60_000;
    private const int EndMsMax = 120_000;
    private const string Sink = "/out.csv";
    private const string Watcher =
        """$| = 1; while (1) { print "released ", (-s "/mnt/out.csv") || 0, "\n"; select undef, undef, undef, 0.05 }""";

    private ScratchFolder _folder = null!;

    private string Image => _folder.File("disk.img");

    private string Init => _folder.File("init.sh");

    [TearDown]
    public void Remove() => _folder?.Dispose();

    [Test]
    public void Run_WhosePowerIsCut_LosesNoReleasedRowAndEndsWithTheRightBytes()
    {
        UserModeLinux.Require();
        _folder = new ScratchFolder();
        using var job = new PacedJob(Counts.Seed);
        WriteInit();
        MakeDisk(job);
        var random = new SplitMix64(Counts.Seed);
        long acknowledged = 0;
        long closest = long.MaxValue;
        int ended = 0;
        int released = 0;
        for (int cut = 0; cut < Counts.PowerCuts; cut++)
        {
            int afterMs = random.Below(LifeMs);
            string what = $"cut {cut}, {afterMs} ms after the start, seed {Counts.Seed}";
            (string console, long journal, long sinkBytes) = LiveAndCut(afterMs);
            Assert.That(
                journal,
                Is.GreaterThanOrEqualTo(acknowledged),
                $"{what}: events of rows that were seen are lost\n{console}");
            closest = Math.Min(closest, acknowledged > 0 ? journal - acknowledged : closest);
            if (console.Contains("end ", StringComparison.Ordinal))
            {
                Check(job, console, what);
                MakeDisk(job);
                acknowledged = 0;
                ended++;
                continue;
            }

            byte[] sink = UserModeLinux.ReadFile(Image, Sink, _folder.File("copy.csv"));
            Assert.That(SinkCheck.PowerCut(job.CalmBytes, sink), Is.Null, $"{what}: on the disk");
            acknowledged = Math.Max(acknowledged, PositionOf(job, sinkBytes));
            released += sinkBytes > 0 ? 1 : 0;
        }

        using UserModeLinux last = UserModeLinux.Boot(Image, Init);
        Assert.That(last.WaitFor("end ", EndMsMax), last.Console);
        Thread.Sleep(500); // it syncs and goes off by itself
        Check(job, last.Console, "the last life");
        TestContext.Out.WriteLine(
            $"{Counts.PowerCuts} power cuts, {released} after rows were seen, {ended} lives ended first, "
            + (closest == long.MaxValue ? string.Empty : $"journal at least {closest} bytes ahead of those rows, ")
            + $"seed {Counts.Seed}");
    }

    private (string Console, long Journal, long SinkBytes) LiveAndCut(int afterMs)
    {
        using UserModeLinux machine = UserModeLinux.Boot(Image, Init);
        Assert.That(machine.WaitFor("start", BootMsMax), machine.Console);
        machine.WaitFor("end ", afterMs);
        if (machine.Console.Contains("end ", StringComparison.Ordinal))
        {
            machine.WaitFor("synced", EndMsMax);
        }

        machine.Cut();
        bool isOpened = machine.Console.Contains("data directory: ", StringComparison.Ordinal);
        long journal = isOpened ? machine.LastNumber("journal to") : long.MaxValue;
        return (machine.Console, journal, machine.LastNumber("released"));
    }

    private void Check(PacedJob job, string console, string what)
    {
        Assert.That(console, Does.Contain("end 0").And.Contain("balanced to the row"), $"{what}: {console}");
        byte[] sink = UserModeLinux.ReadFile(Image, Sink, _folder.File("copy.csv"));
        Assert.That(SinkCheck.Partial(job.CalmBytes, sink), Is.Null, what);
        Assert.That(sink, Has.Length.EqualTo(job.CalmBytes.Length), $"{what}: rows are missing");
    }

    // The journal position without which the last whole row of a sink could not have been released.
    private static long PositionOf(PacedJob job, long sinkBytes)
    {
        string seen = Encoding.UTF8.GetString(job.CalmBytes, 0, checked((int)sinkBytes));
        string[] lines = seen.Split('\n');
        if (lines.Length < 2)
        {
            return 0;
        }

        var start = DateTime.Parse(
            lines[^2].Split(',')[1].Trim('"'),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return PacedJob.PositionAt(start);
    }

    private void MakeDisk(PacedJob job)
    {
        string content = Directory.CreateDirectory(_folder.File("content")).FullName;
        File.WriteAllText(Path.Combine(content, "job.sql"), job.ScriptIn("/mnt"));
        UserModeLinux.MakeDisk(Image, content);
    }

    private void WriteInit()
    {
        _folder.Write("init.sh", $"""
            #!/bin/bash
            mount -t proc proc /proc; mount -t tmpfs tmpfs /tmp; mount -t sysfs sysfs /sys
            mount -t ext4 /dev/ubda /mnt
            export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 HOME=/tmp
            export DOTNET_EnableAVX=0 DOTNET_GCEnabledInstructionSets=0
            echo start
            perl -e '{Watcher}' &
            dotnet exec {Path.Combine(AppContext.BaseDirectory, "hotpath.dll")} run /mnt/job.sql \
              --set OUT=out --set RATE={PacedJob.SlowRowsPerSecond} --data /mnt/data 2>&1 | cat
            echo "end ${"{"}PIPESTATUS[0]{"}"}"
            sync
            echo synced
            poweroff -f
            """);
        Assert.That(CommandRun.Complete($"chmod +x {Init}").ExitCode, Is.Zero);
    }
}
