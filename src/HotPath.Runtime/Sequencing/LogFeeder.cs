using System;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
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
    private readonly IngressState _state;
    private readonly FrameFeed _feed;
    private readonly string _planText;
    private readonly int _batchFrames;
    private TEnvironment _environment;
    private FrameFlyweight _held;
    private bool _isHolding;
    private bool _isPlanSeen;

    /// <summary>A feeder at the start of a log.</summary>
    /// <param name="reader">The log; disposed with the feeder.</param>
    /// <param name="plan">The plan; the log's plan frame must have its text.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="state">Brought up to date by each frame.</param>
    /// <param name="environment">Seams to the outside.</param>
    public LogFeeder(
        LogReader reader,
        IJobPlan plan,
        NodeResources node,
        IngressState state,
        TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(node);
        _reader = reader;
        _planText = plan.PlanText;
        _ring = node.Ring;
        _control = node.Control;
        _batchFrames = node.Options.BatchFrames;
        _state = state;
        _feed = new FrameFeed(reader.Name, plan, node.Ring, state);
        _environment = environment;
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
        if (FirstEventNs < 0 && Events > 0)
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

        _isHolding = !_feed.TryCopy(_held);
        return !_isHolding;
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
}
