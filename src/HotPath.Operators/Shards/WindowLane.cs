using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// The short way of a row whose table has one reader, windows that nothing comes behind, under clocks that rows alone
/// raise: everything that is the same for the next row of the tenant is kept. It does what the long way does, which
/// takes the rows that it leaves.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class WindowLane
{
    private readonly TableProgram _table;
    private readonly StatementState _statement;
    private readonly WindowOperator _window;
    private readonly ClockKernel _times;
    private readonly WindowKernel _kernel;
    private readonly PrefetchKernel? _prefetch;
    private readonly ulong _operatorId;
    private readonly int _index;
    private readonly int _count;
    private readonly StageChain _chain;
    private readonly ScalarContext _context;
    private readonly QuarantinedRows _quarantined;
    private readonly EvaluationNote _note;
    private readonly RowSettlement _settle;
    private int _tenant = -1;
    private int _scope;
    private bool _isOurs;
    private StatementCounters? _counters;
    private WindowClock? _clock;

    private WindowLane(
        TableProgram table,
        StatementState statement,
        ShardOptions options,
        StageChain chain,
        QuarantinedRows quarantined,
        EvaluationNote note,
        RowSettlement settle)
    {
        _table = table;
        _statement = statement;
        _window = statement.Window!;
        _times = table.Clock!;
        _kernel = statement.Program.Window!;
        _prefetch = statement.Program.Prefetch;
        _operatorId = statement.OperatorId;
        _index = options.Index;
        _count = options.Count;
        _chain = chain;
        _context = chain[0].Context;
        _quarantined = quarantined;
        _note = note;
        _settle = settle;
    }

    /// <summary>The lane of a table.</summary>
    /// <param name="table">The table; <see langword="null"/> for an id that is none's.</param>
    /// <param name="statements">Its readers.</param>
    /// <param name="options">Which shard.</param>
    /// <param name="chain">Stages of the shard.</param>
    /// <param name="quarantined">What is not evaluated.</param>
    /// <param name="note">Where the shard says what it evaluates.</param>
    /// <param name="settle">Accounts for rows that do not enter a group.</param>
    /// <returns><see langword="null"/> where rows have to go the long way.</returns>
    public static WindowLane? Of(
        TableProgram? table,
        StatementState[] statements,
        ShardOptions options,
        StageChain chain,
        QuarantinedRows quarantined,
        EvaluationNote note,
        RowSettlement settle) =>
        table is { IsPlain: true }
        && statements is
            [{ Window.Revisions: null, IsProcessingTime: false, Next: null, Related.Length: 1 } statement]
        && statement.Program.Window is not null
            ? new WindowLane(table, statement, options, chain, quarantined, note, settle)
            : null;

    /// <summary>A row whose turn comes soon: asks for the memory of its group.</summary>
    public void Prefetch(long position, int tenant, nint payload)
    {
        if (tenant != _tenant
            || _clock is null
            || _prefetch is null
            || _window.IsNear
            || _quarantined.MayHold(position))
        {
            return;
        }

        _note.Enter(position, _operatorId);
        _context.Begin(ingestTimeMs: 0);
        _window.Use(_clock);
        _prefetch(payload, _context, _window);
        _note.Leave();
    }

    /// <summary>Takes a row, its watermark and what that fires.</summary>
    /// <param name="frame">The frame of the row.</param>
    /// <returns><see langword="false"/> when nothing has been done: the row has to go the long way.</returns>
    public bool TryTake(in EventFrame frame)
    {
        if (_quarantined.MayHold(frame.Position) || _chain.FirstPendingPosition != long.MaxValue)
        {
            return false;
        }

        if (frame.Tenant != _tenant)
        {
            Turn(frame.Tenant);
        }

        if (!_isOurs)
        {
            return true;
        }

        _note.Enter(frame.Position, EvaluationNote.WholeRow);
        _context.Begin(frame.IngestTimeMs);
        long watermarkMs = _times(frame.Payload, _context);
        _note.Leave();
        if (watermarkMs == long.MinValue)
        {
            return false;
        }

        Deliver(frame);
        if (watermarkMs > 0)
        {
            if (watermarkMs > _clock!.WatermarkMs)
            {
                _chain.Advance(_statement, _scope, watermarkMs, frame.Position, frame.IngestTimeMs);
            }

            SourceClocks.NoteRow(_clock, frame);
        }

        return true;
    }

    private void Deliver(in EventFrame frame)
    {
        StatementCounters counters = _counters ??= _statement.CountersOf(_scope);
        WindowClock clock = _clock ??= _statement.ClockOf(_scope);
        counters.Delivered++;
        _note.Enter(frame.Position, _operatorId);
        _context.Begin(frame.IngestTimeMs);
        _window.Use(clock);
        RowOutcome outcome = _kernel(frame.Payload, _context, _window);
        bool isRefused = _window.TakeRefusal();
        _note.Leave();
        if (outcome == RowOutcome.Applied && !isRefused)
        {
            counters.Applied++;
        }
        else if (isRefused)
        {
            _settle(_statement, _table, frame, RowOutcome.Failed, RejectReason.StateQuota);
        }
        else
        {
            _settle(_statement, _table, frame, outcome, _context.Failure);
        }
    }

    // Clock and counters come with the first row that needs them: both are state.
    private void Turn(int tenant)
    {
        _tenant = tenant;
        _scope = _statement.ScopeOf(tenant);
        _isOurs = _statement.IsOn(_index, _count, tenant);
        _counters = null;
        _clock = null;
    }
}
