using System.Collections.Generic;

namespace HotPath.Daemon.Reports;

/// <summary>
/// All figures of a run: what the summary is written from and what <c>--report</c> writes as JSON. Names in it are
/// stable.
/// </summary>
internal sealed record RunReport
{
    /// <summary><c>run</c>, <c>replay</c> or <c>import</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Version of hotpath.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// How it ended: <c>completed</c>, <c>interrupted</c>, <c>terminated</c>, <c>reader-gone</c>, <c>diverged</c>.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>Exit code of the process.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Repetition of a replay, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Event frames sequenced. Unit: events.</summary>
    public required long Events { get; init; }

    /// <summary>Inputs rejected at ingress. Unit: records.</summary>
    public required long Rejected { get; init; }

    /// <summary>Dead letters: rejected inputs and rows that failed in a statement. Unit: rows.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>From the start of the job to its end. Unit: s.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Events over duration. Unit: events/s.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>From the entry of Main to the first event; null when there was none. Unit: ms.</summary>
    public double? FirstEventMs { get; init; }

    /// <summary>End of the log. Unit: bytes.</summary>
    public required long Position { get; init; }

    /// <summary>Hash chain over the frames, hexadecimal; null when the run was not recorded.</summary>
    public string? ChainHash { get; init; }

    /// <summary>Highest watermark; null when there is none. Unit: ms since the Unix epoch.</summary>
    public long? WatermarkMs { get; init; }

    /// <summary>Whether every counter of the ledger fits.</summary>
    public required bool IsLedgerBalanced { get; init; }

    /// <summary>Which stages shared a thread.</summary>
    public string ThreadPlan { get; init; } = string.Empty;

    /// <summary>How its threads ran: cores, idle strategy, priority.</summary>
    public string Threads { get; init; } = string.Empty;

    /// <summary>Shards used.</summary>
    public int Shards { get; init; }

    /// <summary>State entries held at the end. Unit: entries.</summary>
    public long StateEntries { get; init; }

    /// <summary>Recorded log, if any.</summary>
    public string? Log { get; init; }

    /// <summary>Data directory of a durable run.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Events that earlier lives of the data directory had taken. Unit: events.</summary>
    public long EventsBefore { get; init; }

    /// <summary>Checkpoints committed. Unit: checkpoints.</summary>
    public long Checkpoints { get; init; }

    /// <summary>Ledger of ingress.</summary>
    public IReadOnlyList<SourceFigures> Sources { get; init; } = [];

    /// <summary>
    /// Messages of other templates or schemas in the inputs of a table of format sbe, by table. Unit: messages.
    /// </summary>
    public IReadOnlyDictionary<string, long> OtherMessages { get; init; } = new Dictionary<string, long>();

    /// <summary>Clients of tables of connector tcp.</summary>
    public IReadOnlyList<ClientFigures> Clients { get; init; } = [];

    /// <summary>Ledger of the statements.</summary>
    public IReadOnlyList<StatementFigures> Statements { get; init; } = [];

    /// <summary>Sinks.</summary>
    public IReadOnlyList<SinkFigures> Sinks { get; init; } = [];

    /// <summary>State hashes at the marks.</summary>
    public IReadOnlyList<MarkFigures> Marks { get; init; } = [];

    /// <summary>How long events took from their intended arrival; empty when nothing was released.</summary>
    public IReadOnlyList<LatencyLine> Latency { get; init; } = [];

    /// <summary>First dead letters as text.</summary>
    public IReadOnlyList<string> FirstDeadLetters { get; init; } = [];

    /// <summary>Replay: state hashes compared with those of the recorded run. Unit: marks.</summary>
    public int MarksCompared { get; init; }

    /// <summary>Replay: sinks compared with those of the recorded run. Unit: sinks.</summary>
    public int SinksCompared { get; init; }

    /// <summary>Replay of a journal: files of sinks compared byte for byte. Unit: files.</summary>
    public int FilesCompared { get; init; }

    /// <summary>Replay of a journal: bytes of those that are equal. Unit: bytes.</summary>
    public long BytesCompared { get; init; }

    /// <summary>Replay of a part: position of its first frame. Unit: bytes.</summary>
    public long? From { get; init; }

    /// <summary>Replay of a part: position of its last frame. Unit: bytes.</summary>
    public long? To { get; init; }

    /// <summary>Where a replay differs from the recorded run.</summary>
    public IReadOnlyList<string> Divergences { get; init; } = [];

    /// <summary>Memory taken.</summary>
    public required MemoryFigures Memory { get; init; }
}
