using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Daemon.Doctor;

/// <summary>Whether cores are there, at their speed, and left alone.</summary>
internal sealed class CpuChecks(MachineFiles files, int cores) : IChecks
{
    private const string CpuFolder = "sys/devices/system/cpu";

    /// <inheritdoc/>
    public IEnumerable<Finding> Run()
    {
        yield return Finding.Advise(
            "cores",
            cores >= 2,
            $"{cores} usable",
            "the pipeline runs on one core as well, but the journal then shares it: give the process two or more");
        yield return Quota();
        yield return Governor();
        yield return Siblings();
        yield return Isolation();
        yield return Grouping();
    }

    private Finding Quota()
    {
        const string Subject = "cpu quota";
        var group = new ControlGroup(files);
        bool isLimited = group.Texts("cpu.max").Any(static limit => !limit.StartsWith("max", StringComparison.Ordinal))
            || group.Numbers("cpu", "cpu.cfs_quota_us").Any(static quotaUs => quotaUs > 0);
        return Finding.Advise(
            Subject,
            !isLimited,
            isLimited ? "the control group may use part of its time only" : "none",
            "a group over its quota stands still for the rest of the period (100 ms by default): take CPUQuota away and"
            + " name cores instead (AllowedCPUs)");
    }

    private Finding Governor()
    {
        const string Subject = "governor";
        string[] governors =
        [
            .. files.Folders(CpuFolder)
                .Select(cpu => files.Text($"{CpuFolder}/{cpu}/cpufreq/scaling_governor"))
                .OfType<string>()
                .Distinct(),
        ];
        return governors.Length == 0
            ? Finding.Unknown(Subject, "the kernel shows no frequency control (a virtual machine, mostly)")
            : Finding.Advise(
                Subject,
                governors is ["performance"],
                string.Join(", ", governors),
                "cores slow down between bursts: cpupower frequency-set -g performance");
    }

    private Finding Siblings()
    {
        const string Subject = "hyper-threads";
        return files.Number($"{CpuFolder}/smt/active") switch
        {
            null => Finding.Unknown(Subject, "the kernel does not say"),
            0 => Finding.Ok(Subject, "off, or none"),
            _ => new Finding(
                Subject,
                Verdict.Advice,
                "on: two busy threads may share one core",
                "put agents on cores that do not share one (thread_siblings_list), or echo off > /sys/devices/system/"
                + "cpu/smt/control"),
        };
    }

    private Finding Isolation()
    {
        string isolated = files.Text($"{CpuFolder}/isolated") ?? string.Empty;
        string quiet = files.Text($"{CpuFolder}/nohz_full") ?? string.Empty;
        bool isGood = isolated.Length > 0 && quiet.Length > 0 && quiet != "(null)";
        return Finding.Advise(
            "isolated cores",
            isGood || cores < 4,
            isolated.Length == 0 ? "none" : isolated + (isGood ? ", without ticks" : ", with the scheduler's ticks"),
            "the scheduler may put anything on the cores of busy threads: boot with isolcpus=managed_irq,domain,2-N "
            + "nohz_full=2-N rcu_nocbs=2-N");
    }

    private Finding Grouping() => files.Number("proc/sys/kernel/sched_autogroup_enabled") switch
    {
        1 => new Finding(
            "autogroup",
            Verdict.Advice,
            "on: nice counts only within a session",
            "sysctl kernel.sched_autogroup_enabled=0, or run as a service of its own"),
        _ => Finding.Ok("autogroup", "off"),
    };
}
