using System;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Turns fired groups into output rows: runs the compiled result kernel and accounts for what became of it.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
public sealed class ResultEmitter
{
    private readonly ScalarContext _context;
    private readonly OutputWriter _output;
    private readonly DeadLetterWriter _deadLetters;
    private readonly EvaluationNote _note;
    private readonly QuarantinedRows _quarantined;
    private readonly Func<int, string> _tableName;
    private readonly bool _failOnError;
    private StatementProgram _program = null!;
    private WindowClock _clock = null!;

    /// <summary>An emitter for one shard.</summary>
    /// <param name="context">Scratch and failure of the shard.</param>
    /// <param name="output">Writer of the shard.</param>
    /// <param name="deadLetters">Dead letters of the shard.</param>
    /// <param name="note">Where it says what it evaluates.</param>
    /// <param name="quarantined">What is not to be evaluated.</param>
    /// <param name="tableName">Name of a table by its index in the plan.</param>
    /// <param name="failOnError">Whether the first failing result stops the run.</param>
    internal ResultEmitter(
        ScalarContext context,
        OutputWriter output,
        DeadLetterWriter deadLetters,
        EvaluationNote note,
        QuarantinedRows quarantined,
        Func<int, string> tableName,
        bool failOnError)
    {
        _context = context;
        _output = output;
        _deadLetters = deadLetters;
        _note = note;
        _quarantined = quarantined;
        _tableName = tableName;
        _failOnError = failOnError;
    }

    /// <summary>
    /// Told position of the firing frame plus number of the result while one is evaluated, where a test injects faults.
    /// </summary>
    internal Action<long>? Evaluating { get; init; }

    /// <summary>Number that the next result gets.</summary>
    public long NextIndex => _output.NextIndex;

    /// <summary>Starts or resumes a firing.</summary>
    /// <param name="program">Statement.</param>
    /// <param name="clock">Clock with the firing.</param>
    public void Begin(StatementProgram program, WindowClock clock)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(clock);
        _program = program;
        _clock = clock;
        _output.Begin(clock.FiringPosition, program.Definition.Id, clock.Tenant, clock.FiringIndex);
    }

    /// <summary>Emits one group.</summary>
    /// <param name="entry">State entry of the group.</param>
    /// <param name="pane">Window of the group.</param>
    /// <exception cref="HotPathException">HP2004: the result fails and the plan says to stop.</exception>
    public void Emit(nint entry, WindowPane pane)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ulong operatorId = _program.Definition.OperatorId;
        long number = _clock.FiringNumber++;
        if (_quarantined.HoldsResult(_clock.FiringPosition, operatorId, _clock.Tenant, number))
        {
            Fail(entry, RejectReason.Quarantined);
            return;
        }

        _note.EnterResult(_clock.FiringPosition, operatorId, _clock.Tenant, number);
        Evaluating?.Invoke(_clock.FiringPosition + number);
        _context.Begin(_clock.FiringIngestTimeMs);
        RowOutcome outcome = _program.Result!(entry, pane.StartMs, pane.EndMs, _context, _output);
        _note.Leave();
        switch (outcome)
        {
            case RowOutcome.Applied:
                _clock.Counters.Produced++;
                break;
            case RowOutcome.Failed:
                Fail(entry, _context.Failure);
                break;
        }
    }

    /// <summary>Accounts for a result that failed.</summary>
    /// <param name="entry">State entry of the group.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="HotPathException">HP2004: the plan says to stop.</exception>
    internal void Fail(nint entry, RejectReason reason)
    {
        string what = _program.Specification is null ? "group result" : "window result";
        if (_failOnError)
        {
            throw new HotPathException(
                ErrorCode.RowFailed,
                $"a {what} of statement '{_program.Definition.Name}' failed: {reason}; mend the query or leave "
                + "'hotpath.on-error' at 'dead-letter'");
        }

        _clock.Counters.FailedResults++;
        ReadOnlySpan<byte> key = Raw.Span(
            Raw.Read<nint>(entry + EntryDescriptor.KeyAddress),
            Raw.Read<int>(entry + EntryDescriptor.KeyLength));
        _deadLetters.WriteResult(
            _clock.FiringPosition,
            _clock.Counters.FailedResults,
            _clock.Tenant,
            _program.Definition,
            what,
            reason,
            _tableName(_program.Definition.Table),
            key);
    }
}
