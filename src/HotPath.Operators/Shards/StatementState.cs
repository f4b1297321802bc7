using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// What one shard keeps for one stage of a statement: a ledger a tenant and, when it keeps state, the operator and a
/// clock a tenant.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. Tenant ids are dense, so they index lists.</remarks>
internal sealed class StatementState : IDisposable
{
    private readonly List<StatementCounters?> _counters = [];
    private readonly List<WindowClock?> _clocks = [];
    private readonly WrittenClocks _written;
    private readonly List<StatementState> _inputs = [];
    private readonly int _table;
    private readonly bool _isTenantScoped;
    private readonly int _home;
    private readonly DefinedNames _names;
    private readonly List<(long Position, long Index)> _lateRows = []; // by tenant, of the first of all alone

    public StatementState(
        StatementProgram program, int tableId, NativeHeap shardHeap, CheckpointPass pass, StageChain chain)
    {
        Program = program;
        _names = chain.Names;
        _table = tableId;
        _isTenantScoped = program.Definition.IsTenantScoped;
        _home = program.Definition.Home;
        NativeHeap heap = KeyedGroups.HeapOf(program, shardHeap, pass);
        IsProcessingTime = program.Specification?.IsProcessingTime == true;
        if (program.Specification is not null)
        {
            ProcessingTime? timers = IsProcessingTime ? chain.Time : null;
            Window = program.Specification.Kind switch
            {
                not WindowKind.Session when program.AllowedLateness is not null =>
                    new RevisingWindowOperator(program, heap, pass, chain[program.Stage].Results),
                WindowKind.Hop when program.Removal is not null =>
                    new RollingWindowOperator(program, heap, pass) { Timers = timers },
                WindowKind.Hop => new HoppingWindowOperator(program, heap, pass) { Timers = timers },
                WindowKind.Cumulate => new CumulatingWindowOperator(program, heap, pass) { Timers = timers },
                WindowKind.Session => new SessionWindowOperator(program, heap, pass) { Timers = timers },
                _ when program.KeepsFirstRows => new FirstRowOperator(program, heap, pass),
                _ => new TumblingWindowOperator(program, heap, pass) { Timers = timers },
            };
        }
        else if (program.Group is not null)
        {
            Grouping = new GroupingOperator(program, heap, pass, chain[program.Stage]);
        }

        LateRows = program.LateRows is null ? null : chain.LateRowsOf(program, shardHeap);
        _written = new WrittenClocks(program.Definition.OperatorId, pass);
        Watermarks = new InputWatermarks(this, pass);
        Related = [this];
    }

    public StatementProgram Program { get; }

    /// <summary>How many stages a row may pass before this one.</summary>
    public int Depth => Program.Stage;

    /// <summary>The stage that takes the rows of this one.</summary>
    public StatementState? Next { get; private set; }

    /// <summary>The stages whose rows this one takes; none of a table's.</summary>
    public IReadOnlyList<StatementState> Inputs => _inputs;

    /// <summary>Which of the inputs of the next stage this one is.</summary>
    public int InputOfNext { get; private set; }

    /// <summary>How far each input has come.</summary>
    public InputWatermarks Watermarks { get; }

    /// <summary>
    /// All stages that give rows to the same last one, each behind those that it takes rows from: a chain or a tree.
    /// </summary>
    public StatementState[] Related { get; private set; }

    /// <summary>Where the rows of a firing may go.</summary>
    public FiringTarget[] Targets { get; private set; } = [];

    /// <summary>Whether the input of the table has ended, of a stage that takes its rows.</summary>
    public bool IsTableEnded { get; set; }

    /// <summary>Whether no more rows can come.</summary>
    public bool HasEnded => _inputs.Count == 0 ? IsTableEnded : _inputs.TrueForAll(static input => input.HasEnded);

    /// <summary>Whether time makes this stage or one behind it do anything.</summary>
    public bool IsTimed => Window is not null || Next?.IsTimed == true;

    /// <summary>Whether a firing can be pending of it, or of what gives rows to the same last stage.</summary>
    public bool MayPend { get; private set; }

    /// <summary>Whether its rows may be put off while a firing of their tenant is worked off.</summary>
    public bool MayWait { get; set; }

    /// <summary>Whether a mark may be passed while a firing of it is worked off.</summary>
    public bool LetsMarksPass { get; set; }

    /// <summary>
    /// The first stage with windows; <see langword="null"/> when there is none, or it goes by processing time: no later
    /// one has windows then.
    /// </summary>
    public StatementState? Timed => Window is null ? Next?.Timed : IsProcessingTime ? null : this;

