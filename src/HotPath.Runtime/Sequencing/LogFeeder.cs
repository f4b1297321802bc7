using System;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Ingress;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Sequencing;

/// <summary>Feeds the frames of a recorded log to the ring, byte for byte, in place of ingress and sequencer.</summary>
/// <remarks>Threading: single-threaded; the counters may be read by anyone.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class LogFeeder<TEnvironment> : IAdmission
    where TEnvironment : struct, IEnvironment
{
    private readonly LogReader _reader;
    private readonly RingBuffer _ring;
    private readonly NodeControl _control;
    private readonly SourceLedger _ledger;
    private readonly TenantDirectory _tenants;
    private readonly string _planText;
    private readonly RowSchema?[] _schemaOfTable;
    private readonly int _batchFrames;
    private TEnvironment _environment;
    private FrameFlyweight _held;
    private bool _isHolding;
    private bool _isPlanSeen;
    private long _events;
    private long _ingestTimeMs;

    /// <summary>A feeder at the start of a log.</summary>
    /// <param name="reader">The log; disposed with the feeder.</param>
    /// <param name="plan">The plan; the log's plan frame must have its text.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="tenants">Filled with the names the log defines.</param>
    /// <param name="ledger">Counters of ingress.</param>
    /// <param name="environment">Seams to the outside.</param>
    public LogFeeder(
        LogReader reader,
        IJobPlan plan,
        NodeResources node,
        TenantDirectory tenants,
        SourceLedger ledger,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(node);
        _reader = reader;
        _planText = plan.PlanText;
        _schemaOfTable = SchemasById(plan);
        _ring = node.Ring;
        _control = node.Control;
        _batchFrames = node.Options.BatchFrames;
        _tenants = tenants;
        _ledger = ledger;
        _environment = environment;
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Ingress;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public long Events => Volatile.Read(ref _events);

    /// <inheritdoc/>
    public long IngestTimeMs => Volatile.Read(ref _ingestTimeMs);

    /// <inheritdoc/>
    public long FirstEventNs { get; private set; } = -1;

    /// <summary>Chain over the frames verified so far.</summary>
    public ulong Chain => _reader.Chain;

    /// <summary>The end of the log, once done and not stopped.</summary>
    public LogTrailer? Trailer => _reader.Trailer;

    /// <inheritdoc/>
    public int DoWork()
    {
        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        while (work < frames && !IsDone && TryStep())
        {
            work++;
        }

        _ring.Publish();
        if (FirstEventNs < 0 && _events > 0)
        {
            FirstEventNs = _environment.NowNs;
        }

        if (IsDone)
        {
            _control.End(_ring.ClaimedPosition, isStopped: _reader.Trailer?.IsStopped ?? true);
        }

        return work;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static RowSchema?[] SchemasById(IJobPlan plan)
    {
        var schemas = new RowSchema?[plan.Tables.Select(table => table.Id).DefaultIfEmpty(0).Max() + 1];
        foreach (TableDefinition table in plan.Tables)
        {
            schemas[table.Id] = table.Schema;
        }

        return schemas;
    }

    private bool TryStep()
    {
        if (!_isHolding)
        {
            if (_control.IsStopRequested || !_reader.TryRead(out _held))
            {
                IsDone = true;
                return true;
            }

            _isHolding = true;
            CheckFirst();
        }

        int aligned = _held.AlignedBytes;
        if (!_ring.TryClaim(aligned, out nint address))
        {
            if (aligned > _ring.CapacityBytes)
            {
                throw new HotPathException(
                    ErrorCode.ConfigurationInvalid,
                    $"{_reader.Name}: a frame of {aligned} bytes does not fit a ring of {_ring.CapacityBytes} bytes; "
                    + "enlarge the ring");
            }

            return false;
        }

        Raw.Copy(_held.Address, address, aligned);
        Count(new FrameFlyweight(address));
        _isHolding = false;
        return true;
    }

    private void CheckFirst()
    {
        if (_isPlanSeen)
        {
            return;
        }

        _isPlanSeen = true;
        if (_held.Type != FrameType.Plan)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt, $"{_reader.Name}: it does not start with a plan frame; use another copy");
        }

        if (!_held.PayloadSpan.SequenceEqual(Encoding.UTF8.GetBytes(_planText)))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{_reader.Name}: it was recorded under another plan; replay it under the plan of its first frame");
        }
    }

    private void Count(FrameFlyweight frame)
    {
        switch (frame.Type)
        {
            case FrameType.Event:
                CountRecord(frame).Sequenced++;
                CheckRow(frame);
                Volatile.Write(ref _events, _events + 1);
                Volatile.Write(ref _ingestTimeMs, frame.IngestTimeMs);
                break;
            case FrameType.Reject:
                CountRecord(frame).Rejected++;
                break;
            case FrameType.DefineTenant:
                CheckTenant(frame);
                break;
            case FrameType.Mark:
                _ledger.Check(frame.Position);
                break;
            default:
                break;
        }
    }

    private SourceCounters CountRecord(FrameFlyweight frame)
    {
        if (!_ledger.Has(frame.Table))
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"{_reader.Name}: the frame at position {frame.Position} is of table {frame.Table}, which the plan "
                + "does not have");
        }

        SourceCounters counters = _ledger.For(frame.Table, frame.Tenant);
        counters.Read++;
        return counters;
    }

    /// <summary>Operators read rows unchecked, so a row is checked once where it enters the process.</summary>
    private void CheckRow(FrameFlyweight frame)
    {
        RowSchema schema = _schemaOfTable[frame.Table]!;
        if (!new RowView(schema, frame.Payload).IsWellFormed(frame.PayloadBytes))
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"{_reader.Name}: the row at position {frame.Position} is not one of table '{schema.Name}'; use "
                + "another copy");
        }
    }

    private void CheckTenant(FrameFlyweight frame)
    {
        if (_tenants.FindOrAdd(frame.PayloadSpan) != frame.Tenant)
        {
            throw new HotPathException(
                ErrorCode.LogCorrupt,
                $"{_reader.Name}: the frame at position {frame.Position} defines tenant {frame.Tenant} out of order; "
                + "use another copy");
        }
    }
}
