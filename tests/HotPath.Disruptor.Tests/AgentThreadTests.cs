using System;
using System.Threading;
using HotPath.Disruptor.Agents;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class AgentThreadTests
{
    private const int JoinMs = 10_000;

    [Test]
    public void Run_SeveralAgents_EndsWhenAllAreDone()
    {
        var first = new CountingAgent("first", cycles: 3);
        var second = new CountingAgent("second", cycles: 1000);
        var thread = new AgentThread<YieldingIdle>([first, second], default, (_, _) => Assert.Fail("no fault"));
        thread.Start();
        Assert.That(thread.Join(JoinMs), Is.True);
        Assert.That((first.Cycles, second.Cycles), Is.EqualTo((3, 1000)));
        Assert.That(thread.Name, Is.EqualTo("first+second"));
    }

    [Test]
    public void Run_AgentFails_HandsOverAgentAndError()
    {
        string? seen = null;
        var bad = new CountingAgent("bad", cycles: 10, failAt: 5);
        var good = new CountingAgent("good", cycles: int.MaxValue);
        var thread = new AgentThread<BusySpinIdle>([good, bad], default, (agent, error) => seen = $"{agent.Name}: {error.Message}");
        thread.Start();
        Assert.That(thread.Join(JoinMs), Is.True);
        Assert.That(seen, Is.EqualTo("bad: cycle 5"));
    }

    [Test]
    public void Stop_AgentsNotDone_EndsTheThread()
    {
        var agent = new CountingAgent("endless", cycles: int.MaxValue, hasWork: false);
        var thread = new AgentThread<BackoffIdle>([agent], default, (_, _) => { });
        thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref agent.Cycles) > 300, JoinMs);
        thread.Stop();
        Assert.That(thread.Join(JoinMs), Is.True);
        Assert.That(agent.IsDone, Is.False);
    }

    [Test]
    public void Join_NegativeTimeout_WaitsForEver()
    {
        var thread = new AgentThread<BackoffIdle>([new CountingAgent("short", cycles: 3)], default, (_, _) => { });
        thread.Start();
        Assert.That(thread.Join(-2), Is.True);
    }

    [Test]
    public void Thread_WithoutAgents_IsRefused() => Assert.That(
        static () => new AgentThread<BackoffIdle>([], default, static (_, _) => { }),
        Throws.ArgumentException.With.Message.Contains("without agents"));

    private sealed class CountingAgent(string name, int cycles, int failAt = -1, bool hasWork = true) : IAgent
    {
        public int Cycles;

        public string Name => name;

        public bool IsDone => Cycles >= cycles;

        public int DoWork()
        {
            if (++Cycles == failAt)
            {
                throw new InvalidOperationException($"cycle {Cycles}");
            }

            return hasWork ? 1 : 0;
        }
    }
}
