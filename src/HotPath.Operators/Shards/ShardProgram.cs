using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.EventIds;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// The operators of all statements on one shard. A row goes through statement after statement: into the statement, then
/// the watermark it carries, then what that fires; so outputs of one frame come out in the order of their identity.
/// </summary>
/// <typeparam name="TFaults">Faults to inject into the accounting; <see cref="NoShardFaults"/> outside
/// tests.</typeparam>
/// <remarks>Threading: single-threaded. Source: design.md, "Tenants, scope and clocks".</remarks>
public sealed partial class ShardProgram<TFaults> : IShardProgram
    where TFaults : struct, IShardFaults
{
    private const string TimeOperator = "watermark"; // for letters

    private readonly int _index;
    private readonly int _count;
    private readonly bool _failOnError;
    private readonly IReadOnlyList<TableProgram> _tables;
    private readonly TableProgram?[] _tablesById;
    private readonly StatementState[] _statements;
    private readonly StatementState[][] _byTableId;
    private readonly EventIdFilter?[] _eventIds; // by table id
    private readonly WindowLane?[] _lanes; // by table id
    private readonly RunLane?[] _runs; // by table id
    private readonly ScalarContext _context;
    private readonly OutputWriter _output;
    private readonly DeadLetterWriter _deadLetters;
    private readonly StageChain _chain;
    private readonly HeldRows _held;
    private readonly int _unitRows;
    private readonly SourceClocks _clocks;
    private readonly QuarantinedRows _quarantined = new();
    private readonly EvaluationNote _note;
    private readonly NativeHeap _heap;
    private readonly nint _ownNote;
    private readonly CheckpointPass _pass;
    private readonly ShardState _state;
    private TFaults _faults; // not readonly: a readonly struct field would be copied on each call

    /// <summary>A shard with empty state.</summary>
    /// <param name="tables">Tables of the plan, in plan order.</param>
    /// <param name="statements">Statements of the plan, in plan order.</param>
    /// <param name="failOnError">Whether the first failing row stops the run.</param>
    /// <param name="options">Which shard, and its resources.</param>
    /// <param name="faults">Faults to inject.</param>
    public ShardProgram(
        IReadOnlyList<TableProgram> tables,
        IReadOnlyList<StatementProgram> statements,
        bool failOnError,
        ShardOptions options,
        TFaults faults)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(options);
        _index = options.Index;
        _count = options.Count;
        _failOnError = failOnError;
        _faults = faults;
        _heap = options.Heap;
        _ownNote = options.NoteAddress == 0 ? _heap.Allocate(EvaluationNote.LengthBytes) : 0;
        _note = new EvaluationNote(_ownNote == 0 ? options.NoteAddress : _ownNote);
        _output = new OutputWriter(options.Outputs);
        _deadLetters = new DeadLetterWriter(options.Outputs, options.Heap);
        var failures = new FailedResults(_deadLetters, i => tables[i].Definition.Name, failOnError);
        int depth = statements.Select(static s => s.Depth).Append(1).Max();
        var watch = new EvaluationWatch(_note, _quarantined)
        {
            Evaluating = faults is NoShardFaults ? null : place => _faults.Strikes(ShardFault.Result, place),
        };
        _unitRows = options.FiringUnitRows;
        _held = HeldBy(options, failOnError);
        _chain = new StageChain(
            options.Heap, _output, options.Outputs, failures, watch, depth, options.FiringUnitRows);
        _context = _chain[0].Context;
        _clocks = new SourceClocks(_chain, _context);
        _tables = tables;
        _tablesById = new TableProgram?[tables.Max(static t => t.Definition.Id) + 1];
        foreach (TableProgram table in tables)
        {
            _tablesById[table.Definition.Id] = table;
        }

        StateLimit? limit = options is { StateMemoryBytes: > 0, StateReader: { } reader }
            ? new StateLimit(options.StateMemoryBytes, reader, options.SpillFolder)
            : null;
        _pass = new CheckpointPass(options.Heap, limit, faults.Strikes(ShardFault.SkipCopyBeforeWrite, position: 0));
        _statements = [.. StatementProgram.StagesOf(statements)
            .Select(s => new StatementState(s, tables[s.Definition.Table].Definition.Id, options.Heap, _pass, _chain))];
        StatementState.Connect(_statements);
        foreach (StatementState statement in _statements)
        {
            statement.MayWait = MayWait(statement, tables, _statements);
            statement.LetsMarksPass = statement.MayWait
                && !statement.Related.Any(static stage => stage.Grouping is { Expires: true });
        }

        _byTableId = [.. _tablesById.Select(table => StatementsOf(table, tables))];
        _eventIds = [.. _tablesById.Select(table => EventIdsOf(table, options))];
        _lanes = [.. _tablesById.Select((table, id) => faults is not NoShardFaults
            ? null
            : WindowLane.Of(table, _byTableId[id], options, _chain, _quarantined, _note, Settle))];
        bool takesRuns = faults is NoShardFaults
            && !_statements.Any(static statement => statement.IsProcessingTime); // each frame may fire those
        _runs = [.. _tablesById.Select((table, id) => takesRuns
            ? RunLane.Of(table, _byTableId[id], options, _chain, _quarantined, _note)
            : null)];
        _state = new ShardState(
            options, _statements, [.. _eventIds.OfType<EventIdFilter>()], _deadLetters.Names, _pass)
        {
            Restored = () => RestoreEnds(tables),
        };
    }

    /// <inheritdoc/>
    public long FirstPendingPosition => Math.Min(_chain.FirstPendingPosition, _held.FirstPosition);

    /// <inheritdoc/>
    public IReadOnlyList<StatementCounters> Counters
    {
        get
        {
            var all = new List<StatementCounters>();
            foreach (StatementState statement in _statements)
            {
                statement.AddCountersTo(all);
            }

            return all;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<EventIdCounters> EventIds
    {
        get
        {
            var all = new List<EventIdCounters>();
            foreach (EventIdFilter? ids in _eventIds)
            {
                ids?.AddCountersTo(all);
            }

            return all;
        }
    }

    /// <inheritdoc/>
    public long WatermarkMs => Math.Max(_chain.WatermarkMs, _state.RestoredWatermarkMs);

    /// <inheritdoc/>
    public long StateEntries
    {
        get
        {
            long entries = 0;
            foreach (StatementState statement in _statements)
            {
                entries += statement.Operator?.Entries ?? 0;
            }

            foreach (EventIdFilter? ids in _eventIds)
            {
                entries += ids?.Entries ?? 0;
            }

            return entries;
        }
    }

    /// <inheritdoc/>
    public IShardState State => _state;

    /// <inheritdoc/>
    public void ReadFrontiers(Span<OutputFrontier> frontiers)
    {
        _chain.ReadFrontiers(frontiers);
        _held.LowerFrontiers(frontiers);
    }

    /// <inheritdoc/>
    public void OnDefineTenant(int tenant, ReadOnlySpan<byte> name)
    {
        TakeHeldBefore(row => row.Tenant == tenant);
        _deadLetters.DefineTenant(tenant, name);
    }

    /// <inheritdoc/>
    public void OnDefineSource(int table, int source, ReadOnlySpan<byte> name)
    {
        TakeHeldBefore(row => row.Table == table && row.Source == source);
        _deadLetters.DefineSource(table, source, name);
    }

    /// <inheritdoc/>
    public void OnDefineClient(int client, ReadOnlySpan<byte> name)
    {
        TakeHeldBefore(row => row.Partition == client);
        _deadLetters.DefineClient(client, name);
    }

    /// <inheritdoc/>
    public void Quarantine(long position, ulong operatorId) => _quarantined.Add(position, operatorId);

    /// <inheritdoc/>
    public void QuarantineResult(long position, ulong operatorId, int tenant, long number) =>
        _quarantined.AddResult(position, operatorId, tenant, number);

    /// <inheritdoc/>
    public void Prefetch(long position, int tenant, int table, nint payload)
    {
        if (_lanes[table] is { } lane)
        {
            lane.Prefetch(position, tenant, payload);
            return;
        }

        foreach (StatementState statement in _byTableId[table])
        {
            if (statement.Program.Prefetch is { } kernel
                && !statement.Operator!.IsNear
                && statement.IsOn(_index, _count, tenant)
                && statement.FindClock(statement.ScopeOf(tenant)) is { } clock
                && !_quarantined.Holds(position, statement.OperatorId))
            {
                _note.Enter(position, statement.OperatorId);
                _context.Begin(ingestTimeMs: 0);
                statement.Operator.Use(clock);
                kernel(payload, _context, statement.Operator);
                _note.Leave();
            }
        }
    }

    /// <inheritdoc/>
    public bool TakesRuns(int table) => _runs[table] is not null;

    /// <inheritdoc/>
    public int OnRun(int table, ReadOnlySpan<RowFrame> rows)
    {
        int taken = _held.IsEmpty ? _runs[table]?.Take(rows) ?? 0 : 0;
        if (taken > 0)
        {
            _chain.Time.Pass(rows[taken - 1].Position, rows[taken - 1].IngestTimeMs);
        }

        return taken;
    }

    /// <inheritdoc/>
    public void OnEvent(in EventFrame frame)
    {
        _chain.Time.Pass(frame.Position, frame.IngestTimeMs); // of every frame, on every shard
        if (_held.IsEmpty && _lanes[frame.Table]?.TryTake(frame) == true)
        {
            return;
        }

        StatementState[] statements = _byTableId[frame.Table];
        TableProgram table = _tablesById[frame.Table]!;
        if (_eventIds[frame.Table] is { } ids && ids.Keeps(frame.Tenant) && !IsAdmitted(ids, table, frame))
        {
            return;
        }

        RowTimes times = RowTimes.None;
        bool isTimed = table.Clock is null || _quarantined.HoldsWhole(frame.Position);
        bool mayBeHeld = FirstPendingPosition != long.MaxValue;
        for (int i = 0; i < statements.Length; i++)
        {
            StatementState statement = statements[i];
            if (!statement.IsOn(_index, _count, frame.Tenant) || (mayBeHeld && IsHeld(statement, i, frame)))
            {
                continue;
            }

            if (!isTimed)
            {
                isTimed = true;
                times = ReadTimes(table, frame);
            }

            Take(statement, table, frame, times);
        }
    }

    /// <inheritdoc/>
    public void OnTick(long position, long ingestTimeMs, long heldMs)
    {
        _chain.Time.Pass(position, ingestTimeMs);
        foreach (TableProgram table in _tables)
        {
            _clocks.Tick(table, _byTableId[table.Definition.Id], position, ingestTimeMs, heldMs);
        }
    }

    /// <inheritdoc/>
    public void OnReject(in EventFrame frame, RejectReason reason, int column)
    {
        if (_index != 0)
        {
            return;
        }

        TableDefinition table = _tablesById[frame.Table]!.Definition;
        string? columnName = column >= 0 && column < table.Schema.Columns.Count
            ? table.Schema.Columns[column].Name
            : null;
        if (_failOnError && reason != RejectReason.PassedOver)
        {
            throw RowFailure.OfRecord(table, frame, reason, columnName);
        }

        _deadLetters.WriteRecord(frame, reason, table, columnName);
    }

    /// <inheritdoc/>
    public void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        TakeHeldOf(table);
        foreach (StatementState statement in _byTableId[table])
        {
            for (int scope = 0; statement.IsTimed && scope < statement.RelatedScopesMax; scope++)
            {
                if (System.Array.Exists(statement.Related, stage => stage.HasSeen(scope)))
                {
                    _chain.Advance(statement, scope, long.MaxValue, position, ingestTimeMs);
                }
            }
        }

        FinishBeside(table);
        End(table);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StatementState statement in _statements)
        {
            statement.Dispose();
        }

        foreach (EventIdFilter? ids in _eventIds)
        {
            ids?.Dispose();
        }

        foreach (RunLane? runs in _runs)
        {
            runs?.Dispose();
        }

        _chain.Dispose();
        _held.Dispose();
        _pass.Dispose();
        _deadLetters.Dispose();
        _heap.Free(_ownNote, EvaluationNote.LengthBytes);
    }

    // The end of an input without windows moves none, but it holds none up any more: what is pending beside it would
    // pass on another watermark behind the end than before it.
    private void FinishBeside(int table)
    {
        foreach (StatementState statement in _byTableId[table])
        {
            bool isBeside = statement.MayPend && !statement.IsTimed;
            for (int scope = 0; isBeside && scope < statement.RelatedScopesMax; scope++)
            {
                _chain.FinishPending(statement, scope);
            }
        }
    }

    // A tenant of which the table never had a row does not wait for it any more.
    private void End(int table)
    {
        foreach (StatementState statement in _byTableId[table])
        {
            statement.IsTableEnded = true;
            if (statement.Related.Any(static stage => stage.Inputs.Count > 1))
            {
                _deadLetters.Names.Define(DefinedName.End(table), []);
            }
        }
    }

    private StatementState[] StatementsOf(TableProgram? table, IReadOnlyList<TableProgram> tables) =>
        [.. _statements.Where(s => table is not null
            && s.Depth == 0
            && ReferenceEquals(tables[s.Program.Definition.Table], table))];

    private void RestoreEnds(IReadOnlyList<TableProgram> tables)
    {
        foreach (TableProgram table in tables)
        {
            if (_deadLetters.Names.TryGet(DefinedName.End(table.Definition.Id), out _))
            {
                End(table.Definition.Id);
            }
        }
    }

    // A row without row time, or with one too far ahead, reaches no statement's state and moves no clock; a watermark
    // that is NULL or fails moves none either.
    private RowTimes ReadTimes(TableProgram table, in EventFrame frame)
    {
        _note.Enter(frame.Position, EvaluationNote.WholeRow);
        _context.Begin(frame.IngestTimeMs);
        long watermarkMs = table.Clock!(frame.Payload, _context);
        _note.Leave();
        if (watermarkMs != long.MinValue)
        {
            return new RowTimes(watermarkMs);
        }

        bool isTooFar = _context.Failure == RejectReason.TooFarAhead;
        return new RowTimes(
            watermarkMs, isTooFar ? _context.Failure : RejectReason.NullRowTime, _context.FailureDetail);
    }

    // A row reaches a statement, and behind it the watermark that it carries.
    private void Take(StatementState statement, TableProgram table, in EventFrame frame, in RowTimes times)
    {
        long watermarkMs = times.WatermarkMs;
        if (_quarantined.HoldsWhole(frame.Position))
        {
            statement.CountersOf(statement.ScopeOf(frame.Tenant)).Delivered++;
            SetAside(statement, table, frame, TimeOperator);
            return;
        }

        if (statement.Grouping is not null && watermarkMs > 0)
        {
            _clocks.RaiseGroups(statement, table, frame, watermarkMs);
        }

        Deliver(statement, table, frame, times);
        if (statement.Timed is not null && watermarkMs > 0)
        {
            int scope = statement.ScopeOf(frame.Tenant);
            WindowClock clock = statement.Timed!.ClockOf(scope);
            long mergedMs = _clocks.Merged(statement, table, clock, frame, watermarkMs);
            _chain.Advance(statement, scope, mergedMs, frame.Position, frame.IngestTimeMs);
            SourceClocks.NoteRow(clock, frame);
        }
    }

    private void Deliver(StatementState statement, TableProgram table, in EventFrame frame, in RowTimes times)
    {
        int scope = statement.ScopeOf(frame.Tenant);
        StatementCounters counters = statement.CountersOf(scope);
        counters.Delivered++;
        if (_quarantined.Holds(frame.Position, statement.OperatorId))
        {
            SetAside(statement, table, frame, RowFailure.OperatorNameOf(statement));
            return;
        }

        if (_faults.Strikes(ShardFault.DropDelivered, frame.Position))
        {
            return;
        }

        if (times.Failure != RejectReason.None)
        {
            counters.Failed++;
            Refuse(statement, table, frame, TimeOperator, times.Failure, times.Detail);
            return;
        }

        RowOutcome outcome = Run(statement, scope, frame, out RejectReason failure);
        if (_faults.Strikes(ShardFault.DoubleApplied, frame.Position))
        {
            Run(statement, scope, frame, out _);
        }

        Settle(statement, table, frame, outcome, failure);
    }

    private void Settle(
        StatementState statement, TableProgram table, in EventFrame frame, RowOutcome outcome, RejectReason failure)
    {
        StatementCounters counters = statement.CountersOf(statement.ScopeOf(frame.Tenant));
        switch (outcome)
        {
            case RowOutcome.Applied:
                counters.Applied++;
                break;
            case RowOutcome.Filtered:
                counters.Filtered++;
                break;
            case RowOutcome.Late:
                NoteLate(statement, counters, frame);
                break;
            default:
                counters.Failed++;
                string? detail = _chain.DetailOf(depth: 0, failure);
                Refuse(statement, table, frame, RowFailure.OperatorNameOf(statement), failure, detail);
                break;
        }
    }

    private RowOutcome Run(StatementState statement, int scope, in EventFrame frame, out RejectReason failure)
    {
        StatementProgram program = statement.Program;
        if (statement.MayPend)
        {
            _chain.FinishPending(statement, scope);
        }

        RowOutcome outcome;
        if (program is { Projection: { } projection, Next: null })
        {
            _output.Begin(frame.Position, program.Definition.Id, scope);
            Enter(statement, frame);
            outcome = projection(frame.Payload, _context, _output);
            statement.CountersOf(scope).Produced += outcome == RowOutcome.Applied ? 1 : 0;
            failure = _context.Failure;
        }
        else
        {
            Enter(statement, frame);
            outcome = _chain.Run(
                statement, scope, frame.Payload, RowKind.Insert, frame.Position, frame.IngestTimeMs, out failure);
        }

        _note.Leave();
        return outcome;
    }

    private void NoteLate(StatementState statement, StatementCounters counters, in EventFrame frame)
    {
        counters.Late++;
        if (!_faults.Strikes(ShardFault.DropLate, frame.Position))
        {
            StageChain.WriteLate(statement, counters, frame.Payload, frame.Position);
        }

        if (_faults.Strikes(ShardFault.DoubleLate, frame.Position))
        {
            StageChain.WriteLate(statement, counters, frame.Payload, frame.Position);
        }
    }

    // A firing or a watermark may have used the context.
    private void Enter(StatementState statement, in EventFrame frame)
    {
        _note.Enter(frame.Position, statement.OperatorId);
        _ = _faults.Strikes(ShardFault.Evaluation, frame.Position);
        _context.Begin(frame.IngestTimeMs);
    }

    private void SetAside(StatementState statement, TableProgram table, in EventFrame frame, string operatorName)
    {
        Refuse(statement, table, frame, operatorName, RejectReason.Quarantined, detail: null);
        statement.CountersOf(statement.ScopeOf(frame.Tenant)).Quarantined++;
    }

    private void Refuse(
        StatementState statement,
        TableProgram table,
        in EventFrame frame,
        string operatorName,
        RejectReason reason,
        string? detail)
    {
        if (_failOnError)
        {
            throw RowFailure.Of(statement, table, frame, operatorName, reason, detail);
        }

        _deadLetters.WriteRow(frame, statement.Program.Definition, operatorName, reason, detail, table.Definition);
    }
}
