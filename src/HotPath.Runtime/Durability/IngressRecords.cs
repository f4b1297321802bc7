using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Durability;

/// <summary>Writes <see cref="IngressState"/> into a checkpoint and takes it back; layout in <see cref="NodeRecord"/>.
/// </summary>
/// <remarks>On the admission thread, at each mark that becomes a checkpoint: writing allocates nothing.</remarks>
public static class IngressRecords
{
    private const int SummaryBytes = 36;
    private const int LedgerBytes = 48;

    /// <summary>Writes everything.</summary>
    /// <param name="state">State as of the mark.</param>
    /// <param name="planText">Text of the plan.</param>
    /// <param name="batch">Where it goes.</param>
    public static void Write(IngressState state, string planText, StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        Span<byte> key = stackalloc byte[NodeRecord.KeyBytesMax];
        PutText(batch, NodeRecord.Key(key, NodeRecord.Plan), planText);
        WriteSummary(state, batch.Put(NodeRecord.Key(key, NodeRecord.Ingress), SummaryBytes));
        for (int i = 0; i < state.SourceNames.Count; i++)
        {
            KeyValuePair<(int Table, int Source), string> name = state.SourceNames[i];
            PutText(batch, NodeRecord.Key(key, NodeRecord.SourceName, 0, name.Key.Table, name.Key.Source), name.Value);
        }

        for (int i = 0; i < state.EndedTables.Count; i++)
        {
            batch.Put(NodeRecord.Key(key, NodeRecord.EndOfTable, 0, state.EndedTables[i]), valueBytes: 0);
        }

        WriteCursors(state, batch);
        WriteNames(state, batch);
        for (int i = 0; i < state.Ledger.All.Count; i++)
        {
            SourceCounters counters = state.Ledger.All[i];
            WriteLedger(
                counters,
                batch.Put(NodeRecord.Key(key, NodeRecord.Ledger, counters.Tenant, counters.Table), LedgerBytes));
        }
    }

