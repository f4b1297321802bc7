using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Journal.Log;
using HotPath.Runtime.Latency;

namespace HotPath.Runtime.Jobs;

/// <summary>What a run or a replay came to.</summary>
public sealed record JobReport
{
    /// <summary>Event frames sequenced. Unit: events.</summary>
    public required long Events { get; init; }

    /// <summary>Records refused at ingress. Unit: records.</summary>
    public required long Rejected { get; init; }

    /// <summary>
    /// Rows of the dead-letter log: records refused at ingress and rows refused by statements. Unit: rows.
    /// </summary>
    public required long DeadLetters { get; init; }

    /// <summary>From the start to the last output released. Unit: ns.</summary>
    public required long DurationNs { get; init; }

    /// <summary>Events that earlier lives of a durable node had sequenced; in <see cref="Events"/> too. Unit: events.
    /// </summary>
    public long EventsBefore { get; init; }

    /// <summary>Checkpoints committed by this life. Unit: checkpoints.</summary>
    public long Checkpoints { get; init; }

    /// <summary>Events of this life over duration. Unit: events/s.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>From the start to the first event sequenced; -1 when there was none. Unit: ns.</summary>
    public required long TimeToFirstEventNs { get; init; }

    /// <summary>Position after the last frame. Unit: bytes.</summary>
    public required long EndPosition { get; init; }

    /// <summary>Hash chain of the log; <see langword="null"/> when it was neither recorded nor replayed.</summary>
    public required ulong? Chain { get; init; }

    /// <summary>State hash at every mark, in order.</summary>
    public required IReadOnlyList<MarkHash> MarkHashes { get; init; }

    /// <summary>What each sink got, in the plan's order; the last is the dead-letter log.</summary>
    public required IReadOnlyList<SinkDigest> Sinks { get; init; }

    /// <summary>Ledger of each sink, in the plan's order.</summary>
    public required IReadOnlyList<SinkCounters> SinkLedger { get; init; }

    /// <summary>Ledger of each statement and tenant, of all shards.</summary>
    public required IReadOnlyList<StatementCounters> Statements { get; init; }

    /// <summary>Ledger of each table and tenant at ingress.</summary>
    public required IReadOnlyList<SourceCounters> Sources { get; init; }

    /// <summary>Name of each tenant id; the first, of id 0, is empty.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Highest watermark, or <see cref="long.MinValue"/>. Unit: ms since the Unix epoch.</summary>
    public required long WatermarkMs { get; init; }

    /// <summary>State entries held at the end. Unit: entries.</summary>
    public required long StateEntries { get; init; }

    /// <summary>Native memory held at the end. Unit: bytes.</summary>
    public required long NativeHeapBytes { get; init; }

    /// <summary>Finished rows that went through a file because memory was not to hold them. Unit: bytes.</summary>
    public long SpilledBytes { get; init; }

    /// <summary>Calls to the native allocator. Unit: calls.</summary>
    public required long AllocatorCalls { get; init; }

    /// <summary>Managed bytes allocated during the run. Unit: bytes.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>The thread plan used.</summary>
    public required string ThreadPlan { get; init; }

    /// <summary>How its threads ran: cores, idle strategy, priority.</summary>
    public string Threads { get; init; } = string.Empty;

    /// <summary>Shards used.</summary>
    public required int ShardCount { get; init; }

    /// <summary>Whether the run was stopped before its input ended: windows still open did not fire.</summary>
    public required bool Stopped { get; init; }

    /// <summary>
    /// Whether every ledger balances. A run whose ledger does not ends with HP3002 instead of a report.
    /// </summary>
    public required bool Balanced { get; init; }

    /// <summary>The first dead letters.</summary>
    public required IReadOnlyList<DeadLetter> FirstDeadLetters { get; init; }

    /// <summary>How long events took, by tenant and stage; empty when it was not measured.</summary>
    public IReadOnlyList<LatencyFigures> Latency { get; init; } = [];

    /// <summary>Replay: marks compared with those of the recorded run. Unit: marks.</summary>
    public int MarksCompared { get; init; }

    /// <summary>Replay: sinks compared with those of the recorded run. Unit: sinks.</summary>
    public int SinksCompared { get; init; }

    /// <summary>Replay: every difference from the recorded run, as a sentence; empty when it proved itself.</summary>
    public IReadOnlyList<string> Divergences { get; init; } = [];
}
