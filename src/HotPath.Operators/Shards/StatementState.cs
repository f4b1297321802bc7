using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// What one shard keeps for one statement: a ledger a tenant and, when it has windows, the operator and a clock a
/// tenant.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. Tenant ids are dense, so they index lists.</remarks>
internal sealed class StatementState : IDisposable
{
    private readonly List<StatementCounters?> _counters = [];
    private readonly List<WindowClock?> _clocks = [];
    private readonly int _table;
    private readonly bool _isTenantScoped;
    private readonly int _home;

    public StatementState(StatementProgram program, int tableId, NativeHeap heap)
    {
        Program = program;
        _table = tableId;
        _isTenantScoped = program.Definition.IsTenantScoped;
        _home = program.Definition.Id;
        Operator = program.Specification is null ? null : new TumblingWindowOperator(program, heap);
    }

    public StatementProgram Program { get; }

    public TumblingWindowOperator? Operator { get; }

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

        return _counters[scope] = new StatementCounters(Program.Definition.Id, _table, scope, Operator is not null);
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

        return _clocks[scope] = new WindowClock(scope, CountersOf(scope));
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

    public void Dispose() => Operator?.Dispose();
}
