using System;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A small durable job in a folder of its own, and the bytes of its sink after a run without a crash.</summary>
internal sealed class SmallJob : IDisposable
{
    private readonly ScratchFolder _folder = new();

    /// <summary>Writes script and input, and runs the job once in memory.</summary>
    /// <param name="rows">Events, a second apart.</param>
    /// <param name="seed">Seed of keys and amounts.</param>
    public SmallJob(int rows, ulong seed)
    {
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, amount INT, page STRING,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${DIR}/in.csv', 'format' = 'csv');
            CREATE TABLE totals (user_key BIGINT, ws TIMESTAMP(3), n BIGINT, pages BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/${OUT}.csv', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '1024';
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), COUNT(DISTINCT page), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        var random = new SplitMix64(seed);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllLines(_folder.File("in.csv"), Enumerable.Range(0, rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{start.AddSeconds(i):yyyy-MM-dd HH:mm:ss.fff},{random.Below(5)},{random.Below(90)},/p/{i % 3}")));
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

    /// <summary>Runs it again without a fault.</summary>
    public CommandResult Run(string name) => CommandRun.Complete($"hotpath {Arguments(name)}");

    /// <summary>What its sink holds; nothing where there is no file.</summary>
    public byte[] Sink(string name) =>
        File.Exists(_folder.File(name + ".csv")) ? File.ReadAllBytes(_folder.File(name + ".csv")) : [];

    /// <summary>Nothing that the sink holds is wrong, though it may not be all.</summary>
    public bool IsPrefixOfCalm(byte[] sink) =>
        sink.Length <= CalmBytes.Length && sink.AsSpan().SequenceEqual(CalmBytes.AsSpan(0, sink.Length));

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
