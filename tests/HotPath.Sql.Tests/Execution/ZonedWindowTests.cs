using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Overlapping windows over TIMESTAMP_LTZ follow the local clock, also where it is changed: a window fires as soon as no
/// later instant shows a time in it. The oracle asks the machine's zone for every minute.
/// </summary>
public sealed class ZonedWindowTests
{
    private const int MinutesAround = 14 * 60;
    private const int MinuteMs = 60_000;

    private const string AroundBothChanges = """
        SET 'table.local-time-zone' = 'America/New_York';
        CREATE TABLE ev (ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    // The clock is put forward, back, and left alone.
    [TestCase("2024-03-10T07:00", "HOP", 10, 30, 0)]
    [TestCase("2024-03-10T07:00", "HOP", 60, 180, -25)]
    [TestCase("2024-11-03T06:00", "HOP", 10, 30, 0)]
    [TestCase("2024-11-03T06:00", "HOP", 60, 180, 35)]
    [TestCase("2024-07-01T06:00", "HOP", 15, 90, 0)]
    [TestCase("2024-03-10T07:00", "CUMULATE", 30, 240, 0)]
    [TestCase("2024-11-03T06:00", "CUMULATE", 10, 360, -130)]
    [TestCase("2024-03-10T07:00", "TUMBLE", 60, 60, 0)]
    [TestCase("2024-11-03T06:00", "TUMBLE", 10, 10, 0)]
    [TestCase("2024-11-03T06:00", "TUMBLE", 60, 60, 0)]
    [TestCase("2024-11-03T06:00", "TUMBLE", 60, 60, -25)]
    public void Windows_AroundAChangeOfTheClock_FollowIt(
        string change, string function, int stepMinutes, int sizeMinutes, int offsetMinutes)
    {
        long changeMs = new DateTimeOffset(DateTime.Parse(change, CultureInfo.InvariantCulture), TimeSpan.Zero)
            .ToUnixTimeMilliseconds();
        SqlJobPlan plan = CheckpointScripts.Compile($"""
            SET 'table.local-time-zone' = 'America/New_York';
            CREATE TABLE ev (ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT window_start, window_end, COUNT(*) AS n, MIN(ms) AS a, MAX(ms) AS b
            FROM TABLE({function}(TABLE ev, DESCRIPTOR(ts), {(function == "TUMBLE" ? string.Empty : $"INTERVAL '{stepMinutes}' MINUTE, ")}INTERVAL '{sizeMinutes}' MINUTE(3),
              INTERVAL '{offsetMinutes}' MINUTE(3)))
            GROUP BY window_start, window_end;
            """);
        var oracle = new Oracle(changeMs, function, stepMinutes, sizeMinutes, offsetMinutes);
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Run(plan, oracle, changeMs, seed);
        }
    }

    /// <summary>
    /// Flink 2.3's answers: the instant of the end minus 1 ms, the first of two that the clock shows alike, one that it passes over
    /// later by as much; whenever the window fires.
    /// </summary>
    [TestCase("TUMBLE", "INTERVAL '30' MINUTE", 1710050399, 1710053999, 1710057599, 1710073799, 1730609999, 1730611799, 1730618999, 1730647799)]
    [TestCase("TUMBLE", "INTERVAL '1' HOUR", 1710050399, 1710053999, 1710057599, 1710075599, 1730609999, 1730613599, 1730620799, 1730649599)]
    [TestCase("TUMBLE", "INTERVAL '3' HOUR", 1710057599, 1710064799, 1710075599, 1730620799, 1730653199)]
    [TestCase("HOP", "INTERVAL '90' MINUTE, INTERVAL '3' HOUR", 1710052199, 1710057599, 1710059399, 1710064799, 1710075599, 1710080999,
        1730611799, 1730620799, 1730626199, 1730647799, 1730653199)]
    public void WindowTime_IsAsInFlink(string function, string sizes, params int[] seconds)
    {
        using var bed = new PlanTestBed(AroundBothChanges + $"""
            SELECT TIMESTAMPDIFF(SECOND, TO_TIMESTAMP_LTZ(0, 0), window_time) AS s
            FROM TABLE({function}(TABLE ev, DESCRIPTOR(ts), {sizes})) GROUP BY window_start, window_end, window_time;
            """);

        string[] rows = RunAroundBothChanges(bed);

        Assert.That(rows.Select(static row => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]), Is.EqualTo(seconds.Select(static s => $"{s}")));
    }

    /// <summary>Windows over the time of windows: those whose end is shown twice are of the hour that they end.</summary>
    [Test]
    public void Windows_OverTheTimeOfWindows_KeepTheirHour()
    {
        using var bed = new PlanTestBed(AroundBothChanges + """
            CREATE VIEW h AS SELECT window_time AS wt, COUNT(*) AS n
            FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, window_time;
            SELECT window_start, SUM(n) AS n, COUNT(*) AS parts
            FROM TABLE(TUMBLE(TABLE h, DESCRIPTOR(wt), INTERVAL '1' HOUR)) GROUP BY window_start, window_end;
            """);

        string[] rows = RunAroundBothChanges(bed);

        Assert.That(rows, Has.Some.EndsWith("|2024-11-03 00:00:00.000,1,1").And.Some.EndsWith("|2024-11-03 01:00:00.000,2,1"));
    }

    /// <summary>As in Flink, where tables are bound with the query: the zone behind their declaration, in front of the query, is theirs.</summary>
    [Test]
    public void Zone_SetBehindTheTable_IsThatOfItsWindowsAndColumns()
    {
        const string Zone = "SET 'table.local-time-zone' = 'America/New_York';\n";
        const string Table = """
            CREATE TABLE ev (ms BIGINT, civil AS FROM_UNIXTIME(ms / 1000), ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            CREATE VIEW late AS SELECT civil, ts FROM ev WHERE HOUR(ts) > 20;

            """;
        const string Query = """
            SELECT window_start, window_end, MIN(civil) AS l, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE late, DESCRIPTOR(ts), INTERVAL '1' DAY))
            GROUP BY window_start, window_end;
            """;
        Assert.That(Rows(Table + Zone + Query), Is.EqualTo(Rows(Zone + Table + Query)));
        Assert.That(Rows(Table + Zone + Query)[0], Does.EndWith("|2024-03-08 00:00:00.000,2024-03-09 00:00:00.000,2024-03-08 23:30:00,1"));

        static IReadOnlyList<string> Rows(string script)
        {
            using var bed = new PlanTestBed(script);
            foreach (string time in new[] { "2024-03-09T04:30", "2024-03-09T12:00", "2024-03-10T04:30", "2024-03-11T04:30" })
            {
                var instant = new DateTimeOffset(DateTime.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);
                bed.Row("ev", instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            }

            return bed.Take();
        }
    }

    /// <summary>
    /// The window that ends where the clock is put back ends at the first passing of that hour: Flink 2.3 was asked, and found the third
    /// of these rows late, in the table function and in the older form. Rows of both passes of an hour are one window's.
    /// </summary>
    [Test]
    public void Tumble_ThatEndsWhereTheClockIsPutBack_FiresAtOnce()
    {
        using var bed = new PlanTestBed(CheckpointScripts.Compile("""
            SET 'table.local-time-zone' = 'Europe/Berlin';
            CREATE TABLE ev (ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end;
            """));
        foreach (string time in (string[])["24T23:55", "25T00:05", "24T23:56", "25T01:05", "25T00:06", "25T03:05"])
        {
            long ms = new DateTimeOffset(DateTime.Parse($"2026-10-{time}", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
            bed.Row("ev", ms.ToString(CultureInfo.InvariantCulture));
        }

        bed.End("ev");
        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "1|2026-10-25 02:00:00.000,1", "1|2026-10-25 02:10:00.000,3", "1|2026-10-25 04:10:00.000,1",
        }));
        Assert.That(bed.Counters.Single().Late, Is.EqualTo(1));
    }

    /// <summary>Rows a quarter of an hour apart: the clock that jumps takes them an hour and a quarter apart, then back.</summary>
    [TestCase("2024-03-10T07:00", "01:50:00.000,2024-03-10 02:20:00.000,1", "03:05:00.000,2024-03-10 03:35:00.000,1")]
    [TestCase("2024-11-03T06:00", "01:05:00.000,2024-11-03 01:35:00.000,1", "01:50:00.000,2024-11-03 02:20:00.000,1")]
    [TestCase("2024-07-01T06:00", "01:50:00.000,2024-07-01 02:35:00.000,2")]
    public void Sessions_AroundAChangeOfTheClock_FollowIt(string change, params string[] expected)
    {
        var at = new DateTimeOffset(DateTime.Parse(change, CultureInfo.InvariantCulture), TimeSpan.Zero);
        using var bed = new PlanTestBed(CheckpointScripts.Compile("""
            SET 'table.local-time-zone' = 'America/New_York';
            CREATE TABLE ev (ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts - INTERVAL '1' DAY)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT window_start, window_end, COUNT(*) AS n
            FROM TABLE(SESSION(TABLE ev, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end;
            """));
        foreach (int minutes in new[] { -10, 5 })
        {
            bed.Row("ev", at.AddMinutes(minutes).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }

        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(expected.Select(row => $"1|{change[..10]} {row}")));
    }

    private static string[] RunAroundBothChanges(PlanTestBed bed)
    {
        string[] times =
        [
            "2024-03-10T05:30", "2024-03-10T06:30", "2024-03-10T07:30", "2024-03-10T12:10",
            "2024-11-03T04:30", "2024-11-03T05:10", "2024-11-03T06:10", "2024-11-03T07:10", "2024-11-03T15:10",
        ];
        foreach (string time in times)
        {
            var instant = new DateTimeOffset(DateTime.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);
            bed.Row("ev", instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }

        bed.End("ev");
        return [.. bed.Take()];
    }

    private static void Run(SqlJobPlan plan, Oracle oracle, long changeMs, ulong seed)
    {
        using var bed = new PlanTestBed(plan);
        var random = new SplitMix64(seed);
        oracle.Begin();
        long timeMs = changeMs - (5 * 60 * MinuteMs);
        for (int i = 0; i < 100; i++)
        {
            timeMs += random.Below(12) * MinuteMs;
            long rowMs = timeMs - (random.Below(3) == 0 ? random.Below(100) * MinuteMs : 0);
            bed.Row("ev", rowMs.ToString(CultureInfo.InvariantCulture));
            Assert.That(bed.Take(), Is.EqualTo(oracle.Apply(rowMs)), $"row {i} of seed {seed}");
        }

        bed.End("ev");
        Assert.That(bed.Take(), Is.EqualTo(oracle.Apply(null)), $"the end of seed {seed}");
        Assert.That(bed.Counters.Single().Late, Is.EqualTo(oracle.Late), $"seed {seed}");
    }

    private sealed class Oracle(long changeMs, string function, int stepMinutes, int sizeMinutes, int offsetMinutes)
    {
        private readonly SortedDictionary<(long EndMs, long StartMs), List<long>> _open = [];
        private long[]? _leastFrom; // by minute: the least local time that it or a later one shows
        private long _watermarkMs;

        public int Late { get; private set; }

        public void Begin()
        {
            _open.Clear();
            _watermarkMs = 0;
            Late = 0;
        }

        public List<string> Apply(long? rowMs)
        {
            if (rowMs is { } ms)
            {
                (long, long)[] windows = [.. WindowsOf(LocalMs(ms)).Where(w => !HasFired(w.EndMs))];
                Late += windows.Length == 0 ? 1 : 0;
                foreach ((long, long) window in windows)
                {
                    _open.TryAdd(window, []);
                    _open[window].Add(ms);
                }
            }

            _watermarkMs = Math.Max(_watermarkMs, rowMs ?? long.MaxValue);
            var fired = new List<string>();
            foreach ((long EndMs, long StartMs) window in _open.Keys.Where(w => HasFired(w.EndMs)).ToList())
            {
                List<long> rows = _open[window];
                fired.Add($"1|{WindowOracle.Time(window.StartMs)},{WindowOracle.Time(window.EndMs)},{rows.Count},{rows.Min()},{rows.Max()}");
                _open.Remove(window);
            }

            return fired;
        }

        private static long LocalMs(long ms) =>
            ms + (long)Zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(ms)).TotalMilliseconds;

        private IEnumerable<(long EndMs, long StartMs)> WindowsOf(long localMs)
        {
            long offsetMs = offsetMinutes * MinuteMs;
            long sizeMs = sizeMinutes * MinuteMs;
            long cycleMs = (function == "HOP" ? stepMinutes : sizeMinutes) * MinuteMs;
            long firstMs = localMs - ((localMs - offsetMs) % cycleMs);
            for (long at = 0; at < sizeMs; at += stepMinutes * MinuteMs)
            {
                (long startMs, long endMs) = function == "HOP"
                    ? (firstMs - at, firstMs - at + sizeMs)
                    : (firstMs, firstMs + at + (stepMinutes * MinuteMs));
                if (startMs <= localMs && localMs < endMs)
                {
                    yield return (endMs, startMs);
                }
            }
        }

        private bool HasFired(long endMs)
        {
            if (_watermarkMs is 0 or long.MaxValue)
            {
                return _watermarkMs != 0;
            }

            long fromMs = changeMs - (MinutesAround * MinuteMs);
            _leastFrom ??= LeastFrom(fromMs);
            return Math.Min(LocalMs(_watermarkMs) + 1, _leastFrom[((_watermarkMs - fromMs) / MinuteMs) + 1]) >= endMs;
        }

        private static long[] LeastFrom(long fromMs)
        {
            var least = new long[3 * MinutesAround];
            long leastMs = long.MaxValue;
            for (int minute = least.Length - 1; minute >= 0; minute--)
            {
                leastMs = Math.Min(leastMs, LocalMs(fromMs + (minute * (long)MinuteMs)));
                least[minute] = leastMs;
            }

            return least;
        }
    }
}
