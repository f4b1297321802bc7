using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Sequencing;

/// <summary>
/// Gives everything that enters the node its place in the log: the plan frame first, define frames before the ids they
/// define, events and rejects as they come, marks where the position passes a multiple of the plan's interval.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by ingress. Where frames and marks lie is a function of the input's order alone:
/// neither batches nor time move them. Only with a journal a mark also follows frames that have waited for one.
/// Each Try call writes all its frames (a define, the record, the mark behind it) or none.
/// Source: design.md, "One coordinate".
/// </remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class Sequencer<TEnvironment>
    where TEnvironment : struct, IEnvironment
{
    private const int WriteAheadBytes = 1024;

    private readonly RingBuffer _ring;
    private readonly IngressState _state;
    private readonly CheckpointSchedule? _checkpoints;
    private readonly MarkInterval _marks;
    private readonly int _frameBytesMax;
    private TEnvironment _environment;
    private long _nextMark;

    /// <summary>A sequencer at the end of what the ring holds: at a log's start, or behind recovered frames.</summary>
    /// <param name="ring">Where frames go.</param>
    /// <param name="plan">The plan: how far marks lie apart.</param>
    /// <param name="state">Everything known at that place.</param>
    /// <param name="checkpoints">Decides which marks become checkpoints; <see langword="null"/> for none.</param>
    /// <param name="frameBytesMax">Largest frame. Unit: bytes.</param>
    /// <param name="environment">Seams to the outside.</param>
    public Sequencer(
        RingBuffer ring,
        IJobPlan plan,
        IngressState state,
        CheckpointSchedule? checkpoints,
        int frameBytesMax,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(state);
        _ring = ring;
        _state = state;
        _checkpoints = checkpoints;
        _frameBytesMax = frameBytesMax;
        _environment = environment;
        _marks = new MarkInterval(plan);
        _nextMark = _marks.DueBehind(state.LastMarkEnd);
    }

    /// <summary>Frames at the start of a log: the plan, then each table and its sources by name.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="heads">Its sources.</param>
    /// <returns>The frames in order, for <see cref="TryAppendPrologue"/>.</returns>
    /// <exception cref="HotPathException">HP1001: a frame is larger than the ring.</exception>
    public IReadOnlyList<(FrameHeader Header, byte[] Payload)> Prologue(IJobPlan plan, IReadOnlyList<SourceHead> heads)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(heads);
        var frames = new List<(FrameHeader Header, byte[] Payload)>();
        Add(frames, FrameType.Plan, table: 0, source: 0, plan.PlanText);
        foreach (TableDefinition table in plan.Tables)
        {
            Add(frames, FrameType.DefineTable, table.Id, source: 0, table.Name);
        }

        // The name without its folder: a log made in another folder is the same log.
        foreach (SourceHead head in heads)
        {
            Add(frames, FrameType.DefineSource, head.Table.Id, head.FileIndex, Path.GetFileName(head.Name));
        }

        return frames;
    }

    /// <summary>Appends one frame of the prologue.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns><see langword="false"/> when the ring is full.</returns>
    public bool TryAppendPrologue((FrameHeader Header, byte[] Payload) frame)
    {
        if (!_ring.HasRoom(FrameDescriptor.AlignedFrame(frame.Payload.Length) + FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        Append(frame.Header with { Position = _ring.ClaimedPosition }, frame.Payload);
        NotePrologue(frame);
        MarkIfDue();
        return true;
    }

    /// <summary>
    /// Behind recovered frames: the mark that was due when the crash came between a record and its mark.
    /// </summary>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: the ledger does not balance.</exception>
    public bool TryAppendDueMark()
    {
        if (!_ring.HasRoom(FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        MarkIfDue();
        return true;
    }

    /// <summary>Appends a record: a row as an event, a rejected record (or a row too large) as a reject.</summary>
    /// <param name="head">Source and record.</param>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="nowMs">Wall clock. Unit: ms since the Unix epoch.</param>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: at a mark, the ledger does not balance.</exception>
    public bool TryAppendRecord(SourceHead head, int tenant, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(head);
        SourceRecord record = head.Record;
        bool isRow = head.Status == ReadStatus.Row;
        if (isRow && FrameDescriptor.HeaderBytes + record.Row.LengthBytes > _frameBytesMax)
        {
            _ = record.Reject(
                RejectReason.TooLarge, column: -1, Raw.Span(record.Row.Address, RawBytes(record.Row.LengthBytes)));
            isRow = false;
        }

        if (isRow && head.Table.EventId is { } eventId && record.Row.View.IsNull(eventId.Column))
        {
            _ = record.Reject(
                RejectReason.NullValue, eventId.Column, Raw.Span(record.Row.Address, RawBytes(record.Row.LengthBytes)));
            isRow = false;
        }

        int payloadBytes = isRow ? record.Row.LengthBytes : RawBytes(record.RawLengthBytes);
        int client = record.Client.IsEmpty ? 0 : _state.Clients.Names.FindOrAdd(record.Client);
        int tenantBytes = tenant > _state.DefinedTenants
            ? FrameDescriptor.AlignedFrame(_state.Tenants.NameOf(tenant).Length)
            : 0;
        int clientBytes = client > _state.Clients.Defined ? FrameDescriptor.AlignedFrame(record.Client.Length) : 0;
        int recordBytes = FrameDescriptor.AlignedFrame(payloadBytes);
        if (!_ring.HasRoom(tenantBytes + clientBytes + (2L * recordBytes) + FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        _state.StampIngestTime(record.IngestTimeMs >= 0 ? record.IngestTimeMs : nowMs);
        if (tenantBytes > 0)
        {
            DefineTenant(tenant);
        }

        if (clientBytes > 0)
        {
            DefineClient(client, record.Client);
        }

        AppendRecord(head, isRow, tenant, client, payloadBytes);
        NoteCursor(head, client);
        if (_environment.Fault(FaultPoint.DoubleSequenced))
        {
            AppendRecord(head, isRow, tenant, client, payloadBytes);
        }

        MarkIfDue();
        return true;
    }

    /// <summary>
    /// Appends a row that needs nothing besides its own frame: of a tenant that is defined, no larger than a frame may
    /// be, with no mark due behind it. It does what <see cref="TryAppendRecord"/> does, which takes the rows that it
    /// leaves.
    /// </summary>
    /// <param name="table">Id of the table, which has no event ids.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="tenant">Tenant of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="nowMs">Wall clock. Unit: ms since the Unix epoch.</param>
    /// <returns><see langword="false"/> when nothing was written.</returns>
    public bool TryAppendRow(int table, int source, int tenant, in RowInRun row, long nowMs)
    {
        int lengthBytes = FrameDescriptor.HeaderBytes + row.LengthBytes;
        int alignedBytes = FrameDescriptor.Aligned(lengthBytes);
        if (lengthBytes > _frameBytesMax
            || tenant > _state.DefinedTenants
            || _ring.ClaimedPosition + (2L * alignedBytes) >= _nextMark
            || !_ring.HasRoom(2L * alignedBytes))
        {
            return false;
        }

        _state.StampIngestTime(row.IngestTimeMs >= 0 ? row.IngestTimeMs : nowMs);
        AppendRow(table, source, tenant, client: 0, row);
        _state.Cursors.Take(table, source);
        if (_environment.Fault(FaultPoint.DoubleSequenced))
        {
            AppendRow(table, source, tenant, client: 0, row);
        }

        return true;
    }

    /// <summary>Appends a tick of the clock.</summary>
    /// <param name="nowMs">Wall clock. Unit: ms since the Unix epoch.</param>
    /// <param name="heldMs">For how long since the tick before ingress was held back. Unit: ms.</param>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: at a mark, the ledger does not balance.</exception>
    public bool TryAppendTick(long nowMs, long heldMs)
    {
        if (!_ring.HasRoom(2 * FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        _state.StampIngestTime(nowMs);
        Append(Header(FrameType.Tick, payloadBytes: 0, table: 0, tenant: 0) with { Detail = heldMs }, []);
        MarkIfDue();
        return true;
    }

    /// <summary>Appends the end of a table's input.</summary>
    /// <param name="table">Id of the table.</param>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: at a mark, the ledger does not balance.</exception>
    public bool TryAppendEndOfInput(int table)
    {
        if (!_ring.HasRoom(2 * FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        Append(Header(FrameType.EndOfInput, payloadBytes: 0, table, tenant: 0), []);
        _state.NoteEnd(table);
        MarkIfDue();
        return true;
    }

    /// <summary>Whether frames of a slow stream have waited long enough for a mark that its checkpoint needs.</summary>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <returns>Whether <see cref="TryAppendMark"/> is to be called; never without a journal.</returns>
    public bool IsMarkOverdue(long nowNs) => _checkpoints?.IsOverdue(_ring.ClaimedPosition, nowNs) == true;

    /// <summary>Appends a mark.</summary>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: the ledger does not balance.</exception>
    public bool TryAppendMark()
    {
        if (!_ring.HasRoom(FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        AppendMark(isLast: false);
        return true;
    }

    /// <summary>Appends the last mark, unless the log ends with one already.</summary>
    /// <returns><see langword="false"/> when the ring is full; nothing was written.</returns>
    /// <exception cref="HotPathException">HP3002: the ledger does not balance.</exception>
    public bool TryAppendFinalMark()
    {
        if (_ring.ClaimedPosition == _state.LastMarkEnd && _checkpoints?.IsBehind(_state.LastMarkEnd) != true)
        {
            return true;
        }

        if (!_ring.HasRoom(FrameDescriptor.HeaderBytes))
        {
            return false;
        }

        if (_checkpoints?.CanRequest == false)
        {
            return false;
        }

        AppendMark(isLast: true);
        return true;
    }

    private static int RawBytes(int lengthBytes) => Math.Min(lengthBytes, SourceRecord.RawBytesMax);

    private void Add(
        List<(FrameHeader Header, byte[] Payload)> frames, FrameType type, int table, int source, string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        if (FrameDescriptor.AlignedFrame(payload.Length) + FrameDescriptor.HeaderBytes > _ring.CapacityBytes)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"a {type} frame of {payload.Length} bytes does not fit a ring of {_ring.CapacityBytes} bytes; enlarge "
                + "the ring");
        }

        frames.Add((Header(type, payload.Length, table, tenant: 0, source), payload));
    }

    private FrameHeader Header(FrameType type, int payloadBytes, int table, int tenant, int source = 0) => new()
    {
        Type = type,
        Position = _ring.ClaimedPosition,
        PayloadBytes = payloadBytes,
        Table = table,
        Tenant = tenant,
        Source = checked((ushort)source),
        IngestTimeMs = _state.IngestTimeMs,
    };

    private void AppendRecord(SourceHead head, bool isRow, int tenant, int client, int payloadBytes)
    {
        SourceRecord record = head.Record;
        if (isRow)
        {
            var row = new RowInRun(record.Row.Address, payloadBytes, record.RecordNumber, record.IngestTimeMs);
            AppendRow(head.Table.Id, head.FileIndex, tenant, client, row);
            return;
        }

        FrameHeader header = Header(FrameType.Reject, payloadBytes, head.Table.Id, tenant, head.FileIndex) with
        {
            Partition = client,
            SourceOffset = record.RecordNumber,
            Detail = RejectDetail.Pack((int)record.Reason, record.Column),
        };
        Append(header, record.Raw[..payloadBytes]);
        _state.Ledger.For(head.Table.Id, tenant).Rejected++;
    }

    private void AppendRow(int table, int source, int tenant, int client, in RowInRun row)
    {
        var header = new FrameHeader
        {
            Type = FrameType.Event,
            Position = _ring.ClaimedPosition,
            PayloadBytes = row.LengthBytes,
            Source = (ushort)source,
            Tenant = tenant,
            Table = table,
            Partition = client,
            SourceOffset = row.RecordNumber,
            IngestTimeMs = _state.IngestTimeMs,
        };
        Append(header, Raw.Span(row.Address, row.LengthBytes));
        _state.Ledger.For(table, tenant).Sequenced++;
        _state.NoteEvent();
    }

    private void NoteCursor(SourceHead head, int client)
    {
        _state.Cursors.Take(head.Table.Id, head.FileIndex);
        if (client > 0)
        {
            _state.Clients.Take(head.Table.Id, client, head.Record.RecordNumber);
        }
    }

    private void DefineClient(int client, ReadOnlySpan<byte> name)
    {
        FrameHeader header =
            Header(FrameType.DefineClient, name.Length, table: 0, tenant: 0) with { Partition = client };
        Append(header, name);
        _state.Clients.Defined = client;
    }

    private void DefineTenant(int tenant)
    {
        ReadOnlySpan<byte> name = _state.Tenants.NameOf(tenant);
        Append(Header(FrameType.DefineTenant, name.Length, table: 0, tenant), name);
        _state.DefinedTenants = tenant;
    }

    private void NotePrologue((FrameHeader Header, byte[] Payload) frame)
    {
        _state.PrologueFrames++;
        if (frame.Header.Type == FrameType.DefineSource)
        {
            _state.NoteSource(frame.Header.Table, frame.Header.Source, Encoding.UTF8.GetString(frame.Payload));
        }
    }

    /// <summary>
    /// Behind a whole record, never between a tenant's define frame and the row that needs it: the ledger balances
    /// there.
    /// </summary>
    private void MarkIfDue()
    {
        if (_ring.ClaimedPosition >= _nextMark)
        {
            AppendMark(isLast: false);
        }
    }

    private void AppendMark(bool isLast)
    {
        _state.Ledger.Check(_ring.ClaimedPosition);
        Append(Header(FrameType.Mark, payloadBytes: 0, table: 0, tenant: 0), []);
        _state.LastMarkEnd = _ring.ClaimedPosition;
        _nextMark = _marks.DueBehind(_ring.ClaimedPosition);
        _checkpoints?.OnMark(_ring.ClaimedPosition, _environment.NowNs, isLast);
    }

    private void Append(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        long position = _ring.ClaimedPosition;
        if (!_ring.TryClaim(FrameDescriptor.Aligned(header.LengthBytes), out nint address))
        {
            ThrowHelper.InvariantBroken($"no room at position {position} for a frame that room was found for");
        }

        // A store waits for its line of the ring, which left this core's cache when the ring came round: ask ahead.
        nint ahead = address + WriteAheadBytes;
        Raw.Prefetch(ahead);
        Raw.Prefetch(ahead + 64);
        Raw.Prefetch(ahead + 128);
        nint target = header.WriteTo(address);
        payload.CopyTo(Raw.WritableSpan(target, payload.Length));
    }
}
