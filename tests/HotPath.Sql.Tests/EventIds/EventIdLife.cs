using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.EventIds;

/// <summary>Makes the next row from the rows before it.</summary>
internal delegate (int Tenant, long Id, long TimeMs) NextRow(
    SplitMix64 random, int index, List<(int Tenant, long Id, long TimeMs)> before);

/// <summary>
/// Shards with event ids that are restarted from checkpoints again and again, each time with another count, and evict
/// what does not fit into their memory.
/// </summary>
internal sealed class EventIdLife(SqlJobPlan plan, ulong seed, long tenantBytesMax = 0, long memoryBytes = 0)
    : IDisposable
{
    private const int RowsOfLife = 400;
    private const long WindowMs = 5_000;
    private const long LatenessMs = 1_000;

    private readonly SplitMix64 _random = new(seed);
    private readonly NativeHeap _heap = new();
    private readonly StoreModel _store = new();
    private ShardSet _shards = new(plan, 1);
    private int _frame;

    /// <summary>What the first statement gave, in order, as the reference set writes it.</summary>
    public List<string> Rows { get; } = [];

    public int DeadLetters { get; private set; }

    public int Restarts { get; private set; }

    public long Evicted { get; private set; }

    /// <summary>Ids that were found in the store. Unit: ids.</summary>
    public int Found => _store.Reads;

    /// <summary>Ids that the store holds. Unit: ids.</summary>
    public int Stored => _store.Records.Keys.Count(static key => KindOf(key) == RecordKind.EventId);

    public IReadOnlyList<EventIdCounters> EventIds => _shards.EventIds;

    public IReadOnlyList<StatementCounters> Counters => _shards.StatementCounters;

    public ReferenceSet Run(int rows, NextRow next)
    {
        var reference = new ReferenceSet(WindowMs, LatenessMs, tenantBytesMax);
        var before = new List<(int Tenant, long Id, long TimeMs)>();
        int firstOfLife = 0;
        for (int i = 0; i < rows; i++)
        {
            (int tenant, long id, long timeMs) = next(_random, i, before);
            before.Add((tenant, id, timeMs));
            reference.Take(tenant, id.ToString(CultureInfo.InvariantCulture), timeMs);
            _shards.Feed(new LogFrame(LogFrameKind.Row, tenant, Row(tenant, id, timeMs)), _frame++);
            Evict();
            if (_random.Below(RowsOfLife) == 0)
            {
                Take(firstOfLife);
                Restart();
                firstOfLife = _frame;
            }
        }

        Take(firstOfLife);
        Restart();
        return reference;
    }

    public void Dispose() => _shards.Dispose();

    private static int KindOf(string key) =>
        Convert.FromHexString(key.AsSpan(2 * (StateKey.PrefixBytes - 1), 2))[0];

    private void Evict()
    {
        foreach (IShardState state in _shards.States)
        {
            long before = _shards.StateEntries;
            state.Evict(1 + _random.Below(20));
            Evicted += before - _shards.StateEntries;
        }
    }

    private byte[] Row(int tenant, long id, long timeMs)
    {
        using var row = new RowBuilder(_heap, plan.Tables[0].Schema);
        row.Begin();
        row.Set(0, timeMs);
        row.SetUtf8(1, Encoding.UTF8.GetBytes(tenant.ToString(CultureInfo.InvariantCulture)));
        if (plan.Tables[0].Schema.Columns[2].Type.IsText)
        {
            row.SetUtf8(2, Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)));
        }
        else
        {
            row.Set(2, id);
        }

        return Raw.Span(row.Address, row.LengthBytes).ToArray();
    }

    private void Take(int firstFrame)
    {
        foreach ((OutputIdentity identity, byte[] bytes) in _shards.RowsAfter(firstFrame - 1, _frame))
        {
            DeadLetters += identity.Statement == DeadLetterSchema.StatementId ? 1 : 0;
            if (identity.Statement == 1)
            {
                Rows.Add(Describe(bytes));
            }
        }
    }

    private string Describe(byte[] bytes)
    {
        using var scratch = new ScratchArena(_heap);
        nint address = scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
        var row = new RowView(plan.Statements[0].OutputSchema, address);
        return string.Create(CultureInfo.InvariantCulture, $"{row.GetUtf8(0)}/{row.GetUtf8(1)}/{row.Get<long>(2)}");
    }

    // At a mark, written in small slices, with rows in between only in the trials of CheckpointPropertyTests.
    private void Restart()
    {
        Restarts++;
        _shards.Feed(new LogFrame(LogFrameKind.Mark, 0, []), _frame++);
        foreach (IShardState state in _shards.States)
        {
            while (state.Evict(100))
            {
            }

            state.Begin();
        }

        for (int i = 0; i < _shards.Batches.Count; i++)
        {
            while (_shards.States[i].WriteSlice(_shards.Batches[i], 1 + _random.Below(50)))
            {
            }
        }

        Assert.That(_store.Commit(_frame, _shards.Batches), Is.Null, $"seed {seed}");
        _shards.Dispose();
        _shards = new ShardSet(plan, 1 + _random.Below(5), store: _store, memoryBytes: memoryBytes);
        _shards.Restore(_store, _random);
    }
}
