using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Everything that ingress and sequencer know, as of the end of the ring: what a checkpoint keeps of them, and what
/// frames out of a journal bring up to date again.
/// </summary>
/// <remarks>
/// Threading: one writer (the admission thread); <see cref="Events"/> and <see cref="IngestTimeMs"/> may be read by
/// anyone.
/// </remarks>
public sealed class IngressState : IDisposable
{
    private readonly OrderedDictionary<(int Table, int Source), string> _sourceNames = [];
    private readonly List<int> _endedTables = [];
    private long _events;
    private long _ingestTimeMs;

    /// <summary>The state at the start of a log.</summary>
    /// <param name="tables">Tables of the plan.</param>
    /// <param name="heap">Where names of tenants lie.</param>
    public IngressState(IReadOnlyList<TableDefinition> tables, NativeHeap heap)
    {
        Ledger = new SourceLedger(tables);
        Tenants = new NameDirectory(heap);
        Cursors = new SourceCursors(tables);
        Clients = new ClientCursors(tables, heap);
    }

    /// <summary>Counters of ingress.</summary>
    public SourceLedger Ledger { get; }

    /// <summary>Ids of tenants.</summary>
    public NameDirectory Tenants { get; }

    /// <summary>How far each source has been read.</summary>
    public SourceCursors Cursors { get; }

    /// <summary>Clients of sources that have them, and how far each stands.</summary>
    public ClientCursors Clients { get; }

    /// <summary>Event frames sequenced. Unit: events. Ordering: acquire.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Ingest time of the newest frame. Unit: ms since the Unix epoch. Ordering: acquire.</summary>
    public long IngestTimeMs => Volatile.Read(ref _ingestTimeMs);

    /// <summary>Tenants whose define frame stands in the log.</summary>
    public int DefinedTenants { get; set; }

    /// <summary>Frames of the prologue that stand in the log. Unit: frames.</summary>
    public int PrologueFrames { get; set; }

    /// <summary>Position after the newest mark; 0 before the first. Unit: bytes.</summary>
    public long LastMarkEnd { get; set; }

    /// <summary>Tables whose end of input stands in the log.</summary>
    public IReadOnlyList<int> EndedTables => _endedTables;

    /// <summary>Names of sources as the log defines them, in that order.</summary>
    public IReadOnlyList<KeyValuePair<(int Table, int Source), string>> SourceNames => _sourceNames;

    /// <summary>Whether the end of a table's input stands in the log.</summary>
    /// <param name="table">Id of the table.</param>
    /// <returns>Whether it does.</returns>
    public bool IsEnded(int table) => _endedTables.Contains(table);

    /// <summary>The end of a table's input stands in the log.</summary>
    /// <param name="table">Id of the table.</param>
    public void NoteEnd(int table)
    {
        if (!IsEnded(table))
        {
            _endedTables.Add(table);
        }
    }

    /// <summary>Whether the log gives a source another name.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">What the log calls it, if it differs.</param>
    /// <returns>Whether it has a name there, and another one.</returns>
    public bool IsNamedOtherwise(int table, int source, string name, [NotNullWhen(true)] out string? known) =>
        _sourceNames.TryGetValue((table, source), out known) && known != name;

    /// <summary>A source has a name.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="name">Its name.</param>
    public void NoteSource(int table, int source, string name) => _sourceNames[(table, source)] = name;

    /// <summary>One more event stands in the log.</summary>
    public void NoteEvent() => Volatile.Write(ref _events, _events + 1);

    /// <summary>Ingest time never goes back.</summary>
    /// <param name="ingestTimeMs">Time of a record. Unit: ms since the Unix epoch.</param>
    public void StampIngestTime(long ingestTimeMs)
    {
        if (ingestTimeMs > _ingestTimeMs)
        {
            Volatile.Write(ref _ingestTimeMs, ingestTimeMs);
        }
    }

    /// <summary>Goes on where a checkpoint stood.</summary>
    /// <param name="events">Unit: events.</param>
    /// <param name="ingestTimeMs">Unit: ms since the Unix epoch.</param>
    public void Restore(long events, long ingestTimeMs)
    {
        Volatile.Write(ref _events, events);
        Volatile.Write(ref _ingestTimeMs, ingestTimeMs);
    }

    /// <summary>A frame out of a log enters the ring: counts it as when it was made.</summary>
    /// <param name="frame">The frame.</param>
    /// <exception cref="HotPathException">HP2003: it does not fit the plan, or what came before it.</exception>
    public void Apply(FrameFlyweight frame)
    {
        switch (frame.Type)
        {
            case FrameType.Event:
                ApplyRecord(frame).Sequenced++;
                NoteEvent();
                break;
            case FrameType.Reject:
                ApplyRecord(frame).Rejected++;
                break;
            case FrameType.DefineTenant:
                ApplyTenant(frame);
                break;
            case FrameType.DefineClient:
                ApplyClient(frame);
                break;
            case FrameType.DefineSource:
                PrologueFrames++;
                NoteSource(frame.Table, frame.Source, Encoding.UTF8.GetString(frame.PayloadSpan));
                break;
            case FrameType.Plan or FrameType.DefineTable:
                PrologueFrames++;
                break;
            case FrameType.EndOfInput:
                NoteEnd(frame.Table);
                break;
            case FrameType.Tick:
                StampIngestTime(frame.IngestTimeMs);
                break;
            case FrameType.Mark:
                Ledger.Check(frame.Position);
                LastMarkEnd = frame.Position + frame.AlignedBytes;
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tenants.Dispose();
        Clients.Dispose();
    }

    private SourceCounters ApplyRecord(FrameFlyweight frame)
    {
        if (!Ledger.Has(frame.Table))
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"the frame at position {frame.Position} is of table {frame.Table}, which the plan does not have");
        }

        StampIngestTime(frame.IngestTimeMs);
        Cursors.Take(frame.Table, frame.Source);
        if (frame.Partition > 0)
        {
            TakeClient(frame);
        }

        SourceCounters counters = Ledger.For(frame.Table, frame.Tenant);
        counters.Read++;
        return counters;
    }

    private void ApplyTenant(FrameFlyweight frame)
    {
        if (Tenants.FindOrAdd(frame.PayloadSpan) != frame.Tenant)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"the frame at position {frame.Position} defines tenant {frame.Tenant} out of order; use another copy");
        }

        DefinedTenants = frame.Tenant;
    }

    private void ApplyClient(FrameFlyweight frame)
    {
        if (Clients.Names.FindOrAdd(frame.PayloadSpan) != frame.Partition)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"the frame at position {frame.Position} defines client {frame.Partition} out of order; use another "
                + "copy");
        }

        Clients.Defined = frame.Partition;
    }

    private void TakeClient(FrameFlyweight frame)
    {
        if (frame.Partition > Clients.Defined)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"the frame at position {frame.Position} is of client {frame.Partition}, which no frame before it "
                + "defines; use another copy");
        }

        Clients.Take(frame.Table, frame.Partition, frame.SourceOffset);
    }
}
