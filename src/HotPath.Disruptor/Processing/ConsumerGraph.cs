using System;
using System.Collections.Generic;
using System.Diagnostics;
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
    private readonly Action<string, Exception> _onFault;
    private readonly List<(Stage Stage, Sequence[] Ahead, IAgent Agent, Action<long> DrainTo)> _stages = [];
    private readonly List<(Action Stop, Func<int, bool> Join)> _threads = [];
    private bool _isStarted;

    /// <summary>No consumers yet.</summary>
    /// <param name="ring">The ring; consumers that sleep are woken through its gate.</param>
    /// <param name="onFault">Called on a stage's thread with its name and what it threw; the stage has ended. What the
    /// callback itself throws ends nothing else: <see cref="Stage.Fault"/> has both.</param>
    public ConsumerGraph(IFrameRing ring, Action<string, Exception> onFault)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(onFault);
        _ring = ring;
        _onFault = onFault;
    }

    /// <summary>Adds a consumer: it sees what is published from now on. Before the first claim.</summary>
    /// <param name="name">Its name, also of its thread.</param>
    /// <param name="handler">What it does.</param>
    /// <param name="after">Whom it waits for; nobody: it sees frames as soon as they are published.</param>
    /// <returns>The stage.</returns>
    /// <typeparam name="THandler">A struct, if the call is to cost nothing.</typeparam>
    /// <exception cref="InvalidOperationException">The graph was started, or producers are a round ahead.</exception>
    /// <exception cref="ArgumentException">It is to wait for a stage of another ring.</exception>
    public Stage Add<THandler>(string name, THandler handler, params ReadOnlySpan<Stage> after)
        where THandler : IFrameHandler
    {
        ThrowIfStarted();
        Sequence[] before = new Sequence[Math.Max(1, after.Length)];
        before[0] = _ring.Cursor;
        for (int i = 0; i < after.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(after[i], nameof(after));
            if (!ReferenceEquals(after[i].Ring, _ring))
            {
                throw new ArgumentException(
                    $"stage '{name}' waits for '{after[i].Name}', whose frames lie in another ring", nameof(after));
            }

            before[i] = after[i].Sequence;
        }

        var processor = new FrameProcessor<TLayout, THandler>(name, _ring, new SequenceBarrier(before), handler);
        var stage = new Stage(name, _ring, processor.Sequence);
        _ring.AddGate(stage.Sequence);
        foreach (Stage awaited in after)
        {
            _ring.RemoveGate(awaited.Sequence); // it is ahead of this one
        }

        _stages.Add((stage, after.IsEmpty ? [] : before, processor, processor.DrainTo));
        return stage;
    }

    /// <summary>Starts a thread for each consumer.</summary>
    /// <param name="idle">What a consumer does when there is nothing.</param>
    /// <typeparam name="TIdle">The wait strategy.</typeparam>
    /// <exception cref="InvalidOperationException">The graph was started already.</exception>
    /// <exception cref="ArgumentException">Consumers would sleep where nobody wakes them.</exception>
    public void Start<TIdle>(TIdle idle)
        where TIdle : struct, IIdleStrategy
    {
        ThrowIfStarted();
        if (idle is BlockingIdle blocking && !blocking.IsEndedBy(_ring.Waiting))
        {
            throw new ArgumentException(
                "consumers would sleep for ever: give the ring and BlockingIdle the same WaitGate, or BlockingIdle a "
                + "timeout",
                nameof(idle));
        }

        _isStarted = true;
        foreach ((Stage stage, _, IAgent agent, _) in _stages)
        {
            var thread = new AgentThread<TIdle>([agent], idle, (_, error) => OnFault(stage, error));
            _threads.Add((thread.Stop, thread.Join));
            thread.Start();
        }
    }

    /// <summary>Waits until every consumer has handled all that is published; nobody publishes any more.</summary>
    /// <param name="timeoutMs">At the longest; negative for ever. Unit: ms.</param>
    /// <returns>Whether all did, but for stages that are detached; one that failed never does before that. Then
    /// <see cref="Halt"/>, or <see cref="Detach"/> what failed and ask again.</returns>
    public bool Drain(int timeoutMs)
    {
        long end = _ring.Cursor.Value;
        foreach ((_, _, _, Action<long> drainTo) in _stages)
        {
            drainTo(end);
        }

        _ring.Waiting?.Signal();
        return Join(timeoutMs) && _stages.TrueForAll(s => s.Stage.IsDetached || s.Stage.Sequence.Value >= end);
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

        _ring.Waiting?.Signal();
        return Join(timeoutMs);
    }

    /// <summary>
    /// Producers no longer wait for a stage, which has ended and that nobody waits for, but for those that it came
    /// behind. Nor does <see cref="Drain"/> ask for it any more.
    /// </summary>
    /// <param name="stage">One of this graph.</param>
    /// <returns>Whether it held them back.</returns>
    /// <exception cref="ArgumentException">It is another graph's.</exception>
    /// <exception cref="InvalidOperationException">It has not ended: its frames would be overwritten. Or one that is
    /// not detached waits for it, and would hold producers back in its place for ever.</exception>
    public bool Detach(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        int index = _stages.FindIndex(s => ReferenceEquals(s.Stage, stage));
        if (index < 0)
        {
            throw new ArgumentException($"stage '{stage.Name}' is not of this graph", nameof(stage));
        }

        bool hasEnded = stage.Fault is not null || (index < _threads.Count && _threads[index].Join(0));
        if (!hasEnded)
        {
            throw new InvalidOperationException(
                $"stage '{stage.Name}' has not ended: its frames would be overwritten; Drain or Halt the graph first");
        }

        // So a stage that is detached leaves its place only to stages that are not.
        int waiting = _stages.FindIndex(s => !s.Stage.IsDetached && Array.IndexOf(s.Ahead, stage.Sequence) >= 0);
        if (waiting >= 0)
        {
            throw new InvalidOperationException(
                $"stage '{stage.Name}' cannot be detached: stage '{_stages[waiting].Stage.Name}' waits for it; detach "
                + "that one first");
        }

        stage.IsDetached = true;
        return _ring.RemoveGate(stage.Sequence, _stages[index].Ahead);
    }

    // On the stage's thread.
    private void OnFault(Stage stage, Exception error)
    {
        stage.Fault = error; // first: who is told of it may detach the stage
        try
        {
            _onFault(stage.Name, error);
        }
#pragma warning disable CA1031 // it would end the process, and the stage has failed anyway: its owner gets both
        catch (Exception e)
#pragma warning restore CA1031
        {
            stage.Fault = new AggregateException(
                $"stage '{stage.Name}' failed, and so did the callback that was told", error, e);
        }
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
        if (_isStarted)
        {
            throw new InvalidOperationException("the graph was started: add consumers before Start, and call it once");
        }
    }
}
