using HotPath.Foundation.Errors;
using HotPath.Operators.EventIds;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <content>
/// Marks: what the state is at a position. One that comes while a tenant's firing is pending does not wait for it, nor
/// do others' rows behind it. Source: docs/decisions/0018.
/// </content>
public sealed partial class ShardProgram<TFaults>
{
    private readonly PostponedMarks _marks = new();

    /// <inheritdoc/>
    public ulong OnMark(long position)
    {
        while (RunPendingUnit())
        {
        }

        return HashNow(position);
    }

    /// <inheritdoc/>
    public bool TryPostponeMark(long position)
    {
        if (!LetMarksPass())
        {
            return false;
        }

        _marks.Add(position, HashNow(position));
        for (WindowClock? clock = _chain.OldestPending; clock is not null; clock = clock.NextPending)
        {
            _marks.NoteBehind(clock.Stage!.Related, clock.Tenant);
        }

        foreach (HeldLine line in _held.Lines)
        {
            _marks.NoteBehind(line.Related, line.Scope);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeMark(out long position, out ulong hash) => _marks.TryTake(out position, out hash);

    private static HotPathException Unbalanced(long position, object counters) =>
        new(ErrorCode.LedgerUnbalanced, $"the ledger does not balance at position {position}: {counters}");

    // Where rows cannot wait, or time to live is over at the mark for groups that rows before it have yet to reach, the
    // mark has to.
    private bool LetMarksPass()
    {
        bool doPass = _held.CanHold;
        for (WindowClock? clock = _chain.OldestPending; doPass && clock is not null; clock = clock.NextPending)
        {
            doPass = clock.Stage!.LetsMarksPass;
        }

        foreach (HeldLine line in _held.Lines)
        {
            doPass &= line.Related[0].LetsMarksPass;
        }

        return doPass;
    }

    // All that a tenant has before the marks that it is behind, at once: what comes next must not be taken for that.
    private bool WorkOffToMarks(StatementState[] related, int scope)
    {
        bool isBehind = false;
        while (_marks.NextOf(related, scope) is var markPosition && markPosition != long.MaxValue)
        {
            isBehind = true;
            ulong before = HashOf(related, scope);
            _chain.FinishPending(related[0], scope);
            while (_held.LineOf(related[0], scope) is { } line && line.FirstPosition < markPosition)
            {
                TakeHeld(line);
                _chain.FinishPending(related[0], scope);
            }

            _marks.Change(related, scope, HashOf(related, scope) - before);
            _marks.Come(related, scope);
        }

        return isBehind;
    }

    // Who is behind a mark has something pending: rows that are due, or a firing.
    private bool RunUnitBeforeMarks(HeldLine? line)
    {
        StatementState[] related = line?.Related ?? _chain.OldestPending!.Stage!.Related;
        int scope = line?.Scope ?? _chain.OldestPending!.Tenant;
        long markPosition = _marks.NextOf(related, scope);
        if (markPosition == long.MaxValue)
        {
            return RunUnit(line, long.MaxValue);
        }

        ulong before = HashOf(related, scope);
        RunUnit(line, markPosition);
        _marks.Change(related, scope, HashOf(related, scope) - before);
        while (_marks.NextOf(related, scope) is var next && next < FirstPendingOf(related, scope))
        {
            _marks.Come(related, scope);
        }

        return true;
    }

    // Rows are taken up to a mark only, so a firing that is pending is of a frame before it.
    private long FirstPendingOf(StatementState[] related, int scope) => StageChain.IsPending(related[0], scope)
        ? long.MinValue
        : _held.LineOf(related[0], scope)?.FirstPosition ?? long.MaxValue;

    private static ulong HashOf(StatementState[] related, int scope)
    {
        ulong hash = 0;
        foreach (StatementState stage in related)
        {
            hash += stage.Operator?.HashNow(stage.FindClock(scope)) ?? 0;
            hash += stage.Watermarks.HashOf(scope);
        }

        return hash;
    }

    private ulong HashNow(long position)
    {
        ulong hash = 0;
        foreach (StatementState statement in _statements)
        {
            statement.Grouping?.EndGroups(statement.Clocks, _chain.Time.NowMs);
            if (statement.Operator is not null)
            {
                hash += statement.Operator.HashAtMark(statement.Clocks);
            }

            hash += statement.Watermarks.HashAtMark();
        }

        foreach (StatementState statement in _statements)
        {
            if (statement.FirstUnbalanced() is { } counters)
            {
                throw Unbalanced(position, counters);
            }
        }

        foreach (EventIdFilter? ids in _eventIds)
        {
            hash += ids?.HashAtMark() ?? 0;
            if (ids?.FirstUnbalanced() is { } counters)
            {
                throw Unbalanced(position, counters);
            }
        }

        return hash;
    }
}
