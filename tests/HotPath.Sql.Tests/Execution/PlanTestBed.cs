using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Time;
using HotPath.Operators.Shards;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Runs a compiled script on shards without the runtime: rows in by hand, outputs as text, in the total order.</summary>
internal sealed class PlanTestBed : IDisposable
{
    private const int FrameBytes = 64;

    private readonly NativeHeap _heap = new();
    private readonly List<(IShardProgram Shard, OutputArena Arena)> _shards = [];
    private readonly Dictionary<string, int> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowBuilder> _rows = new(StringComparer.Ordinal);
    private readonly List<string?> _details = [];
    private readonly Dictionary<long, ulong> _marks = [];
    private long _position = FrameBytes;
    private long _record;

    public PlanTestBed(string script, int shards = 1, int firingUnitRows = 4096)
        : this(script, default(NoShardFaults), shards, firingUnitRows)
    {
    }

    private PlanTestBed(string script, object faults, int shards, int firingUnitRows)
        : this(CheckpointScripts.Compile(script), faults, shards, firingUnitRows)
    {
    }

    public PlanTestBed(SqlJobPlan plan, int shards = 1, int firingUnitRows = 4096, long heldBytesMax = 1 << 24)
        : this(plan, default(NoShardFaults), shards, firingUnitRows, heldBytesMax)
    {
    }

    private PlanTestBed(SqlJobPlan plan, object faults, int shards, int firingUnitRows, long heldBytesMax = 1 << 24)
    {
        Plan = plan;
        for (int i = 0; i < shards; i++)
        {
            var arena = new OutputArena(_heap);
            var options = new ShardOptions
            {
                Index = i,
                Count = shards,
                Heap = _heap,
                Outputs = arena,
                FiringUnitRows = firingUnitRows,
                HeldBytesMax = heldBytesMax,
            };
            IShardProgram shard = faults is OneShardFault fault ? Plan.CreateShard(options, fault) : Plan.CreateShard(options);
            _shards.Add((shard, arena));
        }

        foreach (TableDefinition table in Plan.Tables)
        {
            _rows[table.Name] = new RowBuilder(_heap, table.Schema);
        }
    }

    public SqlJobPlan Plan { get; }

    public IReadOnlyList<StatementCounters> Counters => [.. _shards.SelectMany(static s => s.Shard.Counters)];

    /// <summary>Ingest time of the next row; 1 ms a row if nobody says. Unit: ms.</summary>
    public long? IngestTimeMs { get; set; }

    /// <summary>Whether the next rows are all of one duty cycle: a unit comes between them only where it is due.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Source of the next row.</summary>
    public int Source { get; set; }

    public bool IsPending => _shards.Exists(static s => s.Shard.FirstPendingPosition != long.MaxValue);

    public long StateEntries => _shards.Sum(static s => s.Shard.StateEntries);

    /// <summary>What functions threw, of each dead letter that was taken.</summary>
    public IReadOnlyList<string?> Details => _details;

    public IReadOnlyList<EventIdCounters> EventIds => [.. _shards.SelectMany(static s => s.Shard.EventIds)];

    public static PlanTestBed WithFault(string script, OneShardFault fault) => new(script, fault, shards: 1, firingUnitRows: 4096);

    /// <summary>Shards that can be given faults, and never are: no row goes the short way there.</summary>
    public static PlanTestBed WithoutLanes(SqlJobPlan plan, int shards, int firingUnitRows) =>
        new(plan, new OneShardFault(ShardFault.DropDelivered, position: -1), shards, firingUnitRows);

    /// <summary>Sets the next row aside, for one statement or for all.</summary>
    public void QuarantineNext(ulong operatorId)
    {
        foreach ((IShardProgram shard, _) in _shards)
        {
            shard.Quarantine(_position + FrameBytes, operatorId);
        }
    }

    /// <summary>Sets a result of the windows aside that the next row fires.</summary>
    public void QuarantineNextResult(ulong operatorId, int tenant, long number)
    {
        foreach ((IShardProgram shard, _) in _shards)
        {
            shard.QuarantineResult(_position + FrameBytes, operatorId, tenant, number);
        }
    }

    public long NativeBytes => _heap.LiveBytes;

    /// <summary>Rows that shards have taken many at a time.</summary>
    public long RowsInRuns { get; private set; }

