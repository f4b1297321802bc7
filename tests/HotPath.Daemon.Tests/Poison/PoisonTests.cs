using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Poison;

/// <summary>
/// A row that ends the process is set aside after two lives; everything else is as without that row. A kill from
/// outside, at the very same row as often as you like, sets nothing aside.
/// </summary>
public sealed class PoisonTests
{
    private const int Rows = 200;
    private const int PoisonedRecord = 120;
    private const int FiringRecord = 122; // its watermark is the first to pass second 119
    private const int LivesMax = 3;

    // Frames lie where the plan before them ends, and the names of outputs are in it: all are of one length.
    private const int NameLength = 8;

    private ScratchFolder _folder = null!;
    private long _position;

    [OneTimeSetUp]
    public void MakeInputs()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, amount INT,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${DIR}/${IN}.csv', 'format' = 'csv');
            CREATE TABLE totals (user_key BIGINT, ws TIMESTAMP(3), n BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/${OUT}.out', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '1024';
            SET 'hotpath.dead-letter.path' = '${DIR}/${OUT}.dead';
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] lines = [.. Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{start.AddSeconds(i):yyyy-MM-dd HH:mm:ss.fff},{i % 5},{i}"))];
        File.WriteAllLines(_folder.File("all.csv"), lines);
        File.WriteAllLines(_folder.File("others.csv"), lines.Where((_, i) => i != PoisonedRecord - 1));
        Calm("all", "calm-all");
        Calm("others", "calm-oth");
        _position = PositionOf(PoisonedRecord);
    }

    [OneTimeTearDown]
    public void RemoveInputs() => _folder.Dispose();

    [TestCase("overflow", 134)]
    [TestCase("segv", 134, 139)]
    [TestCase("throw", 1)]
    [TestCase("memory", 1)]
    [TestCase("exit", 1)]
    public void Row_ThatEndsTheProcessTwice_IsADeadLetterAndTheRestIsAsWithoutIt(string death, params int[] exits)
    {
        string name = death.PadRight(NameLength, '-');
        int lives = 0;
        CommandResult life = Live(name, death);
        while (life.ExitCode != 0 && lives < LivesMax)
        {
            Assert.That(exits, Does.Contain(life.ExitCode), life.Errors);
            lives++;
            life = Live(name, death);
        }

        Assert.That(life.ExitCode, Is.Zero, life.Errors);
        Assert.That(lives, Is.EqualTo(2));
        Assert.That(life.Errors, Does.Contain("it is set aside").And.Contain("balanced to the row"));
        Assert.That(life.Errors, Does.Contain("1 quarantined"));
        Assert.That(Bytes(name), Is.EqualTo(Bytes("calm-oth")));
        string[] letters = File.ReadAllLines(_folder.File(name + ".dead"));
        Assert.That(letters, Has.Length.EqualTo(1));
        Assert.That(letters[0], Does.Contain("Quarantined").And.Contain("window").And.Contain("all.csv"));

        // The decision stands in the journal: the same command, and a replay, never meet the row again.
        CommandResult again = Live(name, death);
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        CommandResult replay = CommandRun.Complete(
            $"{Poisoned(death)} replay --data {_folder.File(name)} --verify --shards 2");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
        Assert.That(replay.Errors, Does.Contain("replay equal"));
        Assert.That(File.ReadAllLines(_folder.File(name + ".dead")), Has.Length.EqualTo(1));
    }

    [TestCase(true, "the next start goes on from what is durable")]
    [TestCase(false, "its state was in memory and is gone, the next start begins anew (--data DIR makes a run durable)")]
    public void Row_ThatCallsExit_IsToldWithWhatTheNextStartFinds(bool isDurable, string sequel)
    {
        string name = isDurable ? "exit-dur" : "exit-mem";
        string data = isDurable ? $" --data {_folder.File(name)}" : string.Empty;
        CommandResult life = CommandRun.Complete($"{Poisoned("exit")} {Arguments("all", name)}{data}");
        Assert.That(life.ExitCode, Is.EqualTo(1), life.Errors);
        Assert.That(life.Errors, Does.Contain($"calls Environment.Exit or by a library; ending as by a crash, {sequel}\n"));
    }

