using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class WaitGateTests
{
    private const int TimeoutMs = 60_000;

    // Each side sleeps without a timeout of its own until the other has published: one lost wake-up and it stands still.
    [Test]
    public void PingPong_OfTwoSleepers_LosesNoWakeUp()
    {
        const int rounds = 2_000;
        var gate = new WaitGate();
        var ping = new Sequence();
        var pong = new Sequence();
        var other = new Thread(() => Answer(gate, ping, pong, rounds)) { IsBackground = true };
        other.Start();
        for (int round = 1; round <= rounds; round++)
        {
            ping.Publish(round);
            gate.Signal();
            Assert.That(Await(gate, pong, round), Is.True, $"round {round}");
        }

        Assert.That(other.Join(TimeoutMs), Is.True);
        Assert.That(gate.Waiting, Is.Zero);
    }

    [Test]
    public void Sleep_SignalledBetweenAnnouncementAndSleep_ReturnsAtOnce()
    {
        var gate = new WaitGate();
        long first = gate.Announce();
        gate.Signal();
        long second = gate.Announce();
        Assert.That(gate.Sleep(first, TimeoutMs), Is.True, "another announcement takes nobody's signal");
        Assert.That(gate.Sleep(second, timeoutMs: 1), Is.False);
        gate.Retract();
        gate.Retract();
        Assert.That(gate.Waiting, Is.Zero);
    }

    [Test]
    public void Sleep_OfANegativeTimeout_LastsUntilTheSignal()
    {
        var gate = new WaitGate();
        long ticket = gate.Announce();
        var other = new Thread(gate.Signal) { IsBackground = true };
        other.Start();
        Assert.That(gate.Sleep(ticket, timeoutMs: -2), Is.True);
        gate.Retract();
    }

    [Test]
    public void BlockingIdle_LooksOnceMoreBeforeItSleeps()
    {
        var gate = new WaitGate();
        var idle = new BlockingIdle(gate, TimeoutMs);
        int cycles = 0;
        while (gate.Waiting == 0)
        {
            idle.Idle(0);
            cycles++;
        }

        Assert.That(cycles, Is.GreaterThan(10), "it spins first");
        idle.Idle(1);
        Assert.That(gate.Waiting, Is.Zero, "work found by the last look takes the announcement back");
        while (gate.Waiting == 0)
        {
            idle.Idle(0);
        }

        gate.Signal();
        idle.Idle(0);
        Assert.That(gate.Waiting, Is.Zero, "the signal of before the sleep counts");
    }

    [Test]
    public void AdaptiveIdle_SpinsLongerWhileItPays_AndShorterAfterSleeps()
    {
        var idle = new AdaptiveIdle();
        Assert.That(idle.Spins, Is.EqualTo(AdaptiveIdle.SpinsMin));
        for (int i = 0; i < 100; i++)
        {
            idle.Idle(0);
            idle.Idle(1);
        }

        Assert.That(idle.Spins, Is.EqualTo(AdaptiveIdle.SpinsMax));
        for (int i = 0; i < 20; i++)
        {
            while (!idle.HasSlept)
            {
                idle.Idle(0);
            }

            idle.Idle(1);
        }

        Assert.That(idle.Spins, Is.EqualTo(AdaptiveIdle.SpinsMin));
    }

    private static void Answer(WaitGate gate, Sequence ping, Sequence pong, int rounds)
    {
        for (int round = 1; round <= rounds && Await(gate, ping, round); round++)
        {
            pong.Publish(round);
            gate.Signal();
        }
    }

    private static bool Await(WaitGate gate, Sequence sequence, long value)
    {
        while (sequence.Value < value)
        {
            long ticket = gate.Announce();
            bool isAwake = sequence.Value >= value || gate.Sleep(ticket, TimeoutMs);
            gate.Retract();
            if (!isAwake)
            {
                return false;
            }
        }

        return true;
    }
}