    /// <summary>Whether rows change ranks of windows that have come out.</summary>
    public bool KeepsRanks => Program is { Ranking: not null, AllowedLateness: not null };

    /// <summary>Whether its windows go by processing time.</summary>
    public bool IsProcessingTime { get; }

    /// <summary>Above every scope that a row has come for.</summary>
    public int ScopesMax => _counters.Count;

    /// <summary>The same of all that give rows to the same last one.</summary>
    public int RelatedScopesMax => Related.Max(static stage => stage.ScopesMax);

    /// <summary>Whether a row or, with an operator, a watermark has come for a scope.</summary>
    public bool HasSeen(int scope) =>
        Operator is null
            ? scope < _counters.Count && _counters[scope] is not null
            : FindClock(scope) is not null;

    /// <summary>
    /// Has the stages of a shard give rows to each other as their programs say; a program that several name is one
    /// stage.
    /// </summary>
    /// <param name="stages">The stages.</param>
    public static void Connect(IReadOnlyCollection<StatementState> stages)
    {
        foreach (StatementState stage in stages)
        {
            stage.Next = stages.FirstOrDefault(next => ReferenceEquals(next.Program, stage.Program.Next));
            if (stage.Next is { } next)
            {
                stage.InputOfNext = next._inputs.Count;
                next._inputs.Add(stage);
            }
        }

        foreach (StatementState last in stages.Where(static stage => stage.Next is null))
        {
            StatementState[] tree = [.. last.Tree().OrderBy(static stage => stage.Depth)];
            foreach (StatementState stage in tree)
            {
                stage.Related = tree;
                stage.MayPend = Array.Exists(tree, static other => other.Window is not null);
                stage.Targets = [.. stage.TargetsOf(last)];
            }
        }
    }

    public ulong OperatorId => Program.Definition.OperatorId;

    /// <summary>The groups of an aggregation, windowed or not.</summary>
    public KeyedGroups? Operator => Window ?? (KeyedGroups?)Grouping;

    public WindowOperator? Window { get; }

    public GroupingOperator? Grouping { get; }

    /// <summary>Writes late rows; <see langword="null"/> where they are counted only.</summary>
    public LateRowWriter? LateRows { get; }

    public IReadOnlyList<WindowClock?> Clocks => _clocks;

    /// <summary>The tenant under which a frame's row counts: its own, or 0 for a global statement.</summary>
    public int ScopeOf(int tenant) => _isTenantScoped ? tenant : 0;

    /// <summary>
    /// Whether a shard runs the statement for a tenant: its tenant's shard, or a global statement's one shard.
    /// </summary>
    public bool IsOn(int shard, int shardCount, int tenant) =>
        shardCount == 1 || (uint)(_isTenantScoped ? tenant : _home) % (uint)shardCount == (uint)shard;

    public StatementCounters CountersOf(int scope)
    {
        if (scope < _counters.Count && _counters[scope] is { } known)
        {
            return known;
        }

        while (_counters.Count <= scope)
        {
            _counters.Add(null);
        }

        return _counters[scope] = new StatementCounters(Program.Definition.Id, _table, scope, Operator is not null)
        {
            Stage = Depth,
            Next = Next is null ? default : (Next.Program.Definition.Id, Next.Depth),
            HasLateOutput = LateRows is not null,
        };
    }

    /// <summary>The clock of a scope, if a row has come: looking must not make one, for clocks are state.</summary>
    public WindowClock? FindClock(int scope) => scope < _clocks.Count ? _clocks[scope] : null;

    public WindowClock ClockOf(int scope)
    {
        if (FindClock(scope) is { } known)
        {
            return known;
        }

        while (_clocks.Count <= scope)
        {
            _clocks.Add(null);
        }

        return _clocks[scope] = new WindowClock(scope, CountersOf(scope))
        {
            Consumer = Next,
            Stage = this,
            LatenessMs = LatenessOf(scope),
        };
    }

    /// <summary>
    /// Number of the failure that was counted last: of a result, or of a row that the stage before handed on. No two
    /// of a statement and tenant are equal.
    /// </summary>
    public long NumberOfFailure(int scope)
    {
        StatementCounters counters = CountersOf(scope);
        long failures = counters.FailedResults + (Depth == 0 ? 0 : counters.Failed);
        return (failures * Program.Depth) + Depth;
    }

    /// <summary>Number of the next late row that a frame causes for a tenant.</summary>
    public long NextLateIndex(int scope, long position)
    {
        List<(long Position, long Index)> rows = Related[0]._lateRows;
        while (rows.Count <= scope)
        {
            rows.Add((-1, 0));
        }

        long index = rows[scope].Position == position ? rows[scope].Index : 0;
        rows[scope] = (position, index + 1);
        return index;
    }

