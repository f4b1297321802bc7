using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Threads;

namespace HotPath.Runtime.Jobs;

/// <summary>How the threads of a plan run: on which cores, with which idle strategy and priority.</summary>
public sealed class ThreadSetup
{
    private const string IsolatedFile = "/sys/devices/system/cpu/isolated";

    private readonly JobOptions _options;
    private readonly ThreadPlacement _placement;
    private readonly int _cores;

    /// <summary>Looks at the machine and chooses.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">What was asked.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: cores that are not there, or more spinning threads
    /// than cores.</exception>
    public ThreadSetup(ThreadPlan plan, JobOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Plan = plan;
        IReadOnlyList<int> usable = CurrentThread.Cores();
        IReadOnlyList<int> isolated =
            File.Exists(IsolatedFile) ? ThreadPlacement.TryReadCores(File.ReadAllText(IsolatedFile)) ?? [] : [];
        _placement = ThreadPlacement.Choose(options.Cores, plan.Groups.Count, usable, isolated);
        _cores = usable.Union(isolated).Count();
        Check(options.Idle.Mode);
    }

    /// <summary>The plan.</summary>
    public ThreadPlan Plan { get; }

    /// <summary>What its threads do without work.</summary>
    public IdleSwitch Idle => _options.Idle;

    /// <summary>Checks an idle strategy against the cores.</summary>
    /// <param name="mode">The strategy.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: more spinning threads than cores.</exception>
    public void Check(IdleMode mode) => IdleSwitch.Check(mode, Plan.Groups.Count, _cores);

    /// <summary>Settles the calling thread; a refusal of the kernel is told and the thread goes on as it is.</summary>
    /// <param name="index">Which group of the plan it runs.</param>
    public void Enter(int index)
    {
        string name = Thread.CurrentThread.Name ?? string.Empty;
        if (index < _placement.Cores.Count && CurrentThread.Pin(_placement.Cores[index]) is not 0 and int pinError)
        {
            _options.OnNotice?.Invoke(
                $"thread {name} cannot be kept on core {_placement.Cores[index]} (errno {pinError}); it runs anywhere");
        }

        if (_options.Nice != 0 && CurrentThread.SetNice(_options.Nice) is not 0 and int niceError)
        {
            _options.OnNotice?.Invoke(
                $"thread {name} cannot have nice {_options.Nice} (errno {niceError}): below 0 needs CAP_SYS_NICE or "
                + "LimitNICE=");
        }
    }

    /// <summary>The setup for people.</summary>
    /// <returns>Such as <c>ingress on core 2, shard0+egress on core 3 (pinned to isolated cores), idle spin</c>.
    /// </returns>
    public override string ToString()
    {
        IEnumerable<string> threads = Plan.Groups.Select((group, i) =>
            string.Join('+', group) + (i < _placement.Cores.Count ? $" on core {_placement.Cores[i]}" : string.Empty));
        string nice = _options.Nice == 0 ? string.Empty : $", nice {_options.Nice}";
        string idle = Idle.Mode.ToString().ToLowerInvariant();
        return $"{string.Join(", ", threads)} ({_placement.Reason}), idle {idle}{nice}";
    }
}
