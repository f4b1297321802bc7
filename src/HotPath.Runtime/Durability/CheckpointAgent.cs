using System;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Journal.Segments;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Commits checkpoints to the store, gives up journal that no recovery needs any more, and prepares segments ahead: all
/// the work that blocks, away from the threads that must not.
/// </summary>
/// <remarks>Threading: single-threaded, a thread of its own; the counters may be read by anyone.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class CheckpointAgent<TEnvironment> : IAgent
    where TEnvironment : struct, IEnvironment
{
    /// <summary>Name of the agent.</summary>
    public const string AgentName = "checkpoint";

    private readonly DurableOptions _options;
    private readonly CheckpointBoard _board;
    private readonly JournalWriter _journal;
    private readonly Sequence _durable;
    private readonly NodeControl _control;
    private readonly FullDisk _disk;
    private TEnvironment _environment;
    private long _committed;

    /// <summary>A writer of checkpoints.</summary>
    /// <param name="options">The store.</param>
    /// <param name="board">Where the parts meet.</param>
    /// <param name="journal">The journal behind the checkpoints.</param>
    /// <param name="durable">Position up to which that journal is on the device.</param>
    /// <param name="control">Tells where the log ends.</param>
    /// <param name="environment">Seams to the outside.</param>
    public CheckpointAgent(
        DurableOptions options,
        CheckpointBoard board,
        JournalWriter journal,
        Sequence durable,
        NodeControl control,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _board = board;
        _journal = journal;
        _durable = durable;
        _control = control;
        _disk = new FullDisk(options.OnWarning);
        _environment = environment;
    }

    /// <inheritdoc/>
    public string Name => AgentName;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>Checkpoints committed. Unit: checkpoints. Ordering: acquire.</summary>
    public long Committed => Volatile.Read(ref _committed);

    /// <inheritdoc/>
    public int DoWork()
    {
        // Asked before the end is looked at: the last request is made before the end is told.
        bool isEnded = _control.EndPosition >= 0;
        if (_board.IsReady && _durable.Value >= _board.Requested)
        {
            Commit();
            return 1;
        }

        IsDone = isEnded && _board.IsIdle;
        return IsDone ? 0 : PrepareSpare();
    }

    private void Commit()
    {
        if (_board.IsDeclined)
        {
            _board.NoteAnswer(isCommitted: false);
            return;
        }

        bool isCommitted = false;
        try
        {
            _options.Store.Commit(_board.Requested, _board.Parts);
            isCommitted = true;
            Volatile.Write(ref _committed, _committed + 1);
        }
        catch (HotPathException error) when (error.Code is ErrorCode.DiskFull or ErrorCode.OutputUnwritable)
        {
            GiveUpSparesIfFull(error);
            _options.OnWarning?.Invoke(
                $"checkpoint at position {_board.Requested} failed: {error.Message}; the next mark tries again");
        }

        if (isCommitted)
        {
            _options.OnCheckpoint?.Invoke(CheckpointLedger.Of(_board));
        }

        _board.NoteAnswer(isCommitted);
        if (isCommitted)
        {
            KeepSnapshotIfDue();
            if (!_options.KeepsWholeJournal)
            {
                _journal.RemoveBelow(_options.Store.OldestPosition);
            }
        }
    }

    private void KeepSnapshotIfDue()
    {
        ICheckpointStore store = _options.Store;
        if (store.Position - Math.Max(0, store.SnapshotPosition) < _options.SnapshotIntervalBytes)
        {
            return;
        }

        try
        {
            store.KeepSnapshot();
        }
        catch (HotPathException error) when (error.Code is ErrorCode.DiskFull or ErrorCode.OutputUnwritable)
        {
            GiveUpSparesIfFull(error);
            _options.OnWarning?.Invoke($"no snapshot kept: {error.Message}; the next checkpoint tries again");
        }
    }

    private void GiveUpSparesIfFull(HotPathException error)
    {
        if (error.Code == ErrorCode.DiskFull)
        {
            _journal.GiveUpSpares();
        }
    }

    private int PrepareSpare()
    {
        if (!_journal.NeedsSpare || _disk.IsWaiting(_environment.NowNs))
        {
            return 0;
        }

        try
        {
            // A part of one proves nothing: the rest may find no space.
            if (_journal.PrepareSpare())
            {
                _disk.NoteSpace();
            }

            return 1;
        }
        catch (HotPathException error) when (error.Code == ErrorCode.DiskFull)
        {
            _disk.NoteFull(error, "segments are made ahead again once there is more", _environment.NowNs);
            return 0;
        }
    }
}