    /// <summary>Takes one record back; tenants must come in the order of their ids, as a scan in key order gives them.
    /// </summary>
    /// <param name="key">A key of the node's own.</param>
    /// <param name="value">Its value.</param>
    /// <param name="state">Brought to where the checkpoint stood.</param>
    /// <exception cref="HotPathException">HP2008: a tenant is missing.</exception>
    public static void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IngressState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int tenant = StateKey.TenantOf(key);
        switch (StateKey.KindOf(key))
        {
            case NodeRecord.Ingress:
                RestoreSummary(state, value);
                break;
            case NodeRecord.SourceName:
                state.NoteSource(
                    NodeRecord.Number(key, 0), NodeRecord.Number(key, 1), Encoding.UTF8.GetString(value));
                break;
            case NodeRecord.Cursor:
                state.Cursors.Restore(
                    NodeRecord.Number(key, 0),
                    NodeRecord.Number(key, 1),
                    BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            case NodeRecord.EndOfTable:
                state.NoteEnd(NodeRecord.Number(key, 0));
                break;
            case NodeRecord.Tenant:
                RestoreTenant(state, tenant, value);
                break;
            case NodeRecord.Client:
                RestoreClient(state, tenant, value);
                break;
            case NodeRecord.ClientCursor:
                state.Clients.Take(
                    NodeRecord.Number(key, 0), tenant, BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            case NodeRecord.Ledger:
                RestoreLedger(state.Ledger.For(NodeRecord.Number(key, 0), tenant), value);
                break;
            default:
                break;
        }
    }

    private static void WriteCursors(IngressState state, StateBatch batch)
    {
        state.Cursors.ForEach(batch, static (batch, table, source, records) => PutNumber(
            batch,
            NodeRecord.Key(stackalloc byte[NodeRecord.KeyBytesMax], NodeRecord.Cursor, 0, table, source),
            records));
        state.Clients.ForEach(batch, static (batch, table, client, sequence) => PutNumber(
            batch,
            NodeRecord.Key(stackalloc byte[NodeRecord.KeyBytesMax], NodeRecord.ClientCursor, client, table),
            sequence));
    }

    private static void WriteNames(IngressState state, StateBatch batch)
    {
        Span<byte> key = stackalloc byte[NodeRecord.KeyBytesMax];
        for (int client = 1; client <= state.Clients.Defined; client++)
        {
            batch.Put(NodeRecord.Key(key, NodeRecord.Client, client), state.Clients.Names.NameOf(client));
        }

        for (int tenant = 1; tenant <= state.DefinedTenants; tenant++)
        {
            batch.Put(NodeRecord.Key(key, NodeRecord.Tenant, tenant), state.Tenants.NameOf(tenant));
        }
    }

    private static void PutText(StateBatch batch, ReadOnlySpan<byte> key, string text) =>
        Encoding.UTF8.GetBytes(text, batch.Put(key, Encoding.UTF8.GetByteCount(text)));

    private static void PutNumber(StateBatch batch, ReadOnlySpan<byte> key, long number) =>
        BinaryPrimitives.WriteInt64LittleEndian(batch.Put(key, sizeof(long)), number);

    private static void WriteSummary(IngressState state, Span<byte> value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(value, state.Events);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], state.IngestTimeMs);
        BinaryPrimitives.WriteInt64LittleEndian(value[16..], state.LastMarkEnd);
        BinaryPrimitives.WriteInt32LittleEndian(value[24..], state.Cursors.LastTable);
        BinaryPrimitives.WriteInt32LittleEndian(value[28..], state.Cursors.LastSource);
        BinaryPrimitives.WriteInt32LittleEndian(value[32..], state.PrologueFrames);
    }

    private static void RestoreSummary(IngressState state, ReadOnlySpan<byte> value)
    {
        long events = BinaryPrimitives.ReadInt64LittleEndian(value);
        state.Restore(events, BinaryPrimitives.ReadInt64LittleEndian(value[8..]));
        state.LastMarkEnd = BinaryPrimitives.ReadInt64LittleEndian(value[16..]);
        state.Cursors.RestoreLast(
            BinaryPrimitives.ReadInt32LittleEndian(value[24..]), BinaryPrimitives.ReadInt32LittleEndian(value[28..]));
        state.PrologueFrames = BinaryPrimitives.ReadInt32LittleEndian(value[32..]);
    }

    private static void RestoreTenant(IngressState state, int tenant, ReadOnlySpan<byte> name)
    {
        if (state.Tenants.FindOrAdd(name) != tenant)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt, $"the checkpoint names tenant {tenant} out of order; use a kept snapshot");
        }

        state.DefinedTenants = tenant;
    }

    private static void RestoreClient(IngressState state, int client, ReadOnlySpan<byte> name)
    {
        if (state.Clients.Names.FindOrAdd(name) != client)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt, $"the checkpoint names client {client} out of order; use a kept snapshot");
        }

        state.Clients.Defined = client;
    }

    private static void WriteLedger(SourceCounters counters, Span<byte> value)
    {
        ReadOnlySpan<long> numbers =
        [
            counters.Read, counters.Sequenced, counters.Rejected, counters.Shed, counters.Deduplicated, counters.Stale,
        ];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(value[(i * sizeof(long))..], numbers[i]);
        }
    }

    /// <summary>Takes the numbers of one ledger record back.</summary>
    /// <param name="counters">Become what the record says.</param>
    /// <param name="value">Its value.</param>
    internal static void RestoreLedger(SourceCounters counters, ReadOnlySpan<byte> value)
    {
        counters.Read = BinaryPrimitives.ReadInt64LittleEndian(value);
        counters.Sequenced = BinaryPrimitives.ReadInt64LittleEndian(value[8..]);
        counters.Rejected = BinaryPrimitives.ReadInt64LittleEndian(value[16..]);
        counters.Shed = BinaryPrimitives.ReadInt64LittleEndian(value[24..]);
        counters.Deduplicated = BinaryPrimitives.ReadInt64LittleEndian(value[32..]);
        counters.Stale = BinaryPrimitives.ReadInt64LittleEndian(value[40..]);
    }
}
