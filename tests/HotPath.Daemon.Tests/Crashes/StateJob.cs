using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A durable job with every kind of state that a group's accumulators and a key's rows do not show: sketches, lists in
/// overlapping windows, ranks of window rows, sessions and ranks that late rows correct, windows of processing time. Rows
/// arrive at a rate; only the windows of processing time depend on it.
/// </summary>
internal sealed class StateJob : IKillableJob, IDisposable
{
    /// <summary>How long the rows take to arrive. Unit: ms.</summary>
    public const int InputMs = 600;

    private const int Rows = RowsPerSecond * InputMs / 1000;
    private const int RowsPerSecond = 20_000;
    private const int Unpaced = 1_000_000_000;

    /// <summary>Files whose bytes are those of a run without a crash.</summary>
    private static readonly string[] Files = ["sketches", "lists", "ranks"];

    /// <summary>Changelogs, which a file does not take: their hash is compared.</summary>
    private static readonly string[] Changelogs = ["sessions", "kept_ranks"];

    private readonly ScratchFolder _folder = new();
    private readonly SinkFiles _sinks;
    private readonly string[] _calmHashes;

    /// <summary>Writes the script, and runs the job once in memory.</summary>
    /// <param name="seed">Seed of keys and amounts.</param>
    public StateJob(ulong seed)
    {
        _sinks = new SinkFiles(_folder, Files);
        _folder.Write("job.sql", Script(seed));
        CommandResult calm = CommandRun.Complete(
            $"hotpath run {_folder.File("job.sql")} --set OUT=calm --set RATE={Unpaced} --quiet --report {ReportPath("calm")}");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        _sinks.Keep("calm");
        _calmHashes = Hashes("calm");
        using JsonDocument report = Report("calm");
        Assert.That(Figure(report, "statements", "sessions", "late"), Is.Zero, "late rows must correct");
        Assert.That(Figure(report, "statements", "lists", "late"), Is.GreaterThan(100), "rows must be late");
    }

    /// <inheritdoc/>
    public string Arguments(string name) =>
        $"run {_folder.File("job.sql")} --set OUT={name} --set RATE={RowsPerSecond} --data {_folder.File(name)} --report {ReportPath(name)}";

    /// <inheritdoc/>
    public long SinkBytes(string name) => _sinks.Bytes(name);

    /// <inheritdoc/>
    public string? Partial(string name) => _sinks.Partial(name);

