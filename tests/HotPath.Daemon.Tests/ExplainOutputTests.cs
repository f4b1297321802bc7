using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Foundation.Hashing;
using HotPath.State.Lmdb;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath explain-output</c> against an oracle that reads the input file itself.</summary>
[NonParallelizable]
public sealed class ExplainOutputTests
{
    private const int Rows = 50_000;
    private const int WindowMs = 1000;

    private WindowedJob _whole = null!; // the journal reaches back to position 0
    private WindowedJob _retained = null!; // it reaches back to the oldest of three snapshots
    private string[][] _input = null!;
    private string[] _totals = null!;

    [OneTimeSetUp]
    public void RunJobs()
    {
        _whole = new WindowedJob(Rows, "SET 'hotpath.journal.segment-bytes' = '8388608';");
        _whole.Run();
        _retained = new WindowedJob(Rows, "SET 'hotpath.journal.segment-bytes' = '2097152';");
        _retained.RunInLives(5);
        _input = [.. File.ReadLines(_whole.File("in.csv")).Select(static line => line.Split(','))];
        _totals = File.ReadAllLines(_whole.File("totals.csv"));
    }

    [OneTimeTearDown]
    public void RemoveJobs()
    {
        _whole?.Dispose();
        _retained?.Dispose();
    }

    [Test]
    public void Row_OfAWindow_HasTheInputsWindowAndWatermarkOfTheOracle()
    {
        var random = new SplitMix64(WindowedJob.Seed);
        int[] numbers = [1, _totals.Length, .. Enumerable.Range(0, 4).Select(_ => 1 + (int)random.Below(_totals.Length))];
        foreach (int number in numbers)
        {
            JsonElement explained = Explanations.Json(_whole, $"--sink {_whole.File("totals.csv")} --row {number}");
            CheckWindow(explained, _totals[number - 1], $"row {number}, seed {WindowedJob.Seed}");
            Assert.That(explained.GetProperty("rowNumber").GetInt64(), Is.EqualTo(number));
        }
    }

    [Test]
    public void Row_ByItsId_IsTheSameAsBySinkAndNumber()
    {
        JsonElement byRow = Explanations.Json(_whole, "--sink totals --row 700");
        JsonElement byId = Explanations.Json(_whole, byRow.GetProperty("id").GetString()!);
        Assert.That(byId.ToString(), Is.EqualTo(byRow.ToString()));
        string listed = WindowedJob.Command(
            $"replay --data {_whole.Data} --ids --from {byRow.GetProperty("cause").GetProperty("position")} --to {byRow.GetProperty("cause").GetProperty("position")}").Output;
        Assert.That(listed, Does.Contain($"{{\"id\":\"{byRow.GetProperty("id")}\",\"sink\":\"totals\",\"row\":{{\"user_key\":{byRow.GetProperty("row").GetProperty("user_key")},"));
    }

    [Test]
    public void Row_OfAProjection_ComesOfItsOneRecord()
    {
        string[] chosen = File.ReadAllLines(_whole.File("chosen.csv"));
        int number = chosen.Length / 2;
        int record = Enumerable.Range(0, Rows).Where(i => _input[i][2] == "89").ElementAt(number - 1) + 1;
        JsonElement explained = Explanations.Json(_whole, $"--sink chosen --row {number}");
        Assert.That(explained.GetProperty("cause").GetProperty("record").GetInt64(), Is.EqualTo(record));
        Assert.That(Explanations.Inputs(explained), Is.EqualTo(new[] { record }));
        Assert.That(explained.TryGetProperty("group", out _), Is.False);
    }

