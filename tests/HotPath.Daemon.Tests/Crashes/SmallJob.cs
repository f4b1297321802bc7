using System;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Daemon.Commands;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A small durable job in a folder of its own, and the bytes of its sink after a run without a crash. Its rows are wide
/// and its segments short: a new segment, a checkpoint on the way, a kept snapshot and a recycled segment come in a run.
/// </summary>
internal sealed class SmallJob : IDisposable
{
    private const int LogBytesMax = 18_000_000;
    private const int FillerBytesMax = 22_000;

    private const int WindowSeconds = 10;
    private const int LatenessSeconds = 1;

    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ScratchFolder _folder = new();
    private readonly int _rows;

    /// <summary>Writes script and input, and runs the job once in memory.</summary>
    /// <param name="rows">Events, a second apart.</param>
    /// <param name="seed">Seed of keys and amounts.</param>
    /// <param name="keepsSnapshots">Whether a run keeps snapshots, and gives up the journal below the oldest.</param>
    public SmallJob(int rows, ulong seed, bool keepsSnapshots = true)
    {
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, amount INT, page STRING, filler STRING,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${DIR}/in.csv', 'format' = 'csv');
            CREATE TABLE totals (user_key BIGINT, ws TIMESTAMP(3), n BIGINT, pages BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/${OUT}.csv', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '400000';
            SET 'hotpath.state.dirty' = '1';
            SET 'hotpath.journal.segment-bytes' = '2097152';
            SET 'hotpath.snapshot-interval-bytes' = '1048576';
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), COUNT(DISTINCT page), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY user_key, window_start, window_end;
            """.Replace("1048576", keepsSnapshots ? "1048576" : "1000000000", StringComparison.Ordinal));
        string filler = new('x', Math.Min(FillerBytesMax, LogBytesMax / rows));
        var random = new SplitMix64(seed);
        _rows = rows;
        File.WriteAllLines(_folder.File("in.csv"), Enumerable.Range(0, rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{Start.AddSeconds(i):yyyy-MM-dd HH:mm:ss.fff},{random.Below(5)},{random.Below(90)},/p/{i % 3},{filler}")));
        CommandResult calm = CommandRun.Complete(
            $"hotpath run {_folder.File("job.sql")} --set DIR={Folder} --set OUT=calm --quiet");
        Assert.That(calm.ExitCode, Is.Zero, calm.Errors);
        CalmBytes = Sink("calm");
        Assert.That(CalmBytes, Is.Not.Empty);
    }

    public string Folder => _folder.Path;

    public byte[] CalmBytes { get; }

    /// <summary>Path of a file or folder of the job.</summary>
    public string PathOf(string name) => _folder.File(name);

    /// <summary>Arguments of a durable run whose directory is <c>NAME</c> and whose sink is <c>NAME.csv</c>.</summary>
    public string Arguments(string name) =>
        $"run {_folder.File("job.sql")} --set DIR={Folder} --set OUT={name} --data {_folder.File(name)}";

    /// <summary>A path of the run named <c>run</c>, as it is for a run of another name.</summary>
    public string PathFor(string path, string name)
    {
        string run = PathOf("run");
        return path.StartsWith(run, StringComparison.Ordinal) ? PathOf(name) + path[run.Length..] : path;
    }

    /// <summary>Runs it again without a fault.</summary>
    public CommandResult Run(string name) => CommandRun.Complete($"hotpath {Arguments(name)}");

    /// <summary>The same, told to say nothing but errors and losses.</summary>
    public CommandResult RunQuietly(string name) => CommandRun.Complete($"hotpath {Arguments(name)} -q");

    /// <summary>Runs it again without a fault, in this process: the same command, without the start of a runtime.</summary>
    public CommandResult RunInside(string name)
    {
        var streams = new MemoryStreams();
        int exitCode = new Application(streams.Streams(), new EngineCommands(streams.Streams())).Run(Arguments(name).Split(' '));
        return new CommandResult(exitCode, streams.Output, streams.Messages);
    }

    /// <summary>What its sink holds; nothing where there is no file.</summary>
    public byte[] Sink(string name) =>
        File.Exists(_folder.File(name + ".csv")) ? File.ReadAllBytes(_folder.File(name + ".csv")) : [];

    /// <summary>Events without which the rows of a window cannot be: one a second, up to the one that closes it.</summary>
    /// <param name="windowStart">Start of the window.</param>
    public int EventsBefore(DateTime windowStart) =>
        Math.Min(_rows, (int)(windowStart - Start).TotalSeconds + WindowSeconds + LatenessSeconds + 1);

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