    public void AddCountersTo(List<StatementCounters> all)
    {
        foreach (StatementCounters? counters in _counters)
        {
            if (counters is not null)
            {
                all.Add(counters);
            }
        }
    }

    // Called at every mark, so it must not build a list.
    public StatementCounters? FirstUnbalanced()
    {
        foreach (StatementCounters? counters in _counters)
        {
            if (counters is { IsBalanced: false })
            {
                return counters;
            }
        }

        return null;
    }

    /// <summary>Freezes groups and elements and saves every clock that differs from the store.</summary>
    public void BeginCheckpoint()
    {
        Operator?.BeginCheckpoint();
        Watermarks.Save();
        for (int scope = 0; scope < _counters.Count; scope++)
        {
            if (_counters[scope] is { } counters)
            {
                _written.Save(counters, scope < _clocks.Count ? _clocks[scope] : null);
            }
        }
    }

    /// <summary>The checkpoint is over.</summary>
    public void EndCheckpoint(bool committed)
    {
        Operator?.EndCheckpoint(committed);
        _written.End(committed);
        Watermarks.End(committed);
    }

    /// <summary>Takes a record of this statement.</summary>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int scope = StateKey.TenantOf(key);
        byte kind = StateKey.KindOf(key);
        if (scope < 0 || (scope != 0 && !_isTenantScoped))
        {
            throw RestoreProblem.Of(Program.Definition, scope, "a tenant that the statement cannot have");
        }

        if (kind == RecordKind.Clock)
        {
            RestoreClock(scope, key, value);
        }
        else if (kind == RecordKind.Inputs && Watermarks.Restore(key, value))
        {
        }
        else if (kind == RecordKind.Group && Operator is not null)
        {
            Operator.Restore().AddGroup(ClockOf(scope), key, value);
        }
        else if (kind == RecordKind.Element && Operator is not null)
        {
            Operator.Restore().AddElement(ClockOf(scope), key, value);
        }
        else
        {
            throw RestoreProblem.Of(Program.Definition, scope, $"a record of unknown kind {kind}");
        }
    }

    /// <summary>Every record has been taken.</summary>
    public void CompleteRestore()
    {
        for (int scope = 0; scope < _clocks.Count; scope++)
        {
            if (_clocks[scope] is not null && !_written.Holds(scope))
            {
                throw RestoreProblem.Of(Program.Definition, scope, "windows without their clock");
            }

            if (_clocks[scope] is { } clock && Program.AllowedLateness is not null)
            {
                Window!.SetLateness(clock, LatenessOf(scope));
            }
        }

        Operator?.CompleteRestore(_clocks);
        for (int scope = 0; IsProcessingTime && scope < _clocks.Count; scope++)
        {
            if (_clocks[scope] is { } clock)
            {
                Window!.Timers!.Schedule(clock, Window.NextFireAtMs(clock));
            }
        }
    }

    public void Dispose()
    {
        Operator?.Dispose();
        LateRows?.Dispose();
    }

    // Names of tenants come in any order with the clocks of a checkpoint.
    private long LatenessOf(int scope) =>
        Program.AllowedLateness?.Of(_names.TryGet(DefinedName.Tenant(scope), out byte[]? name) ? name : []) ?? 0;

    // Rows of the last stage are numbered by its clock alone, late rows by the frame.
    private IEnumerable<FiringTarget> TargetsOf(StatementState last)
    {
        yield return new FiringTarget(last.Program.Definition.Sink, last.Program.Definition.Id);
        for (StatementState? stage = this; stage is not null; stage = stage.Next)
        {
            if (stage.Program.LateRows is { } late)
            {
                yield return new FiringTarget(late.Output.Sink, Statement: 0);
            }
        }
    }

    private IEnumerable<StatementState> Tree() => [.. _inputs.SelectMany(static input => input.Tree()), this];

    private void RestoreClock(int scope, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        bool isSound = key.Length == StateKey.PrefixBytes
            && ClockRecord.IsWhole(value)
            && !_written.Holds(scope)
            && (Operator is not null || !ClockRecord.HasClock(value));
        if (!isSound)
        {
            throw RestoreProblem.Of(Program.Definition, scope, "a clock that is damaged or occurs twice");
        }

        ClockRecord.ReadCounts(value, CountersOf(scope));
        _written.Restore(scope, value);
        if (ClockRecord.HasClock(value))
        {
            Operator!.Restore().AddClock(ClockOf(scope), value);
        }
    }
}