    [TestCase("segv", 134, 139)]
    [TestCase("throw", 1)]
    public void Result_ThatEndsTheProcessTwice_IsADeadLetterAndTheRestIsAsBefore(string death, params int[] exits)
    {
        const long Number = 1;
        string name = ("r-" + death).PadRight(NameLength, '-');
        string poisoned = $"{PoisonedRow.Variable}={PositionOf(FiringRecord) + Number}:{death}:result dotnet exec \"$poisoned\"";
        string command = $"{poisoned} {Arguments("all", name)} --data {_folder.File(name)}";
        int lives = 0;
        CommandResult life = CommandRun.Complete(command);
        while (life.ExitCode != 0 && lives < LivesMax)
        {
            Assert.That(exits, Does.Contain(life.ExitCode), life.Errors);
            lives++;
            life = CommandRun.Complete(command);
        }

        Assert.That(life.ExitCode, Is.Zero, life.Errors);
        Assert.That(lives, Is.EqualTo(2));
        Assert.That(life.Errors, Does.Contain("result 1 of the windows").And.Contain("balanced to the row"));
        string[] letters = File.ReadAllLines(_folder.File(name + ".dead"));
        Assert.That(letters, Has.Length.EqualTo(1));
        Assert.That(letters[0], Does.Contain("Quarantined").And.Contain("window result"));
        string[] lines = File.ReadAllLines(_folder.File(name + ".out"));
        string[] missing = [.. File.ReadAllLines(_folder.File("calm-all.out")).Except(lines)];
        Assert.That(missing, Has.Length.EqualTo(1));
        Assert.That(missing[0], Does.Contain("00:01:50"), "the window that the frame fires");
        Assert.That(lines, Is.EqualTo(File.ReadAllLines(_folder.File("calm-all.out")).Where(line => line != missing[0])));
        CommandResult replay = CommandRun.Complete($"{poisoned} replay --data {_folder.File(name)} --verify --shards 2");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
        Assert.That(replay.Errors, Does.Contain("replay equal"));
    }

    [Test]
    public void Row_AtWhichTheProcessIsKilledFromOutside_IsNeverSetAside()
    {
        for (int life = 0; life < LivesMax; life++)
        {
            CommandResult killed = Live("killed--", "kill");
            Assert.That(killed.ExitCode, Is.EqualTo(137), killed.Errors);
        }

        CommandResult last = CommandRun.Complete($"hotpath {Arguments("all", "killed--")} --data {_folder.File("killed--")}");
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(Bytes("killed--"), Is.EqualTo(Bytes("calm-all")));
        Assert.That(last.Errors, Does.Contain("the trial came to its end: nothing is set aside"));
        Assert.That(File.Exists(_folder.File("killed--/quarantine")), Is.False);
    }

    [Test]
    public void Ledger_ThatDoesNotBalance_TakesReadinessDown()
    {
        CommandResult life = Live("lost----", PoisonedRow.Lost);
        Assert.That(life.ExitCode, Is.EqualTo(1), life.Errors);
        Assert.That(life.Errors, Does.Contain("HP3002"));
        string status = File.ReadAllText(_folder.File("lost----/status.json"));
        Assert.That(status, Does.Contain("\"unbalanced\"").And.Contain("\"ready\": false").And.Contain("HP3002"));
    }

    private CommandResult Live(string name, string death) =>
        CommandRun.Complete($"{Poisoned(death)} {Arguments("all", name)} --data {_folder.File(name)}");

    private string Poisoned(string death) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PoisonedRow.Variable}={_position}:{death} dotnet exec \"$poisoned\"");

    private void Calm(string input, string name)
    {
        CommandResult calm = CommandRun.Complete($"hotpath {Arguments(input, name)} --data {_folder.File(name)}");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
    }

    private long PositionOf(int record)
    {
        CommandResult dump = CommandRun.Complete($"hotpath journal dump --data {_folder.File("calm-all")}");
        string[] line = dump.Output.Split('\n').Select(static text => text.Split(','))
            .Single(fields => fields.Length > 5 && fields[1] == "Event"
                && fields[5] == record.ToString(CultureInfo.InvariantCulture));
        return long.Parse(line[0], CultureInfo.InvariantCulture);
    }

    private string Arguments(string input, string name) =>
        $"run {_folder.File("job.sql")} --set DIR={_folder.Path} --set IN={input} --set OUT={name}";

    private byte[] Bytes(string name) => File.ReadAllBytes(_folder.File(name + ".out"));
}