    [Test]
    public void Row_OfATenant_HasTheTenantsInputsUnderItsOwnWatermark()
    {
        using var job = new WindowedJob(rows: 5000, "SET 'hotpath.table.events.tenant' = 'user_key';", "STRING");
        job.Run();
        string line = File.ReadAllLines(job.File("totals.csv"))[99];
        JsonElement explained = Explanations.Json(job, "--sink totals --row 100");
        string tenant = line.Split(',')[0];
        int[] wanted = [.. Oracle(line).Where(static record => record <= 5000)];
        Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted));
        Assert.That(explained.GetProperty("inputs").EnumerateArray().Select(static input => input.GetProperty("tenant").GetString()), Is.All.EqualTo(tenant));
        long fireAtMs = explained.GetProperty("window").GetProperty("endMs").GetInt64() - 1;
        int cause = 1 + Array.FindIndex(_input[..5000], row => row[1] == tenant && Explanations.TimeMs(row) - 1000 >= fireAtMs);
        Assert.That(explained.GetProperty("cause").GetProperty("record").GetInt64(), Is.EqualTo(cause).And.Positive);
        Assert.That(explained.GetProperty("id").GetString(), Does.Not.Contain("-1-0-"), "the tenant is in the id");
    }

    /// <summary>The rows of all sessions that became one.</summary>
    [Test]
    public void Row_OfASession_HasTheRowsOfAllThatBecameIt()
    {
        using var job = new WindowedJob(rows: 20_000, """
            CREATE TABLE visits (user_key BIGINT, ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO visits SELECT user_key, window_start, COUNT(*)
            FROM TABLE(SESSION(TABLE events PARTITION BY user_key, DESCRIPTOR(ts), INTERVAL '0.5' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        job.Run();
        int most = 0;
        foreach (int number in new[] { 1, 200, 500 })
        {
            JsonElement explained = Explanations.Json(job, $"--sink visits --row {number} --inputs 100000");
            string key = explained.GetProperty("row").GetProperty("user_key").ToString();
            long startMs = explained.GetProperty("window").GetProperty("startMs").GetInt64();
            long lastMs = explained.GetProperty("window").GetProperty("endMs").GetInt64() - 500;
            int cause = explained.GetProperty("cause").GetProperty("record").GetInt32();
            int[] wanted = [.. Enumerable.Range(1, cause).Where(record => _input[record - 1][1] == key
                && Explanations.TimeMs(_input[record - 1]) >= startMs && Explanations.TimeMs(_input[record - 1]) <= lastMs)];
            Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted));
            Assert.That(explained.GetProperty("group").GetProperty("COUNT(*)").GetInt32(), Is.EqualTo(wanted.Length).And.Positive);
            most = Math.Max(most, wanted.Length);
        }

        Assert.That(most, Is.GreaterThan(1));
    }

    /// <summary>The rows of all panes of a window.</summary>
    [TestCase("HOP")]
    [TestCase("CUMULATE")]
    public void Row_OfAnOverlappingWindow_HasTheRowsOfAllItsPanes(string function)
    {
        using var job = new WindowedJob(rows: 20_000, $"""
            CREATE TABLE hops (user_key BIGINT, ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO hops SELECT user_key, window_start, COUNT(*)
            FROM TABLE({function}(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '4' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        job.Run();
        foreach (int number in new[] { 1, 2500 })
        {
            JsonElement explained = Explanations.Json(job, $"--sink hops --row {number} --inputs 100000");
            string key = explained.GetProperty("row").GetProperty("user_key").ToString();
            long startMs = explained.GetProperty("window").GetProperty("startMs").GetInt64();
            long endMs = explained.GetProperty("window").GetProperty("endMs").GetInt64();
            int cause = explained.GetProperty("cause").GetProperty("record").GetInt32();
            int[] wanted = [.. Enumerable.Range(1, cause).Where(record => _input[record - 1][1] == key
                && Explanations.TimeMs(_input[record - 1]) >= startMs && Explanations.TimeMs(_input[record - 1]) < endMs)];
            Assert.That(endMs - startMs, function == "HOP" ? Is.EqualTo(4000) : Is.InRange(1000, 4000));
            Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted));
            Assert.That(explained.GetProperty("group").GetProperty("COUNT(*)").GetInt32(), Is.EqualTo(wanted.Length).And.Positive);
        }
    }

    [Test]
    public void Row_OfAGroupWithoutAWindow_HasTheRowsSinceItsGroupBegan()
    {
        using var job = new WindowedJob(rows: 3000, """
            CREATE TABLE live (user_key BIGINT, n BIGINT) WITH ('connector' = 'blackhole');
            SET 'hotpath.state.ttl' = '500 ms';
            INSERT INTO live SELECT user_key, COUNT(*) FROM events GROUP BY user_key;
            """);
        job.Run();
        JsonElement explained = Explanations.Json(job, "--sink live --row 4000");
        int cause = explained.GetProperty("cause").GetProperty("record").GetInt32();
        string key = explained.GetProperty("row").GetProperty("user_key").ToString();
        var wanted = new List<int>();
        long frontierMs = 0;
        long writtenMs = 0;
        for (int record = 1; record <= cause; record++)
        {
            frontierMs = Math.Max(frontierMs, Explanations.TimeMs(_input[record - 1]));
            if (_input[record - 1][1] == key)
            {
                wanted = frontierMs - writtenMs >= 500 ? [record] : [.. wanted, record];
                writtenMs = frontierMs;
            }
        }

        Assert.That(wanted, Has.Count.GreaterThan(2).And.Count.LessThan(_input.Take(cause).Count(row => row[1] == key)));
        Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted));
        Assert.That(explained.GetProperty("group").GetProperty("COUNT(*)").GetInt32(), Is.EqualTo(wanted.Count));
        Assert.That(explained.TryGetProperty("window", out _), Is.False);
    }

    [Test]
    public void Row_OfTheDeadLetters_ComesOfTheRecordThatWasRejected()
    {
        using var job = new WindowedJob(rows: 100, settings: string.Empty);
        File.AppendAllText(job.File("in.csv"), "no \"row\" at all\n");
        job.Run();
        JsonElement explained = Explanations.Json(job, "--sink dead-letters --row 1");
        Assert.That(explained.GetProperty("cause").GetProperty("kind").GetString(), Is.EqualTo("rejected record"));
        Assert.That(Explanations.Record(explained.GetProperty("inputs")[0]), Is.EqualTo(101));
        Assert.That(explained.GetProperty("inputs")[0].GetProperty("row").GetString(), Is.EqualTo("no \"row\" at all"));
    }

    [Test]
    public void Text_OfAWindow_NamesEverything()
    {
        (int exit, string output, string messages) = Explanations.Explain(_whole, "--sink totals --row 700 --inputs 2");
        Assert.That(exit, Is.Zero, messages);
        Assert.That(output, Does.Match(
            @"\Aoutput     \d+-1-0-\d+, row 700 of sink totals, statement totals\n"
            + @"row        \{""user_key"":\d+,""ws"":""2024-01-01 00:00:0\d"",""n"":\d+,""s"":\d+\}\n"
            + @"cause      event at position \d+, table events, in\.csv record \d+: \{""ts"":.*\}\n"
            + @"watermark  2024-01-01 00:00:0\d\.\d{3}\n"
            + @"window     2024-01-01 00:00:0\d\.000 to 2024-01-01 00:00:0\d\.000\n"
            + @"group      \{""user_key"":\d+,""COUNT\(\*\)"":\d+,""SUM\(amount\)"":\d+\}\n"
            + @"inputs     \d+ rows\n"
            + @"  event at position \d+, table events, in\.csv record \d+: \{.*\}\n"
            + @"  event at position \d+, table events, in\.csv record \d+: \{.*\}\n"
            + @"(  and \d+ more; --inputs shows more\n)?\z"));
    }

    [Test]
    public void Row_BelowRetention_NamesTheOldestThatCanBeExplained()
    {
        (int exit, _, string messages) = Explanations.Explain(_retained, "--sink totals --row 1");
        Assert.That(exit, Is.EqualTo(3), messages);
        Assert.That(messages, Does.Match("row 1 of sink 'totals' is beyond retention: the oldest that can be explained is row [0-9]+;"));
        long oldest = LmdbCheckpointStore.ListSnapshots(_retained.Data).Min(static snapshot => snapshot.Position);
        (exit, _, messages) = Explanations.Explain(_retained, "96-1-0-0");
        Assert.That(exit, Is.EqualTo(3), messages);
        Assert.That(messages, Does.Contain($"output 96-1-0-0 is beyond retention: the oldest that can be explained is position {oldest};"));
        int first = int.Parse(messages = Explanations.Explain(_retained, "--sink totals --row 1").Messages.Split("is row ")[1].Split(';')[0], CultureInfo.InvariantCulture);
        JsonElement partly = Explanations.Json(_retained, $"--sink totals --row {first}");
        Assert.That(partly.GetProperty("isComplete").GetBoolean(), Is.False, "its window was open at the snapshot");
        Assert.That(partly.GetProperty("unknownBelow").GetInt64(), Is.EqualTo(oldest));
        int[] wanted = Oracle(_totals[first - 1]);
        int[] known = [.. partly.GetProperty("inputs").EnumerateArray().Select(Explanations.Record)];
        Assert.That(known, Is.EqualTo(wanted.TakeLast(known.Length)).And.Length.LessThan(wanted.Length));
        CheckWindow(Explanations.Json(_retained, $"--sink totals --row {_totals.Length}"), _totals[^1], "the last row");
    }

    [Test]
    public void Output_ThatIsNot_IsRefused()
    {
        long position = JournalOracle.Frames(_whole.Data)[1000].Position;
        Refused("12-x", "'12-x': is no id of an output");
        Refused("", "give either an ID, or --sink SINK and --row N");
        Refused($"{position}-1-0-0 --sink totals", "give either an ID, or --sink SINK and --row N");
        Refused("--sink totals --row 0", "--row '0': give a whole number from 1");
        Refused($"{position + 8}-1-0-0", "no frame starts there");
        Refused($"{position}-9-0-0", $"there is no output {position}-9-0-0; hotpath replay --data DIR --from {position}");
        Refused("--sink nowhere --row 1", "--sink 'nowhere': no sink of the run has that name or file; there are totals, chosen, dead-letters");
        Refused("--sink totals --row 99999999", $"sink 'totals' has no row 99999999; its last is {_totals.Length}");
    }

    private void Refused(string options, string message)
    {
        (int exit, _, string messages) = Explanations.Explain(_whole, options);
        Assert.That(exit, Is.EqualTo(2), messages);
        Assert.That(messages, Does.Contain(message));
    }

    private void CheckWindow(JsonElement explained, string line, string which)
    {
        string[] values = line.Replace("\"", string.Empty, StringComparison.Ordinal).Split(',');
        int[] wanted = Oracle(line);
        long startMs = new DateTimeOffset(DateTime.Parse(values[1], CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted), which);
        Assert.That(explained.GetProperty("inputCount").GetInt64(), Is.EqualTo(wanted.Length), which);
        Assert.That(explained.GetProperty("isComplete").GetBoolean(), Is.True, which);
        Assert.That(explained.GetProperty("window").GetProperty("startMs").GetInt64(), Is.EqualTo(startMs), which);
        Assert.That(explained.GetProperty("window").GetProperty("endMs").GetInt64(), Is.EqualTo(startMs + WindowMs), which);
        Assert.That(
            explained.GetProperty("group").EnumerateObject().Select(static column => $"{column.Name}={column.Value}"),
            Is.EqualTo(new[] { $"user_key={values[0]}", $"COUNT(*)={values[2]}", $"SUM(amount)={values[3]}" }),
            which);
        CheckCause(explained, startMs + WindowMs - 1, which);
    }

    // The first record whose time less a second is at or past the window's last millisecond; the end of input otherwise.
    private void CheckCause(JsonElement explained, long fireAtMs, string which)
    {
        int record = 1 + Array.FindIndex(_input, row => Explanations.TimeMs(row) - 1000 >= fireAtMs);
        JsonElement cause = explained.GetProperty("cause");
        Assert.That(cause.GetProperty("kind").GetString(), Is.EqualTo(record == 0 ? "end of input" : "event"), which);
        Assert.That(cause.GetProperty("record").GetInt64(), Is.EqualTo(record), which);
        if (record == 0)
        {
            Assert.That(explained.GetProperty("watermark").GetString(), Is.EqualTo("end of input"), which);
        }
        else
        {
            Assert.That(explained.GetProperty("watermarkMs").GetInt64(), Is.EqualTo(Explanations.TimeMs(_input[record - 1]) - 1000), which);
        }
    }

    /// <summary>Records, from 1, of a row's key within its window, that were not late.</summary>
    private int[] Oracle(string line)
    {
        string[] values = line.Replace("\"", string.Empty, StringComparison.Ordinal).Split(',');
        long startMs = new DateTimeOffset(DateTime.Parse(values[1], CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
        return
        [
            .. Enumerable.Range(0, Rows)
                .Where(i => _input[i][1] == values[0] && Explanations.TimeMs(_input[i]) >= startMs && Explanations.TimeMs(_input[i]) < startMs + WindowMs)
                .Select(static i => i + 1),
        ];
    }
}
