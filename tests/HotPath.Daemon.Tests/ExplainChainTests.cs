using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Journal.Frames;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// <c>hotpath explain-output</c> for rows behind several operators, for ranked and corrected rows and for failures,
/// against an oracle that reads the input file itself.
/// </summary>
[NonParallelizable]
public sealed class ExplainChainTests
{
    private const int Rows = 5000;
    private const string PerKey = """
        CREATE VIEW per_key AS
        SELECT user_key, window_start AS ws, window_end AS we, window_time AS wt, COUNT(*) AS n, SUM(amount) AS s
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY user_key, window_start, window_end, window_time;
        """;

    private static readonly string[][] s_input = ReadInput();

    private static string[][] ReadInput()
    {
        using var job = new WindowedJob(Rows, settings: string.Empty);
        return [.. File.ReadLines(job.File("in.csv")).Select(static line => line.Split(','))];
    }

    [Test]
    public void Row_OfAWindowOverWindows_HasTheRowsOfTheWindowsThatCameIntoIt() => Check(
        PerKey + """
            INSERT INTO results SELECT window_start, SUM(n)
            FROM TABLE(TUMBLE(TABLE (SELECT * FROM per_key WHERE n > 3), DESCRIPTOR(wt), INTERVAL '4' SECOND))
            GROUP BY window_start, window_end;
            """,
        "ws TIMESTAMP(3), n BIGINT",
        (explained, cause) =>
        {
            Assert.That(Window(explained).EndMs - Window(explained).StartMs, Is.EqualTo(4000));
            Assert.That(explained.GetProperty("inputCount").GetInt64(), Is.EqualTo(Row(explained, "n").GetInt64()));
            return Upto(cause).Where(record => IsIn(record, Window(explained))
                && Upto(cause).Count(other => KeyOf(other) == KeyOf(record) && SecondOf(other) == SecondOf(record)) > 3);
        });

    [Test]
    public void Row_OfAWindowOverHops_HasTheRowsOfAllTheirPanes() => Check(
        """
        CREATE VIEW hops AS SELECT user_key, window_time AS wt, COUNT(*) AS n
        FROM TABLE(HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND))
        GROUP BY user_key, window_start, window_end, window_time;
        INSERT INTO results SELECT user_key, SUM(n)
        FROM TABLE(TUMBLE(TABLE hops, DESCRIPTOR(wt), INTERVAL '3' SECOND))
        GROUP BY user_key, window_start, window_end;
        """,
        "user_key BIGINT, n BIGINT",
        static (explained, cause) =>
        {
            (long startMs, long endMs) = Window(explained);
            return Upto(cause).Where(record => KeyOf(record) == Row(explained, "user_key").ToString()
                && IsIn(record, (startMs - 1000, endMs)));
        });

    [Test]
    public void Row_OfGroupsOverGroups_HasTheRowsThatCameAndWereTakenBack() => Check(
        """
        INSERT INTO results SELECT n, COUNT(*) FROM (SELECT user_key, COUNT(*) AS n FROM events GROUP BY user_key)
        GROUP BY n;
        """,
        "n BIGINT, keys BIGINT",
        static (explained, cause) =>
        {
            int n = Row(explained, "n").GetInt32();
            var counts = new Dictionary<string, List<int>>();
            var inputs = new SortedSet<int>();
            int members = 0;
            foreach (int record in Upto(cause))
            {
                if (!counts.TryGetValue(KeyOf(record), out List<int>? rows))
                {
                    counts[KeyOf(record)] = rows = [];
                }

                rows.Add(record);
                if (rows.Count - n is 0 or 1)
                {
                    members += rows.Count == n ? 1 : -1;
                    inputs.UnionWith(rows);
                }

                if (members == 0 && record != cause)
                {
                    inputs.Clear(); // the group has ended, and begins anew
                }
            }

            return inputs;
        });

