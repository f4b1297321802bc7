using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>The operators of <see cref="ShopPlan"/> on one shard, written for obviousness; allocates only when a tenant is new.</summary>
internal sealed class ShopShard(ShopPlan plan, ShardOptions options) : IShardProgram
{
    private readonly Dictionary<(int Statement, int Tenant), StatementCounters> _counters = [];
    private readonly List<StatementCounters> _counterList = [];
    private readonly Dictionary<int, long> _sums = [];
    private readonly List<Firing> _pending = [];
    private readonly Queue<(long Position, ulong Hash)> _marks = [];
    private ShopState? _state;

    public long FirstPendingPosition { get; private set; } = long.MaxValue;

    public bool IsUnitDue => plan.HasUnitsDue && _pending.Count > 0; // no row waits here

    public IReadOnlyList<EventIdCounters> EventIds => [];

    public IReadOnlyList<StatementCounters> Counters => _counterList;

    public long WatermarkMs { get; private set; } = long.MinValue;

    public long StateEntries => _sums.Count;

    public IShardState State => _state ??= new ShopState(options, _sums);

    public void ReadFrontiers(Span<OutputFrontier> frontiers)
    {
        frontiers.Fill(OutputFrontier.Unlimited);
        foreach (Firing firing in plan.HidesFirings ? [] : _pending)
        {
            int sink = plan.Statements[firing.Statement - 1].Sink;
            var frontier = OutputFrontier.Within(firing.Position, firing.Statement, firing.Tenant);
            frontiers[sink] = frontiers[sink].Min(frontier);
        }
    }

    public void OnDefineTenant(int tenant, ReadOnlySpan<byte> name)
    {
    }

    public void Quarantine(long position, ulong operatorId)
    {
    }

    public void QuarantineResult(long position, ulong operatorId, int tenant, long number)
    {
    }

    public void Prefetch(long position, int tenant, int table, nint payload)
    {
    }

    public void OnEvent(in EventFrame frame)
    {
        if (frame.Tenant % options.Count != options.Index)
        {
            return;
        }

        FinishTenant(frame.Tenant);
        TableDefinition table = plan.Tables[frame.Table - 1];
        var row = new RowView(table.Schema, frame.Payload);
        long value = row.Get<long>(ShopPlan.Value);
        int pass = (2 * (frame.Table - 1)) + 1;
        Deliver(pass, frame);
        Emit(pass, frame.Position, frame.Tenant, index: 0, number: value);
        Deliver(pass + 1, frame);
        _sums.TryGetValue(frame.Tenant, out long sum);
        _sums[frame.Tenant] = sum + value;
        WatermarkMs = Math.Max(WatermarkMs, row.Get<long>(ShopPlan.RowTime));
        if (Fires(value))
        {
            _pending.Add(new Firing { Position = frame.Position, Statement = pass + 1, Tenant = frame.Tenant, Sum = sum + value });
            FirstPendingPosition = _pending[0].Position;
        }
    }

    public bool TakesRuns(int table) => true;

    // Up to a row that fires; and sometimes less.
    public int OnRun(int table, ReadOnlySpan<RowFrame> rows)
    {
        int taken = 0;
        foreach (ref readonly RowFrame row in rows)
        {
            var view = new RowView(plan.Tables[table - 1].Schema, row.Payload);
            if (FirstPendingPosition != long.MaxValue || Fires(view.Get<long>(ShopPlan.Value)) || row.SourceOffset % 29 == 0)
            {
                break;
            }

            OnEvent(new EventFrame
            {
                Position = row.Position,
                Tenant = row.Tenant,
                Table = table,
                Source = row.Source,
                SourceOffset = row.SourceOffset,
                IngestTimeMs = row.IngestTimeMs,
                Payload = row.Payload,
                PayloadBytes = 0, // nobody asks
            });
            taken++;
        }

        return taken;
    }

    public void OnDefineClient(int client, ReadOnlySpan<byte> name)
    {
    }

    public void OnDefineSource(int table, int source, ReadOnlySpan<byte> name)
    {
    }

