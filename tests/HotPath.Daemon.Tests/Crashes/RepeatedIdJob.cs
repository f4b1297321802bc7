using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A durable job over events of which many come again, and its answers computed from the events that were made: each
/// counts once. The engine has no part in them.
/// </summary>
internal sealed class RepeatedIdJob : IDisposable
{
    private const int RowStepMs = 7;
    private const int DisorderMs = 900; // below the watermark's delay, so that no new event is late
    private const int WindowMs = 1000;
    private const long FirstRowMs = 1_704_067_200_000;

    private readonly ScratchFolder _folder = new();

    /// <summary>Makes script, input and answers.</summary>
    /// <param name="seed">Seed of everything.</param>
    /// <param name="rows">Lines of the input.</param>
    public RepeatedIdJob(ulong seed, int rows)
    {
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), id STRING, shop STRING, user_key INT, amount INT,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
            CREATE TABLE totals (shop STRING, user_key INT, ws TIMESTAMP(3), n BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'csv');
            SET 'hotpath.table.events.tenant' = 'shop';
            SET 'hotpath.table.events.event-id' = 'id';
            SET 'hotpath.table.events.dedup-window' = '2 h';
            SET 'hotpath.mark-interval-bytes' = '20000';
            SET 'hotpath.journal.segment-bytes' = '2097152';
            SET 'hotpath.snapshot-interval-bytes' = '1048576';
            INSERT INTO totals
            SELECT shop, user_key, window_start, COUNT(*), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
            GROUP BY shop, user_key, window_start, window_end;
            """);
        var totals = new Dictionary<(int Shop, int User, long WindowMs), (long Count, long Sum)>();
        File.WriteAllLines(InputPath, Lines(new SplitMix64(seed), rows, totals));
        Answers = [.. totals.Select(static t => Line(t.Key, t.Value)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines that the sink has to hold, sorted.</summary>
    public IReadOnlyList<string> Answers { get; }

    /// <summary>Lines of the input that repeat an event.</summary>
    public int Repeated { get; private set; }

    /// <summary>The input.</summary>
    public string InputPath => _folder.File("in.csv");

    /// <summary>Path of a file or folder of the job.</summary>
    public string PathOf(string name) => _folder.File(name);

    /// <summary>Shell line of a durable run; its directory is <c>data</c> and its sink <c>out.csv</c>.</summary>
    /// <param name="isPiped">Whether the input comes through a pipe, from its start.</param>
    public string Command(bool isPiped) =>
        $"dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --set IN={(isPiped ? "-" : InputPath)} "
        + $"--set OUT={_folder.File("out.csv")} --data {_folder.File("data")}"
        + (isPiped ? $" < <(cat {InputPath})" : string.Empty);

    /// <summary>What the sink holds, sorted.</summary>
    public IReadOnlyList<string> Sink() => File.Exists(_folder.File("out.csv"))
        ? [.. File.ReadAllLines(_folder.File("out.csv")).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Forgets the run.</summary>
    public void Forget()
    {
        File.Delete(_folder.File("out.csv"));
        Directory.Delete(_folder.File("data"), recursive: true);
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Lines(
        SplitMix64 random,
        int rows,
        Dictionary<(int Shop, int User, long WindowMs), (long Count, long Sum)> totals)
    {
        var made = new List<string>();
        for (int i = 0; i < rows; i++)
        {
            if (made.Count > 0 && random.Below(3) == 0)
            {
                // Most of them while their window is open, where a second count would show.
                int back = random.Below(Math.Min(made.Count, random.Below(10) == 0 ? made.Count : 60));
                Repeated++;
                yield return made[^(back + 1)];
                continue;
            }

            long timeMs = FirstRowMs + ((long)i * RowStepMs) - random.Below(DisorderMs);
            (int shop, int user, int amount) = (random.Below(3), random.Below(40), random.Below(100));
            (int, int, long) key = (shop, user, timeMs / WindowMs * WindowMs);
            (long count, long sum) = totals.GetValueOrDefault(key);
            totals[key] = (count + 1, sum + amount);

            // The id is unique in its shop, not among them.
            made.Add(string.Create(CultureInfo.InvariantCulture, $"{Time(timeMs)},event-{i - shop},shop-{shop},{user},{amount}"));
            yield return made[^1];
        }
    }

    private static string Line((int Shop, int User, long WindowMs) key, (long Count, long Sum) value) => string.Create(
        CultureInfo.InvariantCulture,
        $"shop-{key.Shop},{key.User},\"{DateTime.UnixEpoch.AddMilliseconds(key.WindowMs):yyyy-MM-dd HH:mm:ss}\",{value.Count},{value.Sum}");

    private static string Time(long ms) =>
        DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
