using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Journal.Log;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Simulation;

/// <summary>
/// Runs a whole node on one thread: one agent's duty cycle at a time, in an order and with batches that the seed
/// chooses. A run that fails is replayed by its seed.
/// </summary>
/// <remarks>Source: specs/reliability.md 3.</remarks>
public static class Simulator
{
    private const long IdleStepsMax = 1_000_000;

    /// <summary>Runs a job in a world.</summary>
    /// <param name="world">The world; its trace is extended.</param>
    /// <param name="job">What to run.</param>
    /// <param name="stopAfterSteps">Step at which admission is stopped. Unit: steps. Default: never.</param>
    /// <returns>The report.</returns>
    /// <exception cref="HotPathException">HP3001: nobody makes progress. Otherwise whatever the node fails
    /// with.</exception>
    public static JobReport Run(SimulatedWorld world, NodeJob job, long stopAfterSteps = long.MaxValue) =>
        Run(world, job, stopAfterSteps, crashAtStep: long.MaxValue)!;

    /// <summary>Runs a job in a world until its end or its crash: then nothing is completed, flushed or told.</summary>
    /// <param name="world">The world; its trace is extended.</param>
    /// <param name="job">What to run.</param>
    /// <param name="crashAtStep">Step at which the process is no more. Unit: steps.</param>
    /// <returns>The report, or <see langword="null"/> after a crash.</returns>
    /// <exception cref="HotPathException">As <see cref="Run(SimulatedWorld, NodeJob, long)"/>.</exception>
    public static JobReport? RunUntil(SimulatedWorld world, NodeJob job, long crashAtStep) =>
        Run(world, job, stopAfterSteps: long.MaxValue, crashAtStep);

    private static JobReport? Run(SimulatedWorld world, NodeJob job, long stopAfterSteps, long crashAtStep)
    {
        ArgumentNullException.ThrowIfNull(world);
        using var stop = new CancellationTokenSource();
        using var node = new Node<SimulatedEnvironment>(job, new SimulatedEnvironment(world), stop.Token);
        IReadOnlyList<IAgent> agents = node.Agents;
        long idleSteps = 0;
        while (agents.Any(agent => !agent.IsDone))
        {
            if (world.Steps >= crashAtStep)
            {
                return null;
            }

            if (world.Steps >= stopAfterSteps)
            {
                stop.Cancel();
            }

            world.BeforeStep?.Invoke(world.Steps);
            int index = world.Pick(agents.Count);
            IAgent agent = agents[index];
            int work = agent.IsDone || world.IsHeldUp(agent.Name) ? 0 : agent.DoWork();
            world.NoteStep(((ulong)index << 32) | (uint)work);
            idleSteps = work > 0 ? 0 : idleSteps + 1;
            if (idleSteps > IdleStepsMax)
            {
                ThrowHelper.InvariantBroken(
                    $"seed {world.Seed}: no agent had work for {IdleStepsMax} steps, and some are not done");
            }
        }

        JobReport report = node.Complete("simulated");
        NoteReport(world, report);
        return report;
    }

    private static void NoteReport(SimulatedWorld world, JobReport report)
    {
        world.NoteStep((ulong)report.EndPosition);
        foreach (SinkDigest sink in report.Sinks)
        {
            world.NoteStep(sink.ChainHash);
        }
    }
}