    /// <summary>One row; values in their text form, null for NULL.</summary>
    public void Row(string tableName, params string?[] values)
    {
        TableDefinition table = Plan.Tables.Single(t => t.Name == tableName);
        RowBuilder row = Build(table, values);
        RowFrame frame = Frame(table, values, row.Address);
        foreach ((IShardProgram shard, _) in _shards)
        {
            Deliver(shard, table, frame, row.LengthBytes);
        }
    }

    /// <summary>The same rows, many at a time as far as the shards take them so.</summary>
    public void Run(string tableName, IReadOnlyList<string?[]> rows)
    {
        TableDefinition table = Plan.Tables.Single(t => t.Name == tableName);
        var frames = new RowFrame[rows.Count];
        var lengths = new int[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            RowBuilder row = Build(table, rows[i]);
            lengths[i] = row.LengthBytes;
            nint copy = _heap.Allocate(row.LengthBytes);
            Raw.Copy(row.Address, copy, row.LengthBytes);
            frames[i] = Frame(table, rows[i], copy);
        }

        foreach ((IShardProgram shard, _) in _shards)
        {
            for (int i = 0; i < frames.Length;)
            {
                int taken = shard.TakesRuns(table.Id) ? shard.OnRun(table.Id, frames.AsSpan(i)) : 0;
                RowsInRuns += taken;
                i += taken;
                if (taken == 0)
                {
                    Deliver(shard, table, frames[i], lengths[i]);
                    i++;
                }
            }
        }

        for (int i = 0; i < frames.Length; i++)
        {
            _heap.Free(frames[i].Payload, lengths[i]);
        }
    }

    /// <summary>The name behind a source of a table.</summary>
    public void NameSource(string tableName, int source, string name)
    {
        int table = Plan.Tables.Single(t => t.Name == tableName).Id;
        _position += FrameBytes;
        foreach ((IShardProgram shard, _) in _shards)
        {
            shard.OnDefineSource(table, source, Encoding.UTF8.GetBytes(name));
        }
    }

    /// <summary>A tick of the clock.</summary>
    public void Tick(long ingestTimeMs, long heldMs = 0)
    {
        _position += FrameBytes;
        foreach ((IShardProgram shard, _) in _shards)
        {
            shard.OnTick(_position, ingestTimeMs, heldMs);
        }
    }

    public void End(string tableName)
    {
        int table = Plan.Tables.Single(t => t.Name == tableName).Id;
        _position += FrameBytes;
        foreach ((IShardProgram shard, _) in _shards)
        {
            shard.OnEndOfInput(_position, table, 1_700_000_000_000 + _record);
        }
    }

    public ulong Mark()
    {
        _position += FrameBytes;
        ulong hash = 0;
        foreach ((IShardProgram shard, _) in _shards)
        {
            hash += shard.OnMark(_position);
        }

        return hash;
    }

    /// <summary>What a checkpoint behind a mark writes: groups, clocks, counts.</summary>
    public IReadOnlyList<string> Checkpoint()
    {
        var records = new List<string>();
        foreach ((IShardProgram shard, _) in _shards)
        {
            using var batch = new StateBatch(_heap);
            shard.State.Begin();
            while (shard.State.WriteSlice(batch, int.MaxValue))
            {
            }

            for (int i = 0; i < batch.Count; i++)
            {
                StateChange change = batch[i];
                records.Add($"{Convert.ToHexString(change.Key)} {change.IsRemoval} {Convert.ToHexString(change.Value)}");
            }

            shard.State.End(committed: true);
        }

        return [.. records.Order(StringComparer.Ordinal)];
    }

    /// <summary>A mark that nobody waits for, where the shards let it pass.</summary>
    public void PassMark()
    {
        _position += FrameBytes;
        foreach ((IShardProgram shard, _) in _shards)
        {
            TakeMarks();
            if (shard.FirstPendingPosition != long.MaxValue && shard.TryPostponeMark(_position))
            {
                Postponed++;
            }
            else
            {
                Add(_position, shard.OnMark(_position));
            }
        }
    }

    /// <summary>State hashes by position of those marks, as far as they are known.</summary>
    public IReadOnlyDictionary<long, ulong> Marks
    {
        get
        {
            TakeMarks();
            return _marks;
        }
    }

    /// <summary>Marks that a shard has passed with something pending.</summary>
    public int Postponed { get; private set; }