    /// <inheritdoc/>
    public string? Finish(string name)
    {
        CommandResult last = CommandRun.Complete($"hotpath {Arguments(name)}");
        if (_sinks.Whole(name, last) is { } problem)
        {
            return problem;
        }

        string[] hashes = Hashes(name);
        if (!hashes.SequenceEqual(_calmHashes))
        {
            return $"changelogs are {string.Join(", ", hashes)} and should be {string.Join(", ", _calmHashes)}";
        }

        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File(name)} --verify --quiet");
        return Taps(name) ?? (replay.ExitCode == 0 ? null : $"replay: exit code {replay.ExitCode}: {replay.Errors}");
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        _sinks.Delete(name);
        File.Delete(_sinks.PathOf(name, "taps"));
    }

    public void Dispose() => _folder.Dispose();

    // Rows arrive in order of n, and windows of processing time end in order: together they hold 1, 2, 3 ... up to the
    // first row of those that have not ended, each once.
    private string? Taps(string name)
    {
        long closed = 0;
        foreach (string line in File.ReadLines(_sinks.PathOf(name, "taps")))
        {
            long[] fields = [.. line.Split(',').Skip(1).Select(static field => long.Parse(field, CultureInfo.InvariantCulture))];
            (long n, long sum, long least, long most) = (fields[0], fields[1], fields[2], fields[3]);
            if (least != closed + 1 || most != closed + n || sum != (least + most) * n / 2)
            {
                return $"taps: '{line}' behind row {closed}";
            }

            closed = most;
        }

        using JsonDocument report = Report(name);
        long ended = Figure(report, "statements", "taps", "closed");
        long open = Figure(report, "statements", "taps", "open");
        return closed == ended && ended + open == Rows && closed > 0
            ? null
            : FormattableString.Invariant($"taps: {closed} rows in the file, {ended} closed and {open} open of {Rows}");
    }

    private string[] Hashes(string name)
    {
        using JsonDocument report = Report(name);
        return [.. Changelogs.Select(sink => Sink(report, "sinks", sink).GetProperty("hash").GetString()!)];
    }

    private static long Figure(JsonDocument report, string list, string name, string figure) =>
        Sink(report, list, name).GetProperty(figure).GetInt64();

    private static JsonElement Sink(JsonDocument report, string list, string name) =>
        report.RootElement.GetProperty(list).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    private JsonDocument Report(string name) => JsonDocument.Parse(File.ReadAllText(ReportPath(name)));

    private string ReportPath(string name) => _folder.File($"{name}.json");

    private string Script(ulong seed) => """
        SET 'hotpath.datagen.seed' = '$SEED';
        SET 'hotpath.mark-interval-bytes' = '20000';
        SET 'hotpath.journal.segment-bytes' = '2097152';
        SET 'hotpath.snapshot-interval-bytes' = '1048576';
        CREATE TABLE events (
          n BIGINT, user_key INT, amount INT,
          ts AS CAST(TO_TIMESTAMP_LTZ(1704067200000 + n * 7 - CASE WHEN n % 40 = 7 THEN 3000 ELSE 0 END, 3) AS TIMESTAMP(3)),
          pt AS PROCTIME(),
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH (
          'connector' = 'datagen', 'rows-per-second' = '${RATE}',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '$ROWS',
          'fields.user_key.min' = '1', 'fields.user_key.max' = '300',
          'fields.amount.min' = '0', 'fields.amount.max' = '999'
        );
        CREATE TABLE sketches (ws TIMESTAMP(3), users BIGINT, middle DOUBLE, most DOUBLE) WITH ($SINK/${OUT}-sketches.csv');
        CREATE TABLE lists (ws TIMESTAMP(3), k INT, l STRING, f BIGINT, la BIGINT) WITH ($SINK/${OUT}-lists.csv');
        CREATE TABLE ranks (ws TIMESTAMP(3), n BIGINT, amount INT, r BIGINT) WITH ($SINK/${OUT}-ranks.csv');
        CREATE TABLE taps (ws TIMESTAMP(3), n BIGINT, s BIGINT, least BIGINT, most BIGINT) WITH ($SINK/${OUT}-taps.csv');
        CREATE TABLE sessions (ws TIMESTAMP(3), we TIMESTAMP(3), k INT, n BIGINT, s BIGINT, l STRING) WITH ('connector' = 'blackhole');
        CREATE TABLE kept_ranks (ws TIMESTAMP(3), n BIGINT, amount INT, r BIGINT) WITH ('connector' = 'blackhole');
        INSERT INTO sketches
        SELECT window_start, APPROX_COUNT_DISTINCT(user_key), APPROX_PERCENTILE(amount, 0.5), APPROX_PERCENTILE(amount, 0.95)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY window_start, window_end;
        INSERT INTO lists
        SELECT window_start, user_key % 5, LISTAGG(CAST(n AS STRING), '/'), MIN(n), MAX(n)
        FROM TABLE(HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '0.5' SECOND, INTERVAL '1' SECOND))
        GROUP BY user_key % 5, window_start, window_end;
        INSERT INTO ranks
        SELECT window_start, n, amount, r FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY amount DESC, n) AS r
          FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))) WHERE r <= 5;
        INSERT INTO taps
        SELECT window_start, COUNT(*), SUM(n), MIN(n), MAX(n)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(pt), INTERVAL '0.02' SECOND)) GROUP BY window_start, window_end;
        SET 'hotpath.allowed-lateness' = '10 s';
        INSERT INTO sessions
        SELECT window_start, window_end, user_key, COUNT(*), SUM(amount), LISTAGG(CAST(n AS STRING), '/')
        FROM TABLE(SESSION(TABLE events PARTITION BY user_key, DESCRIPTOR(ts), INTERVAL '2' SECOND))
        GROUP BY user_key, window_start, window_end;
        INSERT INTO kept_ranks
        SELECT window_start, n, amount, r FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY amount DESC, n) AS r
          FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))) WHERE r <= 5;
        """
        .Replace("$SEED", seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$ROWS", Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$SINK", $"'connector' = 'filesystem', 'format' = 'csv', 'path' = '{_folder.Path}", StringComparison.Ordinal);
}
