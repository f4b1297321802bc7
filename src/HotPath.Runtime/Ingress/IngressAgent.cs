using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Sequencing;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Reads the sources in their merged order and has every record sequenced. A full ring stops it: that is how a slow
/// consumer or a full output arena stops admission, never a frame half done.
/// </summary>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class IngressAgent<TEnvironment> : IAdmission
    where TEnvironment : struct, IEnvironment
{
    private readonly RingBuffer _ring;
    private readonly NodeControl _control;
    private readonly Sequencer<TEnvironment> _sequencer;
    private readonly IngressState _state;
    private readonly int _batchFrames;
    private readonly Sequence? _durable;
    private readonly ArrivalTrail? _arrivals;
    private readonly List<IClientSource> _clientSources = [];
    private readonly List<SourceHead> _heads = [];
    private readonly TenantReader[] _tenantReaders;
    private readonly int[] _openSources;
    private readonly Queue<int> _endedTables = new();
    private readonly Queue<(FrameHeader Header, byte[] Payload)> _prologue;
    private readonly ISourceTurn _input;
    private readonly RunAdmission<TEnvironment>? _runs; // of a single source, whose records nothing comes between
    private readonly TickClock _ticks;
    private TEnvironment _environment;
    private SourceHead? _held; // stays when nothing is: to write a reference costs more than to look at one
    private bool _isHeld;
    private int _heldTenant;
    private bool _isInputEnded;
    private bool _isResumed;

    /// <summary>Opens the sources of every table.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="connectors">Opens sources.</param>
    /// <param name="sequencer">Where records go.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="state">How far everything has been read: sources go on from there.</param>
    /// <param name="durable">Position up to which the journal is on the device; <see langword="null"/> for a run in
    /// memory, whose sources need not be able to go on in a later process. Unit: bytes.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad option. HP2001: missing or unreadable
    /// input.</exception>
    public IngressAgent(
        IJobPlan plan,
        IConnectors connectors,
        Sequencer<TEnvironment> sequencer,
        NodeResources node,
        IngressState state,
        Sequence? durable,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(connectors);
        ArgumentNullException.ThrowIfNull(sequencer);
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(state);
        _ring = node.Ring;
        _control = node.Control;
        _batchFrames = node.Options.BatchFrames;
        _sequencer = sequencer;
        _state = state;
        _durable = durable;
        _arrivals = node.Latency?.Trail;
        _environment = environment;
        _ticks = new TickClock(plan.TickIntervalMs);
        _openSources = new int[plan.Tables.Count];
        _tenantReaders = [.. plan.Tables.Select(table => new TenantReader(table, state.Tenants))];
        try
        {
            OpenSources(plan, connectors, node.Heap);
            _input = InputPlan.Arrange(_heads);
            _runs = _input is SourceHead { HasRuns: true, Table.EventId: null } only
                ? new RunAdmission<TEnvironment>(
                    only, _tenantReaders[only.TableIndex], sequencer, state, _arrivals, environment)
                : null;
            _input.ResumeAfter(state.Cursors.LastTable, state.Cursors.LastSource);
            _prologue = new Queue<(FrameHeader Header, byte[] Payload)>(
                sequencer.Prologue(plan, _heads).Skip(state.PrologueFrames));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Ingress;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public long Events => _state.Events;

    /// <inheritdoc/>
    public long IngestTimeMs => _state.IngestTimeMs;

    /// <inheritdoc/>
    public long FirstEventNs { get; private set; } = -1;

    /// <inheritdoc/>
    public int DoWork()
    {
        NoteSafe();
        var now = new SourceTime(_environment.NowMs, _environment.NowNs);
        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        if (_arrivals?.TryBegin(frames, now.Ns) != false)
        {
            while (work < frames && !IsDone)
            {
                int rows = TakeRun(frames - work, now.Ms);
                if (rows == 0 && !TryStep(now))
                {
                    break;
                }

                work += Math.Max(rows, 1);
            }
        }
        else
        {
            _ticks.Note(now.Ms, isHeld: true);
        }

        _ring.Publish();
        if (work > 0)
        {
            _arrivals?.Close(_ring.ClaimedPosition, _environment.NowNs);
        }

        if (FirstEventNs < 0 && Events > 0)
        {
            FirstEventNs = _environment.NowNs;
        }

        if (IsDone)
        {
            _control.End(_ring.ClaimedPosition, isStopped: !_isInputEnded);
        }

        return work;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // What the journal made durable after the last turn may still be acknowledged.
        NoteSafe();
        _clientSources.Clear();
        foreach (SourceHead head in _heads)
        {
            head.Dispose();
        }

        _heads.Clear();
    }

    private void OpenSources(IJobPlan plan, IConnectors connectors, NativeHeap heap)
    {
        for (int i = 0; i < plan.Tables.Count; i++)
        {
            TableDefinition table = plan.Tables[i];
            IReadOnlyList<ITableSource> sources = connectors.OpenSources(table, heap);
            _openSources[i] = sources.Count;
            foreach (ITableSource source in sources)
            {
                // A kernel for each head: it has scratch memory of its own.
                RowTimeKernel? rowTime = plan.CreateRowTime(i);
                var head = new SourceHead(source, table, i, rowTime, heap, NoteEnd);
                _heads.Add(head);
                if (head.Clients is { } clients)
                {
                    _clientSources.Add(clients);
                    clients.Begin(_state.Clients.Of(table.Id), isDurable: _durable is not null);
                }
                else if (_durable is not null)
                {
                    Resume(head);
                }
            }
        }
    }

    private void Resume(SourceHead head)
    {
        string name = Path.GetFileName(head.Name);
        if (_state.IsNamedOtherwise(head.Table.Id, head.FileIndex, name, out string? known))
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"table '{head.Table.Name}': input {head.FileIndex} is now '{name}' and was '{known}' when the data "
                + "directory was last used; give the same files, or another data directory");
        }

        // What has no cursor is read from its start again: event ids tell what has been taken.
        if (!head.IsReplayable && head.Table.EventId is not null)
        {
            return;
        }

        // Even for no record: an input that cannot be read again is refused before anything is lost.
        long taken = _state.Cursors.Taken(head.Table.Id, head.FileIndex);
        head.SkipTo(taken > 0 && _environment.Fault(FaultPoint.CursorBehind) ? taken - 1 : taken);
    }

    private void NoteEnd(SourceHead head)
    {
        if (--_openSources[head.TableIndex] == 0 && !_state.IsEnded(head.Table.Id))
        {
            _endedTables.Enqueue(head.Table.Id);
        }
    }

    /// <summary>One frame's worth of work, in the only order that keeps the log a function of the input.</summary>
    private bool TryStep(SourceTime now)
    {
        if (_prologue.Count > 0)
        {
            return TryPrologue();
        }

        if (!_isResumed)
        {
            return _isResumed = _sequencer.TryAppendDueMark();
        }

        if (_isHeld)
        {
            return TryAdmit(now.Ms);
        }

        if (_sequencer.IsMarkOverdue(now.Ns))
        {
            return _sequencer.TryAppendMark();
        }

        if (_ticks.IsDue(now.Ms) && !_isInputEnded)
        {
            return TryTick(now.Ms);
        }

        if (_endedTables.Count > 0)
        {
            return TryEndTable();
        }

        if (_isInputEnded || _control.IsStopRequested)
        {
            IsDone = _sequencer.TryAppendFinalMark();
            return IsDone;
        }

        switch (_input.Take(now))
        {
            case ReadStatus.Idle:
                _ticks.Note(now.Ms, isHeld: false);
                return _endedTables.Count > 0;
            case ReadStatus.End:
                _isInputEnded = true;
                return true;
            default:
                Hold(_input.Head!);
                return _endedTables.Count > 0 || TryAdmit(now.Ms);
        }
    }

    /// <summary>Rows that come next, if nothing comes before them.</summary>
    private int TakeRun(int rowsMax, long nowMs)
    {
        if (_runs is null
            || _isHeld
            || _prologue.Count > 0
            || !_isResumed
            || _ticks.IsDue(nowMs)
            || _endedTables.Count > 0
            || _isInputEnded
            || _control.IsStopRequested)
        {
            return 0;
        }

        int rows = _runs.Admit(rowsMax, nowMs);
        if (rows > 0)
        {
            _ticks.Note(nowMs, isHeld: false);
        }

        return rows;
    }

    private bool TryPrologue()
    {
        if (!_sequencer.TryAppendPrologue(_prologue.Peek()))
        {
            return false;
        }

        _prologue.Dequeue();
        return true;
    }

    private bool TryEndTable()
    {
        if (!_sequencer.TryAppendEndOfInput(_endedTables.Peek()))
        {
            return false;
        }

        _endedTables.Dequeue();
        return true;
    }

    private bool TryTick(long nowMs)
    {
        _ticks.Note(nowMs, isHeld: false);
        if (!_sequencer.TryAppendTick(nowMs, _ticks.HeldMs))
        {
            _ticks.Note(nowMs, isHeld: true);
            return false;
        }

        _ticks.NoteTick(nowMs);
        return true;
    }

    private void Hold(SourceHead head)
    {
        _heldTenant = head.Status == ReadStatus.Row ? _tenantReaders[head.TableIndex].Read(head.Record.Row.View) : 0;
        _state.Ledger.For(head.Table.Id, _heldTenant).Read++;
        if (!ReferenceEquals(_held, head))
        {
            _held = head;
        }

        _isHeld = true;
    }

    private bool TryAdmit(long nowMs)
    {
        if (!_environment.Fault(FaultPoint.DropBeforeSequencing)
            && !_sequencer.TryAppendRecord(_held!, _heldTenant, nowMs))
        {
            _ticks.Note(nowMs, isHeld: true);
            return false;
        }

        _ticks.Note(nowMs, isHeld: false);
        if (_held!.Status == ReadStatus.Row)
        {
            _arrivals?.Note(_heldTenant, _held.Record.ArrivalNs);
        }

        _held.Clients?.NoteTaken(_ring.ClaimedPosition);
        _isHeld = false;
        return true;
    }

    private void NoteSafe()
    {
        foreach (IClientSource source in _clientSources)
        {
            source.NoteSafe(_durable?.Value ?? _ring.Cursor.Value);
        }
    }
}
