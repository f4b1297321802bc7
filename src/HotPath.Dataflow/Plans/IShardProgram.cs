using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// The operators of all statements on one shard: a run-to-completion state machine that is fed the frames of the log in
/// order. Everything it does is a function of those frames. It reads no clock and takes no lock.
/// </summary>
/// <remarks>
/// Threading: single-threaded. One call a frame. Every shard sees every frame and itself decides what is its own:
/// tenant-scoped statements run on shard (tenant mod count), global ones and stateless ones without tenancy on shard
/// (statement mod count), dead letters of rejected inputs on shard 0. Whether a row is a copy is found out by every
/// shard that runs a statement for it, each from the same frames; the tenant's shard counts, hashes and stores it.
/// A window firing larger than one unit stays <em>pending</em>; a row of its tenant for its statement waits for it, or
/// has the program work it off at once. The runtime calls <see cref="RunPendingUnit"/> between frames.
/// </remarks>
public interface IShardProgram : IDisposable
{
    /// <summary>
    /// Position of the oldest frame whose outputs are not all produced, or <see cref="long.MaxValue"/>. Unit: bytes.
    /// </summary>
    long FirstPendingPosition { get; }

    /// <summary>
    /// How far pending firings let each sink go: what is below is in the output arena. What other frames cause comes on
    /// top of it.
    /// </summary>
    /// <param name="frontiers">
    /// By index of the sink in the plan, dead letters last; <see cref="OutputFrontier.Unlimited"/> for a sink that no
    /// pending firing gives rows to.
    /// </param>
    void ReadFrontiers(Span<OutputFrontier> frontiers);

    /// <summary>Counters of this shard's statements, per tenant.</summary>
    IReadOnlyList<StatementCounters> Counters { get; }

    /// <summary>Counters of the event ids that are this shard's to count, per table and tenant.</summary>
    IReadOnlyList<EventIdCounters> EventIds { get; }

    /// <summary>
    /// Highest watermark of any clock on this shard, or <see cref="long.MinValue"/>. Unit: ms since the Unix epoch.
    /// </summary>
    long WatermarkMs { get; }

    /// <summary>State entries held now. Unit: entries.</summary>
    long StateEntries { get; }

    /// <summary>What the shard puts into checkpoints and starts from after one.</summary>
    IShardState State { get; }

    /// <summary>A define frame: the name behind a tenant id.</summary>
    /// <param name="tenant">Id.</param>
    /// <param name="name">Name, UTF-8; valid during the call.</param>
    void OnDefineTenant(int tenant, ReadOnlySpan<byte> name);

    /// <summary>A define frame: the name behind a file of a table's input.</summary>
    /// <param name="table">Table id.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="name">Name without its folder, UTF-8; valid during the call.</param>
    void OnDefineSource(int table, int source, ReadOnlySpan<byte> name);

    /// <summary>A define frame: the name behind the id of a client.</summary>
    /// <param name="client">Id, from 1.</param>
    /// <param name="name">Name, UTF-8; valid during the call.</param>
    void OnDefineClient(int client, ReadOnlySpan<byte> name);

    /// <summary>
    /// A row that ends the process: it is not evaluated, but counted as quarantined, and becomes a dead letter. Called
    /// before frames are fed.
    /// </summary>
    /// <param name="position">Position of its frame. Unit: bytes.</param>
    /// <param name="operatorId">The statement that it is kept from, or <see cref="EvaluationNote.WholeRow"/> for every
    /// one.</param>
    void Quarantine(long position, ulong operatorId);

    /// <summary>
    /// A result of a window that ends the process: it is not evaluated, but counted as failed, and becomes a dead
    /// letter. Called before frames are fed.
    /// </summary>
    /// <param name="position">Position of the frame that fires the window. Unit: bytes.</param>
    /// <param name="operatorId">The statement.</param>
    /// <param name="tenant">Tenant of the window; 0 for global.</param>
    /// <param name="number">Number of the result among those that the frame fires for the tenant, from 0.</param>
    void QuarantineResult(long position, ulong operatorId, int tenant, long number);

