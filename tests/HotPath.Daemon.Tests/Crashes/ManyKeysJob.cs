using System;
using System.Globalization;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A durable job with windows of each kind and many more groups than its memory may hold: those of TUMBLE leave it and
/// come back, those of the others lie in a file. Rows arrive at a rate, many of them at a time.
/// </summary>
internal sealed class ManyKeysJob : IKillableJob, IDisposable
{
    /// <summary>How long the rows take to arrive. Unit: ms.</summary>
    public const int InputMs = 1_500;

    private const int Rows = RowsPerSecond * InputMs / 1000;
    private const int RowsPerSecond = 40_000;
    private const int Unpaced = 1_000_000_000;

    private static readonly string[] Files = ["tumbles", "sets", "hops", "cumulates", "sessions"];

    private readonly ScratchFolder _folder = new();
    private readonly SinkFiles _sinks;

    /// <summary>Writes the script, and runs the job once in memory, where nothing is limited.</summary>
    /// <param name="seed">Seed of keys and amounts.</param>
    public ManyKeysJob(ulong seed)
    {
        _sinks = new SinkFiles(_folder, Files);
        _folder.Write("job.sql", Script(seed));
        CommandResult calm = CommandRun.Complete(
            $"hotpath run {_folder.File("job.sql")} --set OUT=calm --set RATE={Unpaced} --quiet");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        _sinks.Keep("calm");
    }

    /// <inheritdoc/>
    public string Arguments(string name) =>
        $"run {_folder.File("job.sql")} --set OUT={name} --set RATE={RowsPerSecond} --data {_folder.File(name)}";

    /// <inheritdoc/>
    public long SinkBytes(string name) => _sinks.Bytes(name);

    /// <inheritdoc/>
    public string? Partial(string name) => _sinks.Partial(name);

    /// <inheritdoc/>
    public string? Finish(string name)
    {
        string? problem = _sinks.Whole(name, CommandRun.Complete($"hotpath {Arguments(name)}"));
        CommandResult replay = CommandRun.Complete($"hotpath replay --data {_folder.File(name)} --verify --quiet");
        return problem ?? (replay.ExitCode == 0 ? null : $"replay: exit code {replay.ExitCode}: {replay.Errors}");
    }

    /// <inheritdoc/>
    public void Delete(string name) => _sinks.Delete(name);

    public void Dispose() => _folder.Dispose();

    private string Script(ulong seed) => """
        SET 'hotpath.datagen.seed' = '$SEED';
        SET 'hotpath.mark-interval-bytes' = '150000';
        SET 'hotpath.state.memory' = '200 kb';
        SET 'hotpath.state.dirty' = '200 kb';
        SET 'hotpath.journal.segment-bytes' = '2097152';
        SET 'hotpath.snapshot-interval-bytes' = '4194304';
        CREATE TABLE events (
          n BIGINT, user_key INT, amount INT,
          ts AS CAST(TO_TIMESTAMP_LTZ(1704067200000 + n * 7 - CASE WHEN n % 40 = 7 THEN 900 ELSE 0 END, 3) AS TIMESTAMP(3)),
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH (
          'connector' = 'datagen', 'rows-per-second' = '${RATE}',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '$ROWS',
          'fields.user_key.min' = '1', 'fields.user_key.max' = '6000',
          'fields.amount.min' = '0', 'fields.amount.max' = '999'
        );
        CREATE TABLE tumbles (k INT, ws TIMESTAMP(3), n BIGINT, s BIGINT, least INT, latest STRING) WITH ($SINK/${OUT}-tumbles.csv');
        CREATE TABLE sets (k INT, ws TIMESTAMP(3), n BIGINT, amounts BIGINT) WITH ($SINK/${OUT}-sets.csv');
        CREATE TABLE hops (k INT, ws TIMESTAMP(3), n BIGINT, s BIGINT) WITH ($SINK/${OUT}-hops.csv');
        CREATE TABLE cumulates (k INT, ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, s BIGINT) WITH ($SINK/${OUT}-cumulates.csv');
        CREATE TABLE sessions (k INT, ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, s BIGINT) WITH ($SINK/${OUT}-sessions.csv');
        INSERT INTO tumbles
        SELECT user_key, window_start, COUNT(*), SUM(amount), MIN(amount), LAST_VALUE(CAST(n AS STRING))
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY user_key, window_start, window_end;
        INSERT INTO sets
        SELECT user_key % 3000, window_start, COUNT(*), COUNT(DISTINCT amount % 7)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '90' SECOND)) GROUP BY user_key % 3000, window_start, window_end;
        INSERT INTO hops
        SELECT user_key % 3000, window_start, COUNT(*), SUM(amount)
        FROM TABLE(HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '2' MINUTE))
        GROUP BY user_key % 3000, window_start, window_end;
        INSERT INTO cumulates
        SELECT user_key % 2000, window_start, window_end, COUNT(*), SUM(amount)
        FROM TABLE(CUMULATE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE))
        GROUP BY user_key % 2000, window_start, window_end;
        INSERT INTO sessions
        SELECT user_key, window_start, window_end, COUNT(*), SUM(amount)
        FROM TABLE(SESSION(TABLE events PARTITION BY user_key, DESCRIPTOR(ts), INTERVAL '30' SECOND))
        GROUP BY user_key, window_start, window_end;
        """
        .Replace("$SEED", seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$ROWS", Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$SINK", $"'connector' = 'filesystem', 'format' = 'csv', 'path' = '{_folder.Path}", StringComparison.Ordinal);
}
