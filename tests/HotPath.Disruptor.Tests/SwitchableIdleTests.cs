using System;
using System.Diagnostics;
using HotPath.Disruptor.Agents;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

/// <summary>A strategy that is changed while its thread runs, told apart by how long it waits.</summary>
public sealed class SwitchableIdleTests
{
    private const int Calls = 400;

    [Test]
    public void Idle_SwitchedWhileItRuns_WaitsAsTheNewStrategyDoes()
    {
        var strategy = new IdleSwitch(IdleMode.Spin);
        var idle = new SwitchableIdle(strategy);
        TimeSpan spinning = Time(ref idle);
        strategy.Set(IdleMode.Backoff);
        TimeSpan sleeping = Time(ref idle);
        strategy.Set(IdleMode.Spin);
        TimeSpan again = Time(ref idle);

        // A backoff that has had nothing to do for long sleeps a millisecond a call; a spin is a few instructions.
        Assert.That(sleeping.TotalMilliseconds, Is.GreaterThan(10));
        Assert.That(spinning, Is.LessThan(sleeping));
        Assert.That(again, Is.LessThan(sleeping));
    }

    [Test]
    public void Idle_WithWork_NeverWaits([Values] IdleMode mode)
    {
        var idle = new SwitchableIdle(new IdleSwitch(mode));
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 100_000; i++)
        {
            idle.Idle(1);
        }

        Assert.That(Stopwatch.GetElapsedTime(begin).TotalSeconds, Is.LessThan(20));
    }

    // The least of several: a thread that the machine keeps waiting is no strategy's doing.
    private static TimeSpan Time(ref SwitchableIdle idle)
    {
        TimeSpan least = TimeSpan.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++)
            {
                idle.Idle(0);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(begin);
            least = took < least ? took : least;
        }

        return least;
    }
}
