using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>How threads wait, said at the start and changed while the node runs.</summary>
public sealed class TuneTests
{
    private const int WaitMs = 100_000;
    private const int StepMs = 50;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", """
            CREATE TABLE g (k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100');
            CREATE TABLE o (k INT) WITH ('connector' = 'blackhole');
            INSERT INTO o SELECT k FROM g;
            """);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Tune_OfARunningNode_IsDoneAndSaid()
    {
        string data = _folder.File("data");
        string errors = _folder.File("errors");
        using CommandRun run = CommandRun.Start(
            $"exec dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --data {data} --idle adaptive --pin off 2>{errors}");
        WaitFor(errors, "threads: ingress");
        Assert.That(File.ReadAllText(errors), Does.Contain("(not pinned), idle adaptive"));
        CommandResult tune = CommandRun.Complete($"hotpath tune --data {data} --idle yield");
        Assert.That(tune.ExitCode, Is.Zero, tune.Errors);
        WaitFor(errors, "idle strategy yield from now on");
        File.WriteAllText(Path.Combine(data, "tune"), "sleepy");
        WaitFor(errors, "hotpath tune asked for 'sleepy', which is no idle strategy");
        CommandResult both = CommandRun.Complete(
            $"hotpath tune --data {data} --idle backoff & hotpath tune --data {data} --idle adaptive & wait -n && wait -n");
        Assert.That(both.ExitCode, Is.Zero, both.Errors);
        WaitFor(errors, "idle strategy backoff from now on");
        Assert.That(Regex.Count(File.ReadAllText(errors), "idle strategy adaptive from now on"), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(data, "tune*"), Is.Empty, "an answer is read once");
        run.Signal("TERM");
        Assert.That(run.Finish().ExitCode, Is.EqualTo(143));

        CommandResult late = CommandRun.Complete($"hotpath tune --data {data} --idle spin");
        Assert.That((late.ExitCode, late.Errors), Is.EqualTo((3, late.Errors)));
        Assert.That(late.Errors, Does.Contain("the node there has ended; give --idle to hotpath run instead"));
        Assert.That(File.Exists(Path.Combine(data, "tune")), Is.False);
    }

    [Test]
    public void Tune_ThatTheNodeRefuses_FailsWithItsReason()
    {
        string data = _folder.File("data");
        string errors = _folder.File("errors");
        using CommandRun run = CommandRun.Start(
            $"exec taskset -c 0 dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --data {data} --pin off --threads ingress/shard0+recorder+egress 2>{errors}");
        WaitFor(errors, "threads: ingress");
        CommandResult tune = CommandRun.Complete($"hotpath tune --data {data} --idle spin");
        Assert.That(tune.ExitCode, Is.EqualTo(2), tune.Errors);
        Assert.That(tune.Errors, Does.Contain("the node refused:").And.Contain("spin"));
        run.Signal("TERM");
        Assert.That(run.Finish().ExitCode, Is.EqualTo(143));
    }

    [TestCase("--pin 999", "--pin '999': core 999 is not usable here")]
    [TestCase("--pin fast", "--pin 'fast': is neither auto, nor off, nor cores")]
    [TestCase("--nice 40", "--nice '40': give a whole number from -20 to 19")]
    [TestCase("--nice x", "--nice 'x': give a whole number from -20 to 19")]
    [TestCase("--idle sleepy", "--idle 'sleepy': give one of backoff, adaptive, yield, spin\n")]
    [TestCase("--idle 3", "--idle '3': give one of backoff, adaptive, yield, spin\n")]
    [TestCase("--shards 65", "--shards '65': give a whole number from 0 to 64")]
    [TestCase("--threads fast", "thread plan 'fast'")]
    public void Run_WithWhatThreadsCannotDo_IsRefusedBeforeAnythingRuns(string option, string message)
    {
        CommandResult run = CommandRun.Complete($"hotpath run {_folder.File("job.sql")} {option}");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Errors);
        Assert.That(run.Errors, Does.Contain(message));
        CommandResult explain = CommandRun.Complete($"hotpath explain {_folder.File("job.sql")} {option}");
        Assert.That((explain.ExitCode, explain.Output), Is.EqualTo((2, string.Empty)));
        Assert.That(explain.Errors, Is.EqualTo(run.Errors.Replace("hotpath run", "hotpath explain", System.StringComparison.Ordinal)));
    }

    [Test]
    public void Explain_EndsWithTheThreadsOfThisMachine()
    {
        CommandResult explain = CommandRun.Complete($"hotpath explain {_folder.File("job.sql")}");
        Assert.That(explain.Output, Does.Match("\nthreads: ingress.*egress.* \\(.*pinned.*\\), idle backoff\n$"));
    }

    [Test]
    public void Explain_WithOptionsOfARun_ShowsItsThreads()
    {
        CommandResult explain = CommandRun.Complete(
            $"hotpath explain {_folder.File("job.sql")} --threads ingress+shards/egress --shards 3 --pin off --idle yield --nice 2");
        Assert.That(explain.Output, Does.EndWith(
            "\nthreads: ingress+shard0+shard1+shard2, recorder+egress (not pinned), idle yield, nice 2\n"));
    }

    private static void WaitFor(string path, string text)
    {
        for (int ms = 0; ms < WaitMs; ms += StepMs)
        {
            if (File.Exists(path) && File.ReadAllText(path).Contains(text, System.StringComparison.Ordinal))
            {
                return;
            }

            Thread.Sleep(StepMs);
        }

        Assert.Fail($"'{text}' was not said: {File.ReadAllText(path)}");
    }
}
