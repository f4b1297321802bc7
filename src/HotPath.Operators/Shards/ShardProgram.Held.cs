using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Shards;

/// <content>
/// The next rows of a tenant whose firing is pending wait for it, of the statement that fires and of no other: the
/// shard goes on. Source: docs/decisions/0018.
/// </content>
public sealed partial class ShardProgram<TFaults>
{
    private const int HeldRowsForOne = 8; // a row into a group costs an eighth of one that comes out of it
    private const int HeldRowsForUnit = 8; // one kept for two statements is two

    private int _heldSinceUnit;

    /// <inheritdoc/>
    /// <remarks>
    /// A row that waits costs its copy, and its tenant the wait: so where such rows come thick and fast, what they wait
    /// for, the oldest firing first, goes faster. Rows that wait for nothing pay for nothing.
    /// </remarks>
    public bool IsUnitDue => _heldSinceUnit >= HeldRowsForUnit && !_held.IsEmpty;

    /// <inheritdoc/>
    public bool RunPendingUnit()
    {
        _heldSinceUnit = 0;
        HeldLine? line = DueLine();
        return _marks.IsAnyoneBehind ? RunUnitBeforeMarks(line) : RunUnit(line, long.MaxValue);
    }

    // A row is behind the firing that it waits for, or of its frame: another statement of a tree took that.
    private HeldLine? DueLine() =>
        _held.Oldest is { } line
        && line.FirstPosition <= _chain.FirstPendingPosition
        && !StageChain.IsPending(line.Related[0], line.Scope)
            ? line
            : null;

    // Rows that wait, up to one at a position; without any a unit of the oldest firing.
    private bool RunUnit(HeldLine? line, long untilPosition)
    {
        if (line is null)
        {
            return _chain.RunUnit();
        }

        long rowsMax = (long)_unitRows * HeldRowsForOne;
        do
        {
            TakeHeld(line);
            rowsMax--;
        }
        while (rowsMax > 0
            && line.First != 0
            && line.FirstPosition < untilPosition
            && !StageChain.IsPending(line.Related[0], line.Scope));
        return true;
    }

    // The first failing row of the log is to stop the run, and a probe is told of rows as they come.
    private static HeldRows HeldBy(ShardOptions options, bool failOnError) =>
        new(options.Heap, failOnError || options.Probe is not null ? 0 : options.HeldBytesMax);

    // Where other things than rows move a statement, or its rows count for others at once, nothing may be put off.
    private static bool MayWait(
        StatementState statement, IReadOnlyList<TableProgram> tables, IReadOnlyList<StatementState> all) =>
        statement.MayPend
        && all.All(static other => other.Program.TenantBytesMax == 0)
        && Array.TrueForAll(statement.Related, stage => !stage.IsProcessingTime
            && stage.Program.TimeoutMs == 0
            && tables[stage.Program.Definition.Table].IdleMs == 0);

    private bool IsHeld(StatementState statement, int index, in EventFrame frame)
    {
        int scope = statement.ScopeOf(frame.Tenant);
        HeldLine? line = _held.LineOf(statement, scope);
        if (line is null && !StageChain.IsPending(statement, scope))
        {
            return false;
        }

        if (statement.MayWait && _held.TryAdd(statement, index, line, frame))
        {
            _heldSinceUnit++;
            return true;
        }

        WorkOffToMarks(statement.Related, scope);
        while (_held.LineOf(statement, scope) is { } full)
        {
            TakeHeld(full);
        }

        return false;
    }

    // What comes behind rows without being one finds them taken.
    private void TakeHeldOf(int table)
    {
        foreach (StatementState statement in _byTableId[table])
        {
            for (int scope = 0; _marks.IsAnyoneBehind && scope < statement.RelatedScopesMax; scope++)
            {
                WorkOffToMarks(statement.Related, scope);
            }

            while (_held.LineOf(statement) is { } line)
            {
                TakeHeld(line);
            }
        }
    }

    // A name that a frame gives later is not that of rows before it. Nodes name first, so nothing waits for that there.
    private void TakeHeldBefore(Predicate<HeldRow> isNamed)
    {
        while (_held.LineWith(isNamed) is { } line)
        {
            if (!WorkOffToMarks(line.Related, line.Scope))
            {
                TakeHeld(line);
            }
        }
    }

    private void TakeHeld(HeldLine line)
    {
        EventFrame frame = HeldRows.First(line, out int index);
        StatementState statement = _byTableId[frame.Table][index];
        TableProgram table = _tablesById[frame.Table]!;
        bool isTimed = table.Clock is null || _quarantined.HoldsWhole(frame.Position);
        Take(statement, table, frame, isTimed ? RowTimes.None : ReadTimes(table, frame));
        _held.RemoveFirst(line);
    }
}