    /// <summary>
    /// A row whose turn comes soon: asks the memory for what it will need. A hint without effect on any result.
    /// </summary>
    /// <param name="position">Position of its frame. Unit: bytes.</param>
    /// <param name="tenant">Tenant of the row.</param>
    /// <param name="table">Table of the row.</param>
    /// <param name="payload">The well-formed row.</param>
    void Prefetch(long position, int tenant, int table, nint payload);

    /// <summary>Whether rows of a table may be handed over many at a time.</summary>
    /// <param name="table">Table id.</param>
    /// <returns><see langword="false"/> where <see cref="OnRun"/> would take none.</returns>
    bool TakesRuns(int table);

    /// <summary>
    /// Rows that follow each other in the log: does with the first of them, as many as touch nothing but their own
    /// groups, what <see cref="OnEvent"/> does with one after the other. It ends before a row that opens a pane or
    /// fires something, is late or fails.
    /// </summary>
    /// <param name="table">Table of all of them.</param>
    /// <param name="rows">The rows, in order; their payloads are valid during the call.</param>
    /// <returns>How many it has taken; of the others nothing has been done. Unit: rows.</returns>
    int OnRun(int table, ReadOnlySpan<RowFrame> rows);

    /// <summary>One row of a table: evaluates, updates state, then advances the row's clock and fires.</summary>
    /// <param name="frame">The frame; its payload is a well-formed row, valid during the call.</param>
    void OnEvent(in EventFrame frame);

    /// <summary>A rejected input: becomes a dead letter.</summary>
    /// <param name="frame">The frame; its payload is the raw record.</param>
    /// <param name="reason">Why it was rejected.</param>
    /// <param name="column">Column at fault, or -1.</param>
    void OnReject(in EventFrame frame, RejectReason reason, int column);

    /// <summary>The end of a table's input: its watermark becomes the maximum and every window of it fires.</summary>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="table">Table id.</param>
    /// <param name="ingestTimeMs">Ingest time of the frame. Unit: ms since the Unix epoch.</param>
    void OnEndOfInput(long position, int table, long ingestTimeMs);

    /// <summary>
    /// A tick of the clock: windows whose source has been silent for as long as their statement allows fire.
    /// </summary>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of the frame. Unit: ms since the Unix epoch.</param>
    /// <param name="heldMs">For how long since the tick before ingress was held back, which is no silence of a source.
    /// Unit: ms.</param>
    void OnTick(long position, long ingestTimeMs, long heldMs);

    /// <summary>
    /// Whether so many rows have been kept for firings since the last unit that they have paid for another: no further
    /// frame should come before it.
    /// </summary>
    bool IsUnitDue { get; }

    /// <summary>Works off one unit of the oldest pending firing.</summary>
    /// <returns><see langword="false"/> when nothing is pending.</returns>
    bool RunPendingUnit();

    /// <summary>
    /// A mark: finishes what is pending, checks this shard's ledger and hashes the state entries changed since the last
    /// mark.
    /// </summary>
    /// <param name="position">Position of the mark frame. Unit: bytes.</param>
    /// <returns>This shard's part of the state hash; the parts of all shards add up (mod 2^64) to the hash of the
    /// mark.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP3002: the ledger does not balance.</exception>
    ulong OnMark(long position);

    /// <summary>
    /// A mark comes while something is pending: passes it without waiting for that. Its hash is known once all that
    /// lies before it has been worked off, and is what <see cref="OnMark"/> would have told.
    /// </summary>
    /// <param name="position">Position of the mark frame. Unit: bytes.</param>
    /// <returns><see langword="false"/> when nothing was done: what is pending has to be worked off first.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP3002: the ledger does not balance.</exception>
    bool TryPostponeMark(long position);

    /// <summary>The oldest postponed mark, once its hash is known; each is told once, in their order.</summary>
    /// <param name="position">Position of the mark frame. Unit: bytes.</param>
    /// <param name="hash">This shard's part of the state hash.</param>
    /// <returns>Whether there is one.</returns>
    bool TryTakeMark(out long position, out ulong hash);
}
