using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Operators.EventIds;

namespace HotPath.Operators.Shards;

/// <content>Rows with event ids: which of them go on.</content>
public sealed partial class ShardProgram<TFaults>
{
    private EventIdFilter? EventIdsOf(TableProgram? table, ShardOptions options) => table?.Definition.EventId is null
        ? null
        : new EventIdFilter(
            table,
            _byTableId[table.Definition.Id].Any(s => !s.Program.Definition.IsTenantScoped && s.IsOn(_index, _count, 0)),
            options,
            _clocks,
            _pass);

    // What is refused here reaches no statement and moves no clock, as if it had not come.
    private bool IsAdmitted(EventIdFilter ids, TableProgram table, in EventFrame frame)
    {
        EventIdScope scope = ids.ScopeOf(frame.Tenant);
        scope.Counters.Received++;
        if (_faults.Strikes(ShardFault.DropReceived, frame.Position))
        {
            return false;
        }

        bool isAdmitted = Note(Decide(ids, scope, frame), scope, table, frame);
        if (_faults.Strikes(ShardFault.DoubleReceived, frame.Position))
        {
            Note(Decide(ids, scope, frame), scope, table, frame);
        }

        return isAdmitted
            ? !_faults.Strikes(ShardFault.DropAdmitted, frame.Position)
            : _faults.Strikes(ShardFault.PassRefused, frame.Position);
    }

    // A row in quarantine is not evaluated, so nobody knows its time: it is admitted, as one without row time is, and
    // set aside by every statement.
    private EventIdDecision Decide(EventIdFilter ids, EventIdScope scope, in EventFrame frame)
    {
        if (_quarantined.HoldsWhole(frame.Position))
        {
            return EventIdDecision.Admitted;
        }

        _note.Enter(frame.Position, EvaluationNote.WholeRow);
        EventIdDecision decision = ids.Decide(scope, frame, _context);
        _note.Leave();
        return decision;
    }

    private bool Note(EventIdDecision decision, EventIdScope scope, TableProgram table, in EventFrame frame)
    {
        switch (decision)
        {
            case EventIdDecision.Admitted:
                scope.Counters.Admitted++;
                return true;
            case EventIdDecision.Copy:
                scope.Counters.Deduplicated++;
                return false;
            case EventIdDecision.Stale:
                scope.Counters.Stale++;
                WriteLetter(RejectReason.Stale, scope, table, frame);
                return false;
            default:
                scope.Counters.Refused++;
                WriteLetter(RejectReason.StateQuota, scope, table, frame);
                return false;
        }
    }

    private void WriteLetter(RejectReason reason, EventIdScope scope, TableProgram table, in EventFrame frame)
    {
        if (scope.IsOwned && !_faults.Strikes(ShardFault.DropStaleLetter, frame.Position))
        {
            _deadLetters.WriteEventId(frame, table.Definition, reason);
        }
    }
}
