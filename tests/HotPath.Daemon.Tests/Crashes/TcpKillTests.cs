using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Client;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A node that clients send to over TCP, and its senders, killed at random moments: every record that was acknowledged
/// is in the sink exactly once.
/// </summary>
public sealed class TcpKillTests
{
    private const int Senders = 3;
    private const int RecordsAKill = 700;
    private const int RecordsMin = 1500;
    private const int Rate = 1500;
    private const int MsAKillMax = 1200;
    private const int Killed = 128 + 9;
    private const int Terminated = 143;
    private const int PatienceMs = 600_000;

    [Test]
    public void Node_AndSendersKilled_KeepEveryAcknowledgedRecordOnce()
    {
        int kills = Counts.TcpKills;
        using var job = new TcpJob(Senders, RecordsMin + (RecordsAKill * kills));
        var random = new SplitMix64(Counts.Seed + 31);
        CommandRun node = CommandRun.Start($"exec {job.Node()}");
        var senders = job.Senders.ToDictionary(static s => s, s => Start(job, s));
        int nodeKills = 0;
        int senderKills = 0;
        try
        {
            while (nodeKills + senderKills < kills && senders.Values.Any(static run => !run.IsEnded))
            {
                Thread.Sleep(random.Below(MsAKillMax));
                int victim = random.Below(2 * Senders);
                if (victim >= Senders)
                {
                    node = Kill(node, $"exec {job.Node()}", ref nodeKills);
                }
                else if (!senders[job.Senders[victim]].IsEnded)
                {
                    string sender = job.Senders[victim];
                    senders[sender] = Kill(senders[sender], SendLine(job, sender), ref senderKills);
                }
            }

            foreach ((string sender, CommandRun run) in senders)
            {
                CommandResult result = run.Finish(PatienceMs);
                Assert.That(result.ExitCode, Is.Zero, $"{sender}: {result.Errors}");
            }

            // Nothing is left to send; but whoever is welcome stands before a node that has recovered.
            CommandResult last = CommandRun.Complete(job.Send(job.Senders[0]), PatienceMs);
            Assert.That(last.ExitCode, Is.Zero, last.Errors);
            node.Signal("TERM");
            CommandResult end = node.Finish(PatienceMs);
            Assert.That(end.ExitCode, Is.EqualTo(Terminated), end.Errors);
        }
        finally
        {
            node.Dispose();
            senders.Values.ToList().ForEach(static run => run.Dispose());
        }

        TestContext.Out.WriteLine($"{nodeKills} kills of the node, {senderKills} of senders, seed {Counts.Seed}");
        Assert.That(OnceCheck.Problem(job.Kept, job.All(job.Records), areOthersAllowed: false), Is.Null);
        Assert.That(nodeKills + senderKills, Is.GreaterThan(0));
        ReplayIsEqual(job);
    }

    [Test]
    public void Node_Killed_NeverForgetsWhatItAcknowledged()
    {
        using var job = new TcpJob(senders: 1, records: 0, credit: 50);
        var random = new SplitMix64(Counts.Seed + 32);
        string name = job.Senders[0];
        using var client = new IngressClient(new IngressClientOptions
        {
            Host = "127.0.0.1",
            Port = job.Port,
            Client = name,
            RetryMs = PatienceMs,
            ConnectMs = PatienceMs,
        });
        CommandRun node = CommandRun.Start($"exec {job.Node()}");
        int nodeKills = 0;
        int kills = Math.Max(1, Counts.TcpKills / 2);
        try
        {
            Assert.That(client.Connect(), Is.Not.Null);
            while (nodeKills < kills)
            {
                long target = client.Acknowledged + 1 + random.Below(400);
                while (client.Acknowledged < target)
                {
                    SendStatus status = client.TrySend(Encoding.ASCII.GetBytes(TcpJob.Line(name, client.NextSequence)));
                    Assert.That(status, Is.Not.EqualTo(SendStatus.Rewound), "it forgot what it had acknowledged");
                    Assert.That(client.Work(waitMs: 1), Is.True);
                }

                node = Kill(node, $"exec {job.Node()}", ref nodeKills);
            }

            // One more, so that the node of the last life has recovered before it is told to stop.
            Assert.That(client.Work(waitMs: 0), Is.True);
            Assert.That(client.Send(Encoding.ASCII.GetBytes(TcpJob.Line(name, client.NextSequence))), Is.EqualTo(SendStatus.Taken));
            Assert.That(client.Flush(), Is.EqualTo(SendStatus.Taken));
            node.Signal("TERM");
            Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        }
        finally
        {
            node.Dispose();
        }

        TestContext.Out.WriteLine($"{nodeKills} kills of the node between {client.Connections} connections, seed {Counts.Seed}");
        Assert.That(OnceCheck.Problem(job.Kept, job.All(client.Acknowledged), areOthersAllowed: false), Is.Null);
        Assert.That(client.Connections, Is.GreaterThan(1));
    }

    /// <summary>The control: what is sent under another id is a second time there, and the check must see it.</summary>
    [Test]
    public void Records_SentUnderTwoIds_AreFoundByTheCheck()
    {
        using var job = new TcpJob(senders: 1, records: 200);
        using CommandRun node = CommandRun.Start($"exec {job.Node()}");
        foreach (string client in (string[])["sender-0", "another"])
        {
            CommandResult result = CommandRun.Complete(job.Send("sender-0", client), PatienceMs);
            Assert.That(result.ExitCode, Is.Zero, result.Errors);
        }

        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(
            OnceCheck.Problem(job.Kept, job.All(200), areOthersAllowed: false),
            Is.EqualTo("record 1 of sender-0 comes again behind 200"));
    }

    [TestCase("a,1", "a,2", null)]
    [TestCase("a,1", "a,1", "record 1 of a comes again behind 1")]
    [TestCase("a,1", "a,3", "record 3 of a comes behind 1: 2 is missing")]
    [TestCase("a,1", "b,1", "'b,1' is of no client")]
    public void Check_OfASink_SeesWhatIsWrong(string first, string second, string? problem) => Assert.That(
        OnceCheck.Problem([first, second], new Dictionary<string, long> { ["a"] = 2 }, areOthersAllowed: false),
        Is.EqualTo(problem));

    [Test]
    public void Check_OfASinkThatEndsEarly_SeesIt() => Assert.That(
        OnceCheck.Problem(["a,1"], new Dictionary<string, long> { ["a"] = 2 }, areOthersAllowed: true),
        Is.EqualTo("1 records of a are there, 2 were acknowledged"));

    private static CommandRun Start(TcpJob job, string sender) => CommandRun.Start(SendLine(job, sender));

    private static string SendLine(TcpJob job, string sender) => $"exec {job.Send(sender, options: $"--rate {Rate}")}";

    private static CommandRun Kill(CommandRun run, string again, ref int kills)
    {
        run.Signal("KILL");
        CommandResult result = run.Finish(PatienceMs);
        Assert.That(result.ExitCode, Is.EqualTo(Killed).Or.Zero, result.Errors);
        kills += result.ExitCode == Killed ? 1 : 0;
        run.Dispose();
        return CommandRun.Start(again);
    }

    private static void ReplayIsEqual(TcpJob job)
    {
        CommandResult replay = CommandRun.Complete(job.Replay, PatienceMs);
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }
}
