using System;
using HotPath.Disruptor.Agents;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// The jitter control: takes what arrives and looks at the clock, nothing else, on the thread that the pipeline would
/// have. What it shows of latency is the machine's.
/// </summary>
/// <param name="arrivals">The generator.</param>
/// <param name="work">What it does for each besides; <see langword="null"/> for nothing.</param>
internal sealed class TimestampAgent(Arrivals arrivals, Arithmetic? work) : IAgent
{
    private const int BatchEvents = 256; // as the pipeline's

    /// <inheritdoc/>
    public string Name => "control";

    /// <inheritdoc/>
    public bool IsDone => arrivals.IsOver;

    /// <summary>Runs it to the end on a thread of its own.</summary>
    /// <param name="arrivals">The generator.</param>
    /// <param name="idle">What the thread does meanwhile.</param>
    /// <param name="work">What it does for each besides; <see langword="null"/> for nothing.</param>
    public static void Run(Arrivals arrivals, IdleMode idle, Arithmetic? work)
    {
        Exception? fault = null;
        var thread = new AgentThread<SwitchableIdle>(
            [new TimestampAgent(arrivals, work)], new SwitchableIdle(new IdleSwitch(idle)), (_, error) => fault = error);
        thread.Start();
        thread.Join(-1);
        if (fault is not null)
        {
            throw new InvalidOperationException("the control failed", fault);
        }
    }

    /// <inheritdoc/>
    public int DoWork()
    {
        int events = 0;
        while (events < BatchEvents && !arrivals.IsOver && arrivals.TryNext(out _))
        {
            work?.Run();
            arrivals.NoteDone();
            events++;
        }

        return events;
    }
}