    /// <summary>Everything produced since the last call, as <c>statement|value,value</c>, in the total order.</summary>
    public IReadOnlyList<string> Take() => TakeAs(static (_, text) => text);

    /// <summary>The same as a changelog, such as <c>+U 1|value,value</c>.</summary>
    public IReadOnlyList<string> TakeChanges() => TakeAs(static (kind, text) => $"{Op(kind)} {text}");

    private static string Op(RowKind kind) => kind switch
    {
        RowKind.Insert => "+I",
        RowKind.UpdateBefore => "-U",
        RowKind.UpdateAfter => "+U",
        _ => "-D",
    };

    private void TakeMarks()
    {
        foreach ((IShardProgram shard, _) in _shards)
        {
            while (shard.TryTakeMark(out long position, out ulong hash))
            {
                Add(position, hash);
            }
        }
    }

    private void Add(long position, ulong hash) => _marks[position] = _marks.GetValueOrDefault(position) + hash;

    private IReadOnlyList<string> TakeAs(Func<RowKind, string, string> form)
    {
        var found = new List<(OutputIdentity Identity, string Text)>();
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            while (shard.RunPendingUnit())
            {
            }

            while (arena.TryRead(out OutputRecord record))
            {
                found.Add((record.Identity, Describe(record)));
                arena.Release(record);
            }
        }

        return [.. found.OrderBy(static f => f.Identity).Select(f => form(f.Identity.Kind, f.Text))];
    }

    public void Dispose()
    {
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            shard.Dispose();
            arena.Dispose();
        }

        foreach (RowBuilder row in _rows.Values)
        {
            row.Dispose();
        }

        Assert.That(_heap.LiveBytes, Is.Zero, "native memory leaked");
    }

    private void Deliver(IShardProgram shard, TableDefinition table, in RowFrame row, int lengthBytes)
    {
        shard.OnEvent(new EventFrame
        {
            Position = row.Position,
            Tenant = row.Tenant,
            Table = table.Id,
            Source = row.Source,
            SourceOffset = row.SourceOffset,
            IngestTimeMs = row.IngestTimeMs,
            Payload = row.Payload,
            PayloadBytes = lengthBytes,
        });
        if (!IsBusy || shard.IsUnitDue)
        {
            shard.RunPendingUnit();
        }
    }

    private RowBuilder Build(TableDefinition table, string?[] values)
    {
        RowBuilder row = _rows[table.Name];
        TextRow.Fill(row, table.Schema, values);
        return row;
    }

    private RowFrame Frame(TableDefinition table, string?[] values, nint payload)
    {
        int tenant = table.TenantColumn < 0 ? 0 : TenantOf(values[table.TenantColumn] ?? string.Empty);
        _position += FrameBytes;
        return new RowFrame
        {
            Position = _position,
            Tenant = tenant,
            Source = Source,
            SourceOffset = ++_record,
            IngestTimeMs = IngestTimeMs ?? (1_700_000_000_000 + _record),
            Payload = payload,
        };
    }

    private int TenantOf(string name)
    {
        if (!_tenants.TryGetValue(name, out int tenant))
        {
            _tenants[name] = tenant = _tenants.Count + 1;
            foreach ((IShardProgram shard, _) in _shards)
            {
                shard.OnDefineTenant(tenant, Encoding.UTF8.GetBytes(name));
            }
        }

        return tenant;
    }

    private string Describe(OutputRecord record)
    {
        RowSchema schema = Plan.SchemaOf(record.Identity.Statement);
        var row = new RowView(schema, record.RowAddress);
        var target = new byte[4096];
        int columns = schema.Columns.Count;
        if (record.Identity.Statement == DeadLetterSchema.StatementId)
        {
            _details.Add(row.IsNull(DeadLetterSchema.Detail) ? null : row.GetUtf8(DeadLetterSchema.Detail).ToString());
            columns = DeadLetterSchema.File;
        }

        return $"{record.Identity.Statement}|" + string.Join(',', Enumerable.Range(0, columns).Select(i => row.IsNull(i)
            ? "NULL"
            : schema.Columns[i].Type.IsVariableLength
                ? row.GetUtf8(i).ToString()
                : Encoding.UTF8.GetString(target, 0, SqlText.Format(row, i, ZoneRules.Utc, target))));
    }
}
