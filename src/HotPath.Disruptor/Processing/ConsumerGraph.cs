using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Processing;

/// <summary>
/// Consumers of a ring, each on a thread of its own, each behind those it waits for: chains, diamonds, several side by
/// side. Producers are held back by the last ones only, since these are behind all others.
/// </summary>
/// <remarks>
/// <code>
/// Stage journal = graph.Add("journal", ...);            ring --+--> journal ----+
/// Stage replica = graph.Add("replica", ...);                   +--> replica ----+--> apply
/// graph.Add("apply", ..., journal, replica);
/// </code>
/// A stage that fails is told and ends; those behind it wait, and in time producers find the ring full. Then
/// <see cref="Halt"/>, or <see cref="Detach"/> it to go on without it.
/// Threading: one owner. Source: LMAX Disruptor, the DSL.
/// </remarks>
/// <typeparam name="TLayout">How frames tell their length.</typeparam>
public sealed class ConsumerGraph<TLayout>
    where TLayout : struct, IFrameLayout
{
    private readonly IFrameRing _ring;
    private readonly WaitGate? _waiting;
    private readonly Action<string, Exception> _onFault;
    private readonly List<(Stage Stage, IAgent Agent, Action<long> DrainTo)> _stages = [];
    private readonly List<(Action Stop, Func<int, bool> Join)> _threads = [];

    /// <summary>No consumers yet.</summary>
    /// <param name="ring">The ring; nothing was claimed yet.</param>
    /// <param name="onFault">Called on a stage's thread with its name and what it threw; the stage has ended.</param>
    /// <param name="waiting">The ring's, if consumers are to sleep and be woken.</param>
    public ConsumerGraph(IFrameRing ring, Action<string, Exception> onFault, WaitGate? waiting = null)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(onFault);
        _ring = ring;
        _onFault = onFault;
        _waiting = waiting;
    }

    /// <summary>Adds a consumer.</summary>
    /// <param name="name">Its name, also of its thread.</param>
    /// <param name="handler">What it does.</param>
    /// <param name="after">Whom it waits for; nobody: it sees frames as soon as they are published.</param>
    /// <returns>The stage.</returns>
    /// <typeparam name="THandler">A struct, if the call is to cost nothing.</typeparam>
    /// <exception cref="InvalidOperationException">The graph runs already.</exception>
    public Stage Add<THandler>(string name, THandler handler, params ReadOnlySpan<Stage> after)
        where THandler : IFrameHandler
    {
        ThrowIfStarted();
        Sequence[] before = new Sequence[Math.Max(1, after.Length)];
        before[0] = _ring.Cursor;
        for (int i = 0; i < after.Length; i++)
        {
            before[i] = after[i].Sequence;
            after[i].IsAwaited = true;
        }

        var processor = new FrameProcessor<TLayout, THandler>(
            name, _ring, new SequenceBarrier(before), handler, _waiting);
        var stage = new Stage(name, processor.Sequence);
        _stages.Add((stage, processor, processor.DrainTo));
        return stage;
    }

    /// <summary>Starts a thread for each consumer; then the producers may begin.</summary>
    /// <param name="idle">What a consumer does when there is nothing.</param>
    /// <typeparam name="TIdle">The wait strategy.</typeparam>
    /// <exception cref="InvalidOperationException">The graph runs already.</exception>
    public void Start<TIdle>(TIdle idle)
        where TIdle : struct, IIdleStrategy
    {
        ThrowIfStarted();
        foreach ((Stage stage, _, _) in _stages.Where(static s => !s.Stage.IsAwaited))
        {
            _ring.AddGate(stage.Sequence);
        }

        foreach ((_, IAgent agent, _) in _stages)
        {
            var thread = new AgentThread<TIdle>([agent], idle, (failed, error) => _onFault(failed.Name, error));
            _threads.Add((thread.Stop, thread.Join));
            thread.Start();
        }
    }

    /// <summary>Waits until every consumer has handled all that is published; nobody publishes any more.</summary>
    /// <param name="timeoutMs">At the longest; negative for ever. Unit: ms.</param>
    /// <returns>Whether all did; a failed stage never does. Then <see cref="Halt"/>.</returns>
    public bool Drain(int timeoutMs)
    {
        long end = _ring.Cursor.Value;
        foreach ((_, _, Action<long> drainTo) in _stages)
        {
            drainTo(end);
        }

        _waiting?.Signal();
        return Join(timeoutMs) && _stages.TrueForAll(s => s.Stage.Sequence.Value >= end);
    }

    /// <summary>Ends every consumer after its running batch, whatever is left.</summary>
    /// <param name="timeoutMs">How long to wait for that; negative for ever. Unit: ms.</param>
    /// <returns>Whether all have ended.</returns>
    public bool Halt(int timeoutMs)
    {
        foreach ((Action stop, _) in _threads)
        {
            stop();
        }

        _waiting?.Signal();
        return Join(timeoutMs);
    }

    /// <summary>Producers no longer wait for a stage, which has failed and that nobody waits for.</summary>
    /// <param name="stage">One of this graph.</param>
    /// <returns>Whether it held them back.</returns>
    public bool Detach(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return _ring.RemoveGate(stage.Sequence);
    }

    private bool Join(int timeoutMs)
    {
        long start = Stopwatch.GetTimestamp();
        foreach ((_, Func<int, bool> join) in _threads)
        {
            int left = timeoutMs < 0
                ? timeoutMs
                : Math.Max(0, timeoutMs - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (!join(left))
            {
                return false;
            }
        }

        return true;
    }

    private void ThrowIfStarted()
    {
        if (_threads.Count > 0)
        {
            throw new InvalidOperationException("the graph runs: add consumers before Start");
        }
    }
}