    [Test]
    public void Row_OfTheFirstOfAWindow_HasTheRowsOfAllThatWereRanked() => Check(
        PerKey + """
            INSERT INTO results SELECT ws, user_key FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY ws, we ORDER BY s DESC, user_key) AS place FROM per_key)
            WHERE place <= 2;
            """,
        "ws TIMESTAMP(3), user_key BIGINT",
        static (explained, cause) =>
        {
            Assert.That(explained.TryGetProperty("group", out _), Is.False);
            Assert.That(explained.TryGetProperty("window", out _), Is.False, "its rows are of all windows with an end");
            long startMs = Explanations.TimeMs(Row(explained, "ws").GetString()!);
            return Upto(cause).Where(record => IsIn(record, (startMs, startMs + 1000)));
        });

    [TestCase("ASC")]
    [TestCase("DESC")]
    public void Row_OfTheFirstOrLastOfAKey_HasTheRowsThatItWasChosenFrom(string order) => Check(
        $"""
        INSERT INTO results SELECT user_key, amount FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY user_key ORDER BY ts {order}) AS place FROM events)
        WHERE place = 1;
        """,
        "user_key BIGINT, amount INT",
        static (explained, cause) =>
            Upto(cause).Where(record => KeyOf(record) == Row(explained, "user_key").ToString()));

    [Test]
    public void Row_OfAUnion_HasTheRowsOfBothInputs() => Check(
        """
        CREATE VIEW both_ends AS SELECT * FROM (
          SELECT user_key, ts, amount FROM events WHERE amount < 40
          UNION ALL SELECT user_key, ts, amount FROM events WHERE amount > 50);
        INSERT INTO results SELECT user_key, COUNT(*) FROM TABLE(TUMBLE(TABLE both_ends, DESCRIPTOR(ts), INTERVAL '3' SECOND))
        GROUP BY user_key, window_start, window_end;
        """,
        "user_key BIGINT, n BIGINT",
        static (explained, cause) => Upto(cause).Where(record => IsIn(record, Window(explained))
            && KeyOf(record) == Row(explained, "user_key").ToString() && AmountOf(record) is < 40 or > 50));

    [Test]
    public void Row_OfGroupingSets_HasTheRowsOfItsSet() => Check(
        """
        INSERT INTO results SELECT user_key, COUNT(*) FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '2' SECOND))
        GROUP BY window_start, window_end, GROUPING SETS ((user_key), ());
        """,
        "user_key BIGINT, n BIGINT",
        static (explained, cause) => Upto(cause).Where(record => IsIn(record, Window(explained))
            && (Row(explained, "user_key").ValueKind == JsonValueKind.Null
                || KeyOf(record) == Row(explained, "user_key").ToString())));

    /// <summary>A record behind its window corrects it: what it shows then has that record too.</summary>
    [TestCase("TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '2' SECOND)")]
    [TestCase("HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND)")]
    [TestCase("CUMULATE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND)")]
    public void Row_OfACorrection_HasTheRowsOfItsWindow(string window)
    {
        string[][] input = [.. s_input, ["2024-01-01 00:00:02.500", "17", "5"], ["2024-01-01 00:00:02.100", "17", "6"]];
        Check(
            $"""
            SET 'hotpath.allowed-lateness' = '1 min';
            INSERT INTO results SELECT user_key, COUNT(*) FROM TABLE({window}) GROUP BY user_key, window_start, window_end;
            SET 'hotpath.allowed-lateness' = '0 ms';
            """,
            "user_key BIGINT, n BIGINT",
            (explained, cause) => Enumerable.Range(1, cause).Where(record =>
                input[record - 1][1] == Row(explained, "user_key").ToString()
                && Explanations.TimeMs(input[record - 1]) is var timeMs
                && timeMs >= Window(explained).StartMs && timeMs < Window(explained).EndMs),
            input,
            static job => RowsCausedBy(job, JournalOracle.Frames(job.Data).Last(static frame => frame.Type == FrameType.Event).Position));
    }

