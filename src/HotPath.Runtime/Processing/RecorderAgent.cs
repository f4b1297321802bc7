using System;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Processing;

/// <summary>Writes every frame of the ring to a recorded log, beside the shards and without making them wait.</summary>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class RecorderAgent<TEnvironment> : IAgent, IDisposable
    where TEnvironment : struct, IEnvironment
{
    private readonly RingBuffer _ring;
    private readonly Sequence _consumed;
    private readonly NodeControl _control;
    private readonly MarkBoard _marks;
    private readonly int _batchFrames;
    private TEnvironment _environment;
    private long _next;

    /// <summary>Creates the log.</summary>
    /// <param name="path">Path of the log.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="marks">Known state hashes, for the footers.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be created.</exception>
    public RecorderAgent(string path, NodeResources node, MarkBoard marks, TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(node);
        _ring = node.Ring;
        _consumed = _ring.AddConsumer();
        _control = node.Control;
        _marks = marks;
        _batchFrames = node.Options.BatchFrames;
        _environment = environment;
        Writer = new LogWriter(environment.Create(path), node.Heap);
    }

    /// <inheritdoc/>
    public string Name => ThreadPlan.Recorder;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>The log. Only for the agent's thread, or after it has ended.</summary>
    public LogWriter Writer { get; }

    /// <inheritdoc/>
    public int DoWork()
    {
        long available = _ring.Cursor.Value;
        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        Writer.NoteMark(_marks.Newest);
        while (work < frames && _next < available)
        {
            var frame = new FrameFlyweight(_ring.AddressOf(_next));
            Writer.Append(frame);
            _next += frame.AlignedBytes;
            work++;
        }

        _consumed.Publish(_next);
        IsDone = _next == _control.EndPosition;
        return work;
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
