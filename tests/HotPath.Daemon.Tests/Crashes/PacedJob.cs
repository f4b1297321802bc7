using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A durable job whose rows arrive at a rate, so that a life lasts as long on every machine. The rate delays admission
/// and changes no result: the bytes of its sink are those of a run as fast as it goes.
/// </summary>
internal sealed class PacedJob : IDisposable
{
    /// <summary>How long the rows take to arrive. Unit: ms.</summary>
    public const int InputMs = 500;

    /// <summary>Rate for a slow machine. Unit: rows/s.</summary>
    public const int SlowRowsPerSecond = 20_000;

    private const int Rows = RowsPerSecond * InputMs / 1000;
    private const int RowsPerSecond = 100_000;
    private const int Unpaced = 1_000_000_000;
    private const int FrameBytes = 104;
    private const int WindowMs = 1000;
    private const int LatenessMs = 1000;
    private const long FirstRowMs = 1_704_067_200_000;
    private const int RowStepMs = 7;

    private readonly ScratchFolder _folder = new();
    private readonly ulong _seed;
    private readonly long _snapshotIntervalBytes;

    /// <summary>Writes the script, and runs the job once in memory.</summary>
    /// <param name="seed">Seed of keys and amounts.</param>
    /// <param name="keepsWholeJournal">Whether no snapshot is kept, so that no segment is ever given up.</param>
    public PacedJob(ulong seed, bool keepsWholeJournal = false)
    {
        _seed = seed;
        _snapshotIntervalBytes = keepsWholeJournal ? 1L << 30 : 1L << 20;
        _folder.Write("job.sql", ScriptIn(_folder.Path));
        CommandResult calm = CommandRun.Complete(
            $"hotpath run {_folder.File("job.sql")} --set OUT=calm --set RATE={Unpaced} --quiet");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        CalmBytes = Sink("calm");
        Assert.That(CalmBytes, Is.Not.Empty);
    }

    /// <summary>What its sink holds after a run without a crash.</summary>
    public byte[] CalmBytes { get; }

    /// <summary>
    /// Least position of a journal that holds what the rows of a window depend on; the end of the input closes the last
    /// ones. Unit: bytes.
    /// </summary>
    /// <param name="windowStart">Start of the window.</param>
    public static long PositionAt(DateTime windowStart)
    {
        long closedMs = (long)(windowStart - DateTime.UnixEpoch).TotalMilliseconds + WindowMs + LatenessMs;
        return Math.Min(Rows, (closedMs - FirstRowMs) / RowStepMs) * FrameBytes;
    }

    /// <summary>The script, with its sink in a folder.</summary>
    public string ScriptIn(string folder) => $"""
        SET 'hotpath.datagen.seed' = '{_seed}';
        SET 'hotpath.mark-interval-bytes' = '20000';
        SET 'hotpath.journal.segment-bytes' = '2097152';
        SET 'hotpath.snapshot-interval-bytes' = '{_snapshotIntervalBytes}';
        CREATE TABLE events (
          n BIGINT, user_key INT, amount INT,
          ts AS CAST(TO_TIMESTAMP_LTZ(1704067200000 + n * 7, 3) AS TIMESTAMP(3)),
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
        ) WITH (
          'connector' = 'datagen', 'rows-per-second' = '$RATE',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '{Rows}',
          'fields.user_key.min' = '1', 'fields.user_key.max' = '300',
          'fields.amount.min' = '0', 'fields.amount.max' = '99'
        );
        CREATE TABLE totals (user_key INT, ws TIMESTAMP(3), n BIGINT, s BIGINT)
        WITH ('connector' = 'filesystem', 'path' = '$DIR/$OUT.csv', 'format' = 'csv');
        INSERT INTO totals
        SELECT user_key, window_start, COUNT(*), SUM(amount)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY user_key, window_start, window_end;
        """
        .Replace("$RATE", "${RATE}", StringComparison.Ordinal)
        .Replace("$DIR/$OUT", folder + "/${OUT}", StringComparison.Ordinal);

    /// <summary>Path of a file or folder of the job.</summary>
    public string PathOf(string name) => _folder.File(name);

    /// <summary>Arguments of a durable run whose directory is <c>NAME</c> and whose sink is <c>NAME.csv</c>.</summary>
    public string Arguments(string name) =>
        $"run {_folder.File("job.sql")} --set OUT={name} --set RATE={RowsPerSecond} --data {_folder.File(name)}";

    /// <summary>Arguments of a durable run as fast as it goes, with its directory anywhere.</summary>
    public string UnpacedArguments(string name, string data) =>
        $"run {_folder.File("job.sql")} --set OUT={name} --set RATE={Unpaced} --data {data}";

    /// <summary>Runs it to the end of its input.</summary>
    public CommandResult Run(string name) => CommandRun.Complete($"hotpath {Arguments(name)}");

    /// <summary>What its sink holds; nothing where there is no file.</summary>
    public byte[] Sink(string name) =>
        File.Exists(_folder.File(name + ".csv")) ? File.ReadAllBytes(_folder.File(name + ".csv")) : [];

    /// <summary>Length of its sink. Unit: bytes.</summary>
    public long SinkBytes(string name) =>
        File.Exists(_folder.File(name + ".csv")) ? new FileInfo(_folder.File(name + ".csv")).Length : 0;

    /// <summary>Forgets a run.</summary>
    public void Delete(string name)
    {
        File.Delete(_folder.File(name + ".csv"));
        if (Directory.Exists(_folder.File(name)))
        {
            Directory.Delete(_folder.File(name), recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();
}