    [TestCase("SELECT user_key, 100 / (COUNT(*) - 3) FROM events_of_a_second GROUP BY user_key, window_start, window_end")]
    [TestCase("SELECT user_key, SUM(100 / (n - 3)) FROM per_key GROUP BY user_key")]
    public void Row_OfTheDeadLettersOfResults_HasTheRowsBehindWhatFailed(string query)
    {
        string source = "TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))";
        Check(
            $"""
            {PerKey}
            INSERT INTO results {query.Replace("events_of_a_second", source, StringComparison.Ordinal)};
            """,
            "user_key BIGINT, n BIGINT",
            static (explained, cause) =>
            {
                int[] inputs = [.. Explanations.Inputs(explained)];
                Assert.That(inputs, Has.Length.EqualTo(3));
                return Upto(cause).Where(record => KeyOf(record) == KeyOf(inputs[0]) && SecondOf(record) == SecondOf(inputs[0]));
            },
            sink: "dead-letters");
    }

    private static void Check(
        string query,
        string columns,
        Func<JsonElement, int, IEnumerable<int>> oracle,
        string[][]? input = null,
        Func<WindowedJob, IEnumerable<string>>? rowsOf = null,
        string sink = "results")
    {
        using var job = new WindowedJob(Rows, $"CREATE TABLE results ({columns}) WITH ('connector' = 'blackhole');\n{query}");
        input ??= s_input;
        File.WriteAllLines(job.File("in.csv"), input.Select(static line => string.Join(',', line)));
        job.Run();
        int most = 0;
        foreach (string row in rowsOf?.Invoke(job) ?? SomeOf(job, sink))
        {
            JsonElement explained = Explanations.Json(job, $"{row} --inputs 100000");
            int cause = explained.GetProperty("cause").GetProperty("record").GetInt32();
            int[] wanted = [.. oracle(explained, cause == 0 ? input.Length : cause)];
            Assert.That(Explanations.Inputs(explained), Is.EqualTo(wanted), $"{row}: {explained.GetProperty("row")}");
            Assert.That(explained.GetProperty("isComplete").GetBoolean(), Is.True);
            Assert.That(explained.GetProperty("inputCount").GetInt32(), Is.EqualTo(wanted.Length));
            most = Math.Max(most, wanted.Length);
        }

        Assert.That(most, Is.GreaterThan(1));
    }

    private static IEnumerable<string> SomeOf(WindowedJob job, string sink)
    {
        string last = Explanations.Explain(job, $"--sink {sink} --row 99999999").Messages.Split("its last is ")[1];
        int rows = int.Parse(last, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        return new[] { (rows + 1) / 2, rows }.Select(number => $"--sink {sink} --row {number}");
    }

    private static IEnumerable<string> RowsCausedBy(WindowedJob job, long position)
    {
        string rows = WindowedJob.Command(
            $"replay --data {job.Data} --ids --from {position} --to {position}").Output;
        return rows.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => JsonDocument.Parse(row).RootElement)
            .Where(static row => row.GetProperty("sink").GetString() == "results")
            .Select(static row => row.GetProperty("id").GetString()!);
    }

    private static IEnumerable<int> Upto(int record) => Enumerable.Range(1, Math.Min(record, s_input.Length));

    private static string KeyOf(int record) => s_input[record - 1][1];

    private static int AmountOf(int record) => int.Parse(s_input[record - 1][2], CultureInfo.InvariantCulture);

    private static long SecondOf(int record) => Explanations.TimeMs(s_input[record - 1]) / 1000;

    private static bool IsIn(int record, (long StartMs, long EndMs) window) =>
        Explanations.TimeMs(s_input[record - 1]) is var timeMs && timeMs >= window.StartMs && timeMs < window.EndMs;

    private static JsonElement Row(JsonElement explained, string column) => explained.GetProperty("row").GetProperty(column);

    private static (long StartMs, long EndMs) Window(JsonElement explained) => (
        explained.GetProperty("window").GetProperty("startMs").GetInt64(),
        explained.GetProperty("window").GetProperty("endMs").GetInt64());
}
