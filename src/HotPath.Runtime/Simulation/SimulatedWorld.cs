using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Journal.Storage;
using HotPath.Runtime.Environments;

namespace HotPath.Runtime.Simulation;

/// <summary>
/// Everything outside a simulated node, under one seed: virtual clocks, files in memory, the schedule, and the faults a
/// test asks for. Each has a random stream of its own, so that one more question to one does not shift the others.
/// </summary>
/// <remarks>Threading: single-threaded. Source: specs/reliability.md 3.3.</remarks>
public sealed class SimulatedWorld
{
    private const long StartMs = 1_700_000_000_000;
    private const long NsPerMs = 1_000_000;
    private const int StepNsMax = 2_000_000;

    private readonly SplitMix64 _batches;
    private readonly SplitMix64 _schedule;
    private readonly SplitMix64 _time;
    private readonly Dictionary<FaultPoint, long> _armed = [];
    private readonly HashSet<FaultPoint> _broken = [];
    private readonly Dictionary<string, int> _slow = new(StringComparer.Ordinal);
    private long _nowNs;

    /// <summary>A world.</summary>
    /// <param name="seed">Equal seeds give equal worlds.</param>
    public SimulatedWorld(ulong seed)
    {
        Seed = seed;
        _batches = new SplitMix64(StableHash.Mix(seed, 1));
        _schedule = new SplitMix64(StableHash.Mix(seed, 2));
        _time = new SplitMix64(StableHash.Mix(seed, 3));
    }

    /// <summary>Seed of the world.</summary>
    public ulong Seed { get; }

    /// <summary>Files of the world.</summary>
    public MemoryStorage Storage { get; } = new();

    /// <summary>Virtual wall clock. Unit: ms since the Unix epoch.</summary>
    public long NowMs => StartMs + (_nowNs / NsPerMs);

    /// <summary>Virtual monotonic clock. Unit: ns.</summary>
    public long NowNs => _nowNs;

    /// <summary>Hash over everything that happened: equal seeds must give equal traces.</summary>
    public ulong Trace { get; private set; }

    /// <summary>Steps so far. Unit: steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Called before every step with its number: where a test lets the world change.</summary>
    public Action<long>? BeforeStep { get; set; }

    /// <summary>Makes the node go wrong once.</summary>
    /// <param name="point">Where.</param>
    /// <param name="after">How many times to let it pass first.</param>
    public void Arm(FaultPoint point, long after) => _armed[point] = after;

    /// <summary>Makes the node go wrong every time: a broken rule, which a checker must find.</summary>
    /// <param name="point">Where.</param>
    public void Break(FaultPoint point) => _broken.Add(point);

    /// <summary>Makes an agent slow, as one is whose device is.</summary>
    /// <param name="agent">Name of the agent.</param>
    /// <param name="oneIn">It gets on in one of so many turns.</param>
    public void Slow(string agent, int oneIn) => _slow[agent] = oneIn;

    /// <summary>Picks whose turn it is.</summary>
    /// <param name="count">How many could have it.</param>
    /// <returns>0 to count - 1.</returns>
    public int Pick(int count) => _schedule.Below(count);

    /// <summary>Notes a step and lets time pass.</summary>
    /// <param name="what">What was done.</param>
    public void NoteStep(ulong what)
    {
        Steps++;
        _nowNs += _time.Below(StepNsMax);
        Trace = StableHash.Mix(Trace, StableHash.Mix(what, (ulong)_nowNs));
    }

    internal bool IsHeldUp(string agent) => _slow.TryGetValue(agent, out int oneIn) && _schedule.Below(oneIn) > 0;

    internal int BatchFrames(int framesMax) => 1 + _batches.Below(framesMax);

    internal bool Fault(FaultPoint point)
    {
        if (!_armed.TryGetValue(point, out long left))
        {
            return _broken.Contains(point);
        }

        if (left > 0)
        {
            _armed[point] = left - 1;
            return false;
        }

        _armed.Remove(point);
        return true;
    }
}
