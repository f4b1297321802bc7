using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A durable job over a table of connector 'tcp', and files for its senders.</summary>
internal sealed class TcpJob : IDisposable
{
    private readonly ScratchFolder _folder = new();

    /// <summary>Makes the script and a file for each sender.</summary>
    /// <param name="senders">Senders, named sender-0 and so on.</param>
    /// <param name="records">Records of each.</param>
    /// <param name="credit">Records of a sender that may be unacknowledged.</param>
    public TcpJob(int senders, int records, int credit = 500)
    {
        Port = FreePort();
        _folder.Write("job.sql", $"""
            CREATE TABLE events (sender STRING, n BIGINT, amount INT) WITH (
              'connector' = 'tcp', 'listen' = '127.0.0.1:{Port}', 'format' = 'csv', 'credit' = '{credit}'
            );
            CREATE TABLE kept (sender STRING, n BIGINT, amount INT) WITH (
              'connector' = 'filesystem', 'path' = '{_folder.File("kept.csv")}', 'format' = 'csv'
            );
            SET 'hotpath.dead-letter.path' = '{_folder.File("dead.jsonl")}';
            SET 'hotpath.mark-interval-bytes' = '50000';
            SET 'hotpath.journal.segment-bytes' = '2097152';
            SET 'hotpath.snapshot-interval-bytes' = '1048576';
            INSERT INTO kept SELECT sender, n, amount FROM events;
            """);
        Senders = [.. Enumerable.Range(0, senders).Select(static i => $"sender-{i}")];
        Records = records;
        foreach (string sender in Senders)
        {
            File.WriteAllLines(FileOf(sender), Enumerable.Range(1, records).Select(n => Line(sender, n)));
        }
    }

    /// <summary>Where the table listens.</summary>
    public int Port { get; }

    public IReadOnlyList<string> Senders { get; }

    /// <summary>Records of each sender.</summary>
    public int Records { get; }

    /// <summary>What the sink holds.</summary>
    public string[] Kept => File.Exists(_folder.File("kept.csv")) ? File.ReadAllLines(_folder.File("kept.csv")) : [];

    /// <summary>Its dead letters.</summary>
    public string[] DeadLetters => File.ReadAllLines(_folder.File("dead.jsonl"));

    /// <summary>A port at which nobody listens.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public static string Line(string sender, long n) =>
        string.Create(CultureInfo.InvariantCulture, $"{sender},{n},{n * 7 % 100}");

    /// <summary>Where a node writes its figures that is told to.</summary>
    public string ReportPath => _folder.File("report.json");

    /// <summary>Shell line of the node.</summary>
    /// <param name="isDurable">Whether it has a data directory.</param>
    /// <param name="options">Others.</param>
    public string Node(bool isDurable = true, string options = "") =>
        $"dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --quiet --grace 100 {options}"
        + (isDurable ? $" --data {_folder.File("data")}" : string.Empty);

    /// <summary>Shell line of a sender.</summary>
    /// <param name="sender">Its name; also that of its file.</param>
    /// <param name="client">Its client id, if that is another.</param>
    /// <param name="options">Others.</param>
    public string Send(string sender, string? client = null, string options = "") =>
        $"dotnet exec \"$hotpath\" send {FileOf(sender)} --to 127.0.0.1:{Port} --client {client ?? sender} "
        + $"--retry 100 {options}";

    /// <summary>Shell line of a replay that compares every byte.</summary>
    public string Replay => $"dotnet exec \"$hotpath\" replay --data {_folder.File("data")} --verify --quiet";

    /// <summary>Every sender with as many records.</summary>
    /// <param name="records">Records.</param>
    public Dictionary<string, long> All(long records) => Senders.ToDictionary(static s => s, _ => records);

    public string FileOf(string sender) => _folder.File($"{sender}.csv");

    public void Dispose() => _folder.Dispose();
}
