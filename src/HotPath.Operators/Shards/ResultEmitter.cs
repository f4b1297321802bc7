using System;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Operators.Ranking;
using HotPath.Operators.Scalars;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Turns fired groups and ranked rows into rows of the sink or of the next stage: runs the compiled result kernel and
/// accounts for what became of it.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard, one for each depth of its chains.</remarks>
public sealed class ResultEmitter : IDisposable
{
    private readonly ScalarContext _context;
    private readonly OutputWriter _output;
    private readonly RowCapture _handedOn;
    private readonly StageChain _chain;
    private readonly FailedResults _failures;
    private readonly EvaluationWatch _watch;
    private StatementProgram _program = null!;
    private WindowClock _clock = null!;

    /// <summary>An emitter for one depth of the chains of a shard.</summary>
    /// <param name="heap">Where rows wait.</param>
    /// <param name="output">Writer of the shard.</param>
    /// <param name="failures">Accounts for results that fail.</param>
    /// <param name="watch">What is evaluated, and what must not be.</param>
    /// <param name="chain">Takes rows for the next stage.</param>
    internal ResultEmitter(
        NativeHeap heap, OutputWriter output, FailedResults failures, EvaluationWatch watch, StageChain chain)
    {
        _context = new ScalarContext(heap);
        _handedOn = new RowCapture(heap);
        _output = output;
        _failures = failures;
        _chain = chain;
        _watch = watch;
    }

    /// <summary>Number that the next result gets.</summary>
    public long NextIndex => _clock.Consumer is null ? _output.NextIndex : 0;

    /// <summary>Starts or resumes a firing.</summary>
    /// <param name="program">Statement.</param>
    /// <param name="clock">Clock with the firing.</param>
    public void Begin(StatementProgram program, WindowClock clock)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(clock);
        _program = program;
        _clock = clock;
        if (clock.Consumer is null)
        {
            _output.Begin(clock.FiringPosition, program.Definition.Id, clock.Tenant, clock.FiringIndex);
        }
    }

    /// <summary>Starts what a row causes at once.</summary>
    /// <param name="program">Statement.</param>
    /// <param name="clock">Clock of the row.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Its ingest time. Unit: ms.</param>
    internal void Begin(StatementProgram program, WindowClock clock, long position, long ingestTimeMs)
    {
        if (clock.FiringPosition != position)
        {
            clock.FiringPosition = position;
            clock.FiringIndex = 0;
        }

        clock.FiringIngestTimeMs = ingestTimeMs;
        Begin(program, clock);
    }

    /// <summary>The row has caused all that it does; another of the same frame may follow.</summary>
    internal void End() => _clock.FiringIndex = NextIndex;

    /// <summary>Emits one group.</summary>
    /// <param name="entry">State entry of the group.</param>
    /// <param name="pane">Window of the group.</param>
    /// <exception cref="HotPathException">HP2004: the result fails and the plan says to stop.</exception>
    public void Emit(nint entry, WindowPane pane)
    {
        ArgumentNullException.ThrowIfNull(pane);
        long number = _clock.FiringNumber++;
        if (!_watch.TryEnterResult(_clock.FiringPosition, _program.Definition.OperatorId, _clock.Tenant, number))
        {
            Fail(entry, RejectReason.Quarantined, detail: null);
            return;
        }

        Show(entry, pane);
        _watch.Leave();
    }

    /// <summary>Says whose the results are that follow, for a probe.</summary>
    /// <param name="entry">State entry with the key of the group.</param>
    /// <param name="shown">State entry with what it shows.</param>
    /// <param name="startMs">Start of its window. Unit: ms.</param>
    /// <param name="endMs">End of its window. Unit: ms.</param>
    internal void Note(nint entry, nint shown, long startMs, long endMs) =>
        _program.Probe?.OnGroup(_clock.Tenant, entry, shown, startMs, endMs);

    /// <summary>Emits one ranked row.</summary>
    /// <param name="kind">What it does to the result.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rank">Its rank.</param>
    /// <exception cref="HotPathException">HP2004: the result fails and the plan says to stop.</exception>
    internal void Emit(RowKind kind, nint row, long rank)
    {
        bool isSilent = kind is RowKind.UpdateBefore or RowKind.Delete;
        if (Run(kind, row, rank, 0) == RowOutcome.Failed && !isSilent)
        {
            _failures.Add(_program, _clock, _context.Failure, _context.FailureDetail, []);
        }
    }

    /// <summary>Emits a row that is finished.</summary>
    /// <param name="kind">What it does to the result.</param>
    /// <param name="row">First byte of the row, which stays as it is meanwhile.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    internal void Write(RowKind kind, nint row, int rowBytes)
    {
        _clock.Counters.Produced++;
        if (_clock.Consumer is { } consumer)
        {
            _program.Probe?.OnHandedOn();
            _chain.Push(consumer, _clock, row, kind);
            return;
        }

        Raw.Copy(row, _output.Reserve(rowBytes), rowBytes);
        _output.Commit(rowBytes, kind);
        _program.Probe?.OnResult(_output.Last);
    }

    /// <summary>Accounts for the result of a group that failed.</summary>
    /// <param name="entry">State entry of the group.</param>
    /// <param name="context">Context that its code failed in.</param>
    /// <exception cref="HotPathException">HP2004: the plan says to stop.</exception>
    internal void Fail(nint entry, ScalarContext context) => Fail(entry, context.Failure, context.FailureDetail);

    private void Fail(nint entry, RejectReason reason, string? detail)
    {
        ReadOnlySpan<byte> key = Raw.Span(
            Raw.Read<nint>(entry + EntryDescriptor.KeyAddress),
            Raw.Read<int>(entry + EntryDescriptor.KeyLength));
        _failures.Add(_program, _clock, reason, detail, key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _handedOn.Dispose();
    }

    private void Show(nint entry, WindowPane pane)
    {
        if (_program.Accumulators!.IsEmpty(entry))
        {
            return;
        }

        Note(entry, entry, pane.StartMs, pane.EndMs);
        if (_program.Ranking is not null && _clock.Stage!.Window!.ChangingRanks is { } rows)
        {
            rows.Show(entry, this);
        }
        else if (_program.Ranking is not null)
        {
            RankedRows.Show(_program, entry, this);
        }
        else if (Run(RowKind.Insert, entry, pane.StartMs, pane.EndMs) == RowOutcome.Failed)
        {
            Fail(entry, _context);
        }
    }

    private RowOutcome Run(RowKind kind, nint entry, long startMs, long endMs)
    {
        _context.Begin(_clock.FiringIngestTimeMs);
        if (_program.TellsClosing)
        {
            _context.ClosedBy = _clock.Stage!.Window!.ClosedBy(_clock, endMs);
        }

        if (_clock.Consumer is { } consumer)
        {
            _handedOn.Reset();
            RowOutcome captured = _program.Result!(entry, startMs, endMs, _context, _handedOn.Writer);
            if (captured == RowOutcome.Applied)
            {
                _clock.Counters.Produced++;
                _program.Probe?.OnHandedOn();
                _chain.Push(consumer, _clock, _handedOn.Address, kind);
            }

            return captured;
        }

        _output.Kind = kind;
        RowOutcome outcome = _program.Result!(entry, startMs, endMs, _context, _output);
        _output.Kind = RowKind.Insert;
        if (outcome == RowOutcome.Applied)
        {
            _clock.Counters.Produced++;
            _program.Probe?.OnResult(_output.Last);
        }

        return outcome;
    }
}
