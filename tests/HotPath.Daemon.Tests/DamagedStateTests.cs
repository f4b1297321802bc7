using System.IO;
using HotPath.Daemon.Tests.Crashes;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>A state that is damaged and of which no snapshot is kept: the journal holds everything, or it does not.
/// </summary>
public sealed class DamagedStateTests
{
    private const string Name = "run";

    private SmallJob _job = null!;

    [SetUp]
    public void RunOnce()
    {
        _job = new SmallJob(rows: 100, seed: 4, keepsSnapshots: false);
        Assert.That(_job.Run(Name).ExitCode, Is.Zero);
    }

    [TearDown]
    public void Remove() => _job.Dispose();

    [Test]
    public void State_WithoutSnapshotAndJournal_IsRefusedAndLeftAsItIs()
    {
        string away = _job.PathOf("journal-away");
        Directory.Move(_job.PathOf(Name + "/journal"), away);
        byte[] damaged = Damage();
        CommandResult refused = _job.Run(Name);
        Assert.That(refused.ExitCode, Is.EqualTo(9), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP2008").And.Contain("no whole snapshot is kept"));
        Assert.That(File.ReadAllBytes(_job.PathOf(Name + "/state/data.mdb")), Is.EqualTo(damaged));
    }

    [Test]
    public void State_WithoutSnapshot_IsRebuiltFromAJournalThatReachesBackToItsStart()
    {
        byte[] damaged = Damage();
        CommandResult rebuilt = _job.Run(Name);
        Assert.That(rebuilt.ExitCode, Is.Zero, rebuilt.Errors);
        Assert.That(rebuilt.Errors, Does.Contain("setting it aside and replaying the journal from its start"));
        Assert.That(rebuilt.Errors, Does.Match("recovered to position [0-9]+: [0-9]+ frames replayed in [0-9.]+ s"));
        Assert.That(rebuilt.Errors, Does.Contain("balanced to the row").And.Contain("100 events had been taken"));
        Assert.That(_job.Sink(Name), Is.EqualTo(_job.CalmBytes));
        Assert.That(File.ReadAllBytes(_job.PathOf(Name + "/state.damaged-1/data.mdb")), Is.EqualTo(damaged));
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_job.PathOf(Name)} --verify");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
    }

    [Test]
    public void State_WhoseFileIsGone_IsRebuiltAsADamagedOneIs()
    {
        File.Delete(_job.PathOf(Name + "/state/data.mdb"));
        CommandResult rebuilt = _job.Run(Name);
        Assert.That(rebuilt.ExitCode, Is.Zero, rebuilt.Errors);
        Assert.That(rebuilt.Errors, Does.Contain("data.mdb: damaged: it does not exist").And.Contain("100 events had been taken"));
        Assert.That(_job.Sink(Name), Is.EqualTo(_job.CalmBytes));
    }

    /// <summary>Progress may go unsaid, what a disk has done may not.</summary>
    [Test]
    public void State_WhoseFileIsGone_IsToldOfQuietlyToo()
    {
        File.Delete(_job.PathOf(Name + "/state/data.mdb"));
        CommandResult rebuilt = _job.RunQuietly(Name);
        Assert.That(rebuilt.ExitCode, Is.Zero, rebuilt.Errors);
        Assert.That(rebuilt.Errors, Does.Contain("data.mdb: damaged").And.Not.Contain("recovered to position"));
    }

    /// <summary>A new identity would make the journal look like that of another directory, for good.</summary>
    [Test]
    public void Identity_ThatIsGone_IsNotMadeAnewBesideItsJournal()
    {
        string node = _job.PathOf(Name + "/node");
        string identity = File.ReadAllText(node);
        File.Delete(node);
        CommandResult refused = _job.Run(Name);
        Assert.That(refused.ExitCode, Is.EqualTo(9), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("/node: does not exist, but its journal does").And.Contain("hotpath journal ls"));
        Assert.That(File.Exists(node), Is.False);

        CommandResult journal = CommandRun.Complete($"hotpath journal ls --data {_job.PathOf(Name)}");
        Assert.That(journal.Errors + journal.Output, Does.Contain($"node {identity}"));
        File.WriteAllText(node, identity);
        Assert.That(_job.Run(Name).ExitCode, Is.Zero);
        Assert.That(_job.Sink(Name), Is.EqualTo(_job.CalmBytes));
    }

    private byte[] Damage()
    {
        string path = _job.PathOf(Name + "/state/data.mdb");
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = 0; i < bytes.Length; i += 512)
        {
            bytes[i] ^= 0x55;
        }

        File.WriteAllBytes(path, bytes);
        return bytes;
    }
}
