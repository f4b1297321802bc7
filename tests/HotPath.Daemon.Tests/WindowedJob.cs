using System;
using System.Globalization;
using System.Linq;
using HotPath.Daemon.Commands;
using HotPath.Foundation.Hashing;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Tests;

/// <summary>
/// A durable job over a file: windowed totals and a projection, with a checkpoint at nearly every mark, so that a short
/// run has several kept snapshots. Its commands run in this process.
/// </summary>
internal sealed class WindowedJob : IDisposable
{
    public const ulong Seed = 20_261_128;

    private readonly ScratchFolder _folder = new();

    public WindowedJob(int rows, string settings, string keyType = "BIGINT")
    {
        _folder.Write("job.sql", $"""
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key {keyType}, amount INT,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '{File("in.csv")}', 'format' = 'csv');
            CREATE TABLE totals (user_key {keyType}, ws TIMESTAMP(3), n BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '{File("totals.csv")}', 'format' = 'csv');
            CREATE TABLE chosen (user_key {keyType}, amount INT)
            WITH ('connector' = 'filesystem', 'path' = '{File("chosen.csv")}', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '50000';
            SET 'hotpath.snapshot-interval-bytes' = '1048576';
            {settings}
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
            GROUP BY user_key, window_start, window_end;
            INSERT INTO chosen SELECT user_key, amount FROM events WHERE amount = 89;
            """);
        var random = new SplitMix64(Seed);
        System.IO.File.WriteAllLines(File("in.csv"), Enumerable.Range(0, rows).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{TimeOf(i):yyyy-MM-dd HH:mm:ss.fff},{random.Below(300)},{random.Below(90)}")));
    }

    public string Data => File("data");

    public string RunArguments => $"run {File("job.sql")} --data {Data} --quiet";

    /// <summary>Time of a row; every so often one comes a little late, never behind the watermark's second.</summary>
    public static DateTime TimeOf(int row) =>
        new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(row - (row % 7 == 3 ? 400 : 0));

    public string File(string name) => _folder.File(name);

    /// <summary>
    /// Runs to the end of the input, on from where the directory stands. A small ring holds ingress close to the
    /// shards, so that nearly every mark is a checkpoint on any machine.
    /// </summary>
    public void Run() => Run(isStalled: false);

    /// <summary>
    /// Runs to the end in several lives, each stopped behind its share of the input: that many checkpoints there are
    /// however slow the machine is.
    /// </summary>
    public void RunInLives(int lives)
    {
        string[] input = System.IO.File.ReadAllLines(File("in.csv"));
        for (int life = 1; life < lives; life++)
        {
            System.IO.File.WriteAllLines(File("in.csv"), input[..(input.Length * life / lives)]);
            Run(isStalled: true);
        }

        System.IO.File.WriteAllLines(File("in.csv"), input);
        Run();
    }

    /// <summary>One command in this process.</summary>
    public static (int Exit, string Output, string Messages) Command(string line)
    {
        var streams = new MemoryStreams();
        int exit = new Application(streams.Streams(), new EngineCommands(streams.Streams()))
            .Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (exit, streams.Output, streams.Messages);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(bool isStalled) => DurableRun.Run(
        File("job.sql"),
        Data,
        new JobOptions { RingBytes = 64 * 1024, FrameBytesMax = 4096, ShardCount = 1 },
        isStalled,
        checkpointsAtMarks: true);
}
