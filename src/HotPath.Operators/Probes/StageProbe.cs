using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Groups;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Probes;

/// <summary>
/// Follows rows through one stage of a statement: which groups a row changes, and which groups lie behind a row that
/// another stage has handed on.
/// </summary>
/// <remarks>
/// A row that comes out of one stage runs through all behind it before anything else happens to the stage, so the row
/// at hand is one a stage. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class StageProbe : IStageProbe
{
    private readonly ProbedKernels _shard;
    private readonly StatementProgram _program;
    private readonly StageProbe? _next;
    private readonly MergedSessions _sessions = new();
    private GroupingOperator? _groups;
    private (int Tenant, nint Entry, nint Shown, long StartMs, long EndMs) _group;

    /// <summary>A probe of a stage.</summary>
    /// <param name="shard">What all stages share.</param>
    /// <param name="program">The stage.</param>
    /// <param name="next">Of the stage that takes its rows.</param>
    public StageProbe(ProbedKernels shard, StatementProgram program, StageProbe? next)
    {
        _shard = shard;
        _program = program;
        _next = next;
    }

    // The stage whose group is behind the row at hand; null for the row of a frame.
    private StageProbe? Origin { get; set; }

    /// <summary>The stage with kernels that tell this probe what they do.</summary>
    /// <param name="next">The stage that takes its rows, wrapped.</param>
    public StatementProgram Wrap(StatementProgram? next) => _program with
    {
        Next = next,
        Probe = this,
        Run = null, // rows are told one by one
        Window = _program.Window is { } window ? Wrap(window) : null,
        WindowRetraction = _program.WindowRetraction is { } undo ? Wrap(undo) : null,
        Group = _program.Group is { } group ? Wrap(group) : null,
        Retraction = _program.Retraction is { } retraction ? Wrap(retraction) : null,
        Projection = _program.Projection is { } projection && _next is not null
            ? Wrap(projection)
            : _program.Projection,
        WindowRows = _program.WindowRows is { } rows ? rows with { Row = Wrap(rows.Row) } : null,
    };

    /// <inheritdoc/>
    public void OnGroup(int tenant, nint entry, nint shown, long startMs, long endMs) =>
        _group = (tenant, entry, shown, startMs, endMs);

    /// <inheritdoc/>
    public void OnHandedOn() => _next!.Origin = this;

    /// <inheritdoc/>
    public void OnResult(in OutputIdentity identity)
    {
        if (_shard.Probe.Wants(identity))
        {
            bool hasWindow = _program.Specification is { IsOfEnds: false } && !_program.KeepsFirstRows;
            _shard.Probe.OnOutput(new ProbedGroup(
                Keys(), hasWindow ? _group.StartMs : null, hasWindow ? _group.EndMs : null, Content()));
        }
    }

    /// <inheritdoc/>
    public void OnRow(in OutputIdentity identity)
    {
        if (Origin is { } origin && _shard.Probe.Wants(identity))
        {
            _shard.Probe.OnOutput(new ProbedGroup(origin.Keys(), StartMs: null, EndMs: null, Content: null));
        }
    }

    private WindowKernel Wrap(WindowKernel kernel) => (row, context, window) =>
    {
        if (window is SessionWindowOperator sessions)
        {
            sessions.Merged ??= _sessions.Add;
        }

        RowOutcome outcome = kernel(row, context, window);
        return Applied(outcome, window);
    };

    private GroupKernel Wrap(GroupKernel kernel) => (row, context, groups) =>
    {
        _groups = groups;
        return Applied(kernel(row, context, groups), groups);
    };

    private ProjectionKernel Wrap(ProjectionKernel kernel) => (row, context, output) =>
    {
        RowOutcome outcome = kernel(row, context, output);
        _next!.Origin = Origin;
        return outcome;
    };

    private ResultKernel Wrap(ResultKernel kernel) => (row, startMs, endMs, context, output) =>
    {
        RowOutcome outcome = kernel(row, startMs, endMs, context, output);
        _next!.Origin = Origin;
        return outcome;
    };

    private RowOutcome Applied(RowOutcome outcome, KeyedGroups groups)
    {
        if (outcome == RowOutcome.Applied && _shard.Probe.Follows(groups.LocatedKey))
        {
            byte[] group = groups.LocatedKey.ToArray(); // the next question may be of the same memory
            _shard.Probe.OnApplied(_shard.Position, group, Origin?.Keys());
        }

        return outcome;
    }

    // What a row changes of groups without windows comes out at once, so theirs is the one that was located.
    private ReadOnlyMemory<byte>? Content() => _program.Inspection is not { } inspection
        ? default(ReadOnlyMemory<byte>?) // null itself would be an empty text
        : _groups is not null
            ? _shard.Content.Of(inspection.Value, _groups.Located, startMs: 0, endMs: 0)
            : _shard.Content.Of(inspection.Value, _group.Shown, _group.StartMs, _group.EndMs);

    private List<ReadOnlyMemory<byte>> Keys()
    {
        ulong operatorId = _program.Definition.OperatorId;
        if (_groups is not null)
        {
            return [_groups.LocatedKey.ToArray()];
        }

        if (_program.KeepsFirstRows)
        {
            return [GroupRecords.KeyOf(operatorId, _group.Tenant, startMs: 0, _group.Entry)];
        }

        if (_program.Specification!.Kind == WindowKind.Session)
        {
            return _sessions.AllOf(GroupRecords.KeyOfSession(operatorId, _group.Tenant, _group.Entry));
        }

        var keys = new List<ReadOnlyMemory<byte>>();
        for (long paneMs = _group.StartMs; paneMs < _group.EndMs; paneMs += _program.Specification.PaneMs)
        {
            keys.Add(GroupRecords.KeyOf(operatorId, _group.Tenant, paneMs, _group.Entry));
        }

        return keys;
    }
}