    public void OnReject(in EventFrame frame, RejectReason reason, int column)
    {
        if (options.Index != 0)
        {
            return;
        }

        using var row = new RowBuilder(options.Heap, DeadLetterSchema.Schema);
        row.SetUtf8(DeadLetterSchema.Operator, "ingress"u8);
        row.SetUtf8(DeadLetterSchema.Reason, System.Text.Encoding.ASCII.GetBytes(reason.ToString()));
        row.Set(DeadLetterSchema.File, frame.Source);
        row.Set(DeadLetterSchema.Record, frame.SourceOffset);
        row.SetUtf8(DeadLetterSchema.RawBytes, Raw.Span(frame.Payload, frame.PayloadBytes));
        nint target = options.Outputs.Reserve(row.LengthBytes);
        Raw.Copy(row.Address, target, row.LengthBytes);
        var identity = new OutputIdentity(frame.Position, DeadLetterSchema.StatementId, frame.Tenant, 0, RowKind.Insert);
        options.Outputs.Commit(identity, row.LengthBytes);
    }

    public void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        FinishAll();
        foreach ((int tenant, long sum) in _sums.OrderBy(pair => pair.Key))
        {
            Emit(2 * table, position, tenant, index: 0, number: -sum);
        }
    }

    public void OnTick(long position, long ingestTimeMs, long heldMs)
    {
    }

    public bool RunPendingUnit()
    {
        if (_pending.Count == 0)
        {
            return false;
        }

        RunUnit(0);
        return true;
    }

    public ulong OnMark(long position)
    {
        FinishAll();
        lock (plan.LeftToMarks)
        {
            plan.LeftToMarks.Add(_state?.LeftMax ?? 0);
        }

        return Hash();
    }

    // Firings change no state here, so a mark waits for them in name only.
    public bool TryPostponeMark(long position)
    {
        if (!plan.HasMarksWait)
        {
            _marks.Enqueue((position, Hash()));
        }

        return !plan.HasMarksWait;
    }

    public bool TryTakeMark(out long position, out ulong hash)
    {
        bool isKnown = _marks.TryPeek(out (long Position, ulong Hash) mark) && FirstPendingPosition > mark.Position;
        (position, hash) = mark;
        return isKnown && _marks.TryDequeue(out _);
    }

    public void Dispose()
    {
    }

    private bool Fires(long value) => value % plan.FireEvery == 0 && plan.FanOut > 0;

    private ulong Hash()
    {
        ulong hash = 0;
        foreach ((int tenant, long sum) in _sums)
        {
            hash += StableHash.Mix((ulong)tenant, (ulong)sum);
        }

        return hash;
    }

    private void FinishAll()
    {
        while (RunPendingUnit())
        {
        }
    }

    private void FinishTenant(int tenant)
    {
        for (int i = 0; i < _pending.Count;)
        {
            if (_pending[i].Tenant == tenant)
            {
                RunUnit(i);
                i = 0;
            }
            else
            {
                i++;
            }
        }
    }

    private void RunUnit(int index)
    {
        Firing firing = _pending[index];
        for (int i = 0; i < options.FiringUnitRows && firing.Done < plan.FanOut; i++)
        {
            Emit(firing.Statement, firing.Position, firing.Tenant, firing.Done, firing.Sum + firing.Done);
            firing.Done++;
        }

        if (firing.Done == plan.FanOut)
        {
            _pending.RemoveAt(index);
        }

        FirstPendingPosition = _pending.Count == 0 ? long.MaxValue : _pending[0].Position;
    }

    private void Deliver(int statement, in EventFrame frame)
    {
        StatementCounters counters = CountersOf(statement, frame.Tenant);
        counters.Delivered++;
        counters.Applied++;
    }

    private StatementCounters CountersOf(int statement, int tenant)
    {
        if (!_counters.TryGetValue((statement, tenant), out StatementCounters? counters))
        {
            counters = new StatementCounters(statement, plan.Tables[(statement - 1) / 2].Id, tenant, hasWindow: false);
            _counters.Add((statement, tenant), counters);
            _counterList.Add(counters);
        }

        return counters;
    }

    private void Emit(int statement, long position, int tenant, long index, long number)
    {
        if (!plan.HasOutputs)
        {
            return;
        }

        RowSchema schema = plan.Statements[statement - 1].OutputSchema;
        nint row = options.Outputs.Reserve(schema.TailOffset);
        Raw.Clear(row, schema.TailOffset);
        Raw.Write(row + RowSchema.PresenceOffset(0), (byte)3);
        Raw.Write(row + schema.SlotOffset(0), tenant);
        Raw.Write(row + schema.SlotOffset(1), number);
        options.Outputs.Commit(new OutputIdentity(position, statement, tenant, index, RowKind.Insert), schema.TailOffset);
        CountersOf(statement, tenant).Produced++;
    }

    private sealed class Firing
    {
        public required long Position { get; init; }

        public required int Statement { get; init; }

        public required int Tenant { get; init; }

        public required long Sum { get; init; }

        public int Done { get; set; }
    }
}
