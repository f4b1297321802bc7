using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;

namespace HotPath.Operators.Shards;

/// <summary>Writes dead letters of one shard into its output arena: an ordinary output of statement 0.</summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Dead letters are rare: their few words are built with allocations,
/// the row itself without. Every byte is a function of the log: names come from its define frames.
/// </remarks>
public sealed class DeadLetterWriter : IDisposable
{
    private readonly OutputArena _arena;
    private readonly RowBuilder _row;
    private readonly Dictionary<int, RowJson> _texts = [];
    private readonly byte[] _text = new byte[SourceRecord.RawBytesMax];

    /// <summary>A writer into <paramref name="arena"/>.</summary>
    /// <param name="arena">Arena of the shard.</param>
    /// <param name="heap">Where the row buffer comes from.</param>
    public DeadLetterWriter(OutputArena arena, NativeHeap heap)
    {
        _arena = arena;
        _row = new RowBuilder(heap, DeadLetterSchema.Schema);
    }

    /// <summary>Names of tenants, files and clients.</summary>
    internal DefinedNames Names { get; } = new();

    /// <summary>Remembers a tenant's name.</summary>
    /// <param name="tenant">Id.</param>
    /// <param name="name">Name, UTF-8.</param>
    public void DefineTenant(int tenant, ReadOnlySpan<byte> name) => Names.Define(DefinedName.Tenant(tenant), name);

    /// <summary>Remembers the name of a file.</summary>
    /// <param name="table">Table id.</param>
    /// <param name="source">Index of the file within the table's input.</param>
    /// <param name="name">Name, UTF-8.</param>
    public void DefineSource(int table, int source, ReadOnlySpan<byte> name) =>
        Names.Define(DefinedName.File(table, source), name);

    /// <summary>Remembers a client's name.</summary>
    /// <param name="client">Id.</param>
    /// <param name="name">Name, UTF-8.</param>
    public void DefineClient(int client, ReadOnlySpan<byte> name) => Names.Define(DefinedName.Client(client), name);

    /// <summary>Writes a dead letter for a record that ingress rejected: as it was read.</summary>
    /// <param name="frame">The reject frame.</param>
    /// <param name="reason">Why.</param>
    /// <param name="table">Its table.</param>
    /// <param name="column">Column at fault, or <see langword="null"/>.</param>
    public void WriteRecord(in EventFrame frame, RejectReason reason, TableDefinition table, string? column)
    {
        ArgumentNullException.ThrowIfNull(table);
        Begin(statement: null, "ingress", reason, table.Name, frame.Tenant);
        if (column is not null)
        {
            SetText(DeadLetterSchema.ColumnName, column);
        }

        SetPlace(frame);
        _row.SetUtf8(DeadLetterSchema.RawBytes, Raw.Span(frame.Payload, frame.PayloadBytes));
        Commit(frame.Position, frame.Tenant, index: 0);
    }

    /// <summary>Writes a dead letter for a row that failed in a statement: as JSON.</summary>
    /// <param name="frame">Frame of the row.</param>
    /// <param name="statement">Statement.</param>
    /// <param name="operatorName">Operator within the statement.</param>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What a function threw, or <see langword="null"/>.</param>
    /// <param name="table">Table of the row.</param>
    public void WriteRow(
        in EventFrame frame,
        StatementDefinition statement,
        string operatorName,
        RejectReason reason,
        string? detail,
        TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(table);
        Begin(statement, operatorName, reason, table.Name, frame.Tenant);
        SetDetail(detail);
        SetPlace(frame);
        SetRow(frame, table);
        Commit(frame.Position, frame.Tenant, statement.Id);
    }

    /// <summary>Writes a dead letter for a row that its table's event ids refuse: as JSON, of no statement.</summary>
    /// <param name="frame">Frame of the row.</param>
    /// <param name="table">Table of the row.</param>
    /// <param name="reason">Why.</param>
    public void WriteEventId(in EventFrame frame, TableDefinition table, RejectReason reason)
    {
        ArgumentNullException.ThrowIfNull(table);
        Begin(statement: null, "event id", reason, table.Name, frame.Tenant);
        SetPlace(frame);
        SetRow(frame, table);
        Commit(frame.Position, frame.Tenant, index: 0);
    }

    /// <summary>Writes a dead letter for a result of a window or a group; its raw bytes are the group's key.</summary>
    /// <param name="position">Position of the frame that caused it. Unit: bytes.</param>
    /// <param name="index">Number of the failed result of its statement and tenant.</param>
    /// <param name="tenant">Tenant id.</param>
    /// <param name="statement">Statement.</param>
    /// <param name="operatorName">Operator within the statement.</param>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What a function threw, or <see langword="null"/>.</param>
    /// <param name="table">Table name.</param>
    /// <param name="key">Key of the group.</param>
    /// <returns>Identity of the dead letter.</returns>
    public OutputIdentity WriteResult(
        long position,
        long index,
        int tenant,
        StatementDefinition statement,
        string operatorName,
        RejectReason reason,
        string? detail,
        string table,
        ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Begin(statement, operatorName, reason, table, tenant);
        SetDetail(detail);
        _row.SetUtf8(DeadLetterSchema.RawBytes, key);
        return Commit(position, tenant, ((index + 1) << 16) | (uint)statement.Id);
    }

    /// <inheritdoc/>
    public void Dispose() => _row.Dispose();

    private void Begin(
        StatementDefinition? statement, string operatorName, RejectReason reason, string table, int tenant)
    {
        _row.Begin();
        SetText(DeadLetterSchema.Statement, statement?.Name ?? string.Empty);
        SetText(DeadLetterSchema.Operator, operatorName);
        SetText(DeadLetterSchema.Reason, reason.ToString());
        SetText(DeadLetterSchema.Table, table);
        if (Names.TryGet(DefinedName.Tenant(tenant), out byte[]? name))
        {
            _row.SetUtf8(DeadLetterSchema.Tenant, name);
        }
    }

    private void SetPlace(in EventFrame frame)
    {
        _row.Set(DeadLetterSchema.File, frame.Source);
        _row.Set(DeadLetterSchema.Record, frame.SourceOffset);
        DefinedName origin = frame.Partition > 0
            ? DefinedName.Client(frame.Partition)
            : DefinedName.File(frame.Table, frame.Source);
        if (Names.TryGet(origin, out byte[]? name))
        {
            _row.SetUtf8(DeadLetterSchema.FileName, name);
        }
    }

    private void SetRow(in EventFrame frame, TableDefinition table)
    {
        if (!_texts.TryGetValue(table.Id, out RowJson? text))
        {
            _texts.Add(table.Id, text = new RowJson(table.Schema));
        }

        int length = text.Write(new RowView(table.Schema, frame.Payload), _text);
        _row.SetUtf8(DeadLetterSchema.RawBytes, _text.AsSpan(0, length));
    }

    private void SetDetail(string? detail)
    {
        if (detail is not null)
        {
            SetText(DeadLetterSchema.Detail, detail);
        }
    }

    private void SetText(int column, string text) => _row.SetUtf8(column, Encoding.UTF8.GetBytes(text));

    private OutputIdentity Commit(long position, int tenant, long index)
    {
        Raw.Copy(_row.Address, _arena.Reserve(_row.LengthBytes), _row.LengthBytes);
        var identity = new OutputIdentity(position, DeadLetterSchema.StatementId, tenant, index, RowKind.Insert);
        _arena.Commit(identity, _row.LengthBytes);
        return identity;
    }
}
