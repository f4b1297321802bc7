using System.IO;
using HotPath.Daemon.Tests.Crashes;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Event ids as a user meets them.</summary>
public sealed class EventIdRunTests
{
    private const int Rows = 2_000;

    [Test]
    public void Run_FromAPipeGivenTwice_CountsItOnce()
    {
        using var job = new RepeatedIdJob(Counts.Seed, Rows);
        CommandResult first = CommandRun.Complete(job.Command(isPiped: true));
        Assert.That(first.ExitCode, Is.Zero, first.Errors);
        Assert.That(job.Sink(), Is.EqualTo(job.Answers));
        Assert.That(first.Errors, Does.Contain($"{job.Repeated} deduplicated"));
        byte[] bytes = File.ReadAllBytes(job.PathOf("out.csv"));

        CommandResult again = CommandRun.Complete(job.Command(isPiped: true));
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(File.ReadAllBytes(job.PathOf("out.csv")), Is.EqualTo(bytes));
        Assert.That(again.Errors, Does.Contain("4,000 read").And.Contain("balanced to the row"));

        string data = job.PathOf("data");
        CommandResult state = CommandRun.Complete($"hotpath state ls --data {data}");
        Assert.That(state.Output, Does.Match($"\t1\t{(int)'i'}\t[1-9]"), "event ids of the first tenant");
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {data} --verify --shards 3 --quiet");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }
}
