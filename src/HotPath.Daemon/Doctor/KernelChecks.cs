using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Daemon.Doctor;

/// <summary>Clock, interrupts and limits.</summary>
internal sealed class KernelChecks(MachineFiles files) : IChecks
{
    private const int BitsPerDigit = 4;
    private const long FilesMin = 4096;
    private const long MapsMin = 65_530;

    /// <inheritdoc/>
    public IEnumerable<Finding> Run()
    {
        yield return ClockSource();
        yield return Interrupts();
        yield return Limit(
            "open files", "Max open files", FilesMin, "LimitNOFILE=65536 in the unit, or ulimit -n 65536");
        yield return Maps();
    }

    private Finding ClockSource()
    {
        const string Subject = "clock source";
        string? source = files.Text("sys/devices/system/clocksource/clocksource0/current_clocksource");
        return source is null
            ? Finding.Unknown(Subject, "the kernel does not say")
            : Finding.Advise(
                Subject,
                source is "tsc" or "arch_sys_counter" or "kvm-clock" or "hyperv_clocksource_tsc_page",
                source,
                $"reading {source} is a system call, some 30 times as slow: boot with tsc=reliable if it is");
    }

    private Finding Interrupts()
    {
        const string Subject = "interrupts";
        bool isBalanced = files.Folders("proc").Any(process =>
            process.All(char.IsAsciiDigit) && files.Text($"proc/{process}/comm") == "irqbalance");
        string cores = Cores(files.Text("proc/irq/default_smp_affinity") ?? string.Empty);
        return Finding.Advise(
            Subject,
            !isBalanced,
            isBalanced ? "irqbalance moves them to any core" : $"stay where they are, new ones go to {cores}",
            "keep them off the cores of busy threads: IRQBALANCE_BANNED_CPULIST, or stop irqbalance and write masks to"
            + " /proc/irq/*/smp_affinity");
    }

    // A bit a core, the lowest last, in groups of 32 bits between commas: 3 is cores 0 and 1.
    private static string Cores(string mask)
    {
        string digits = mask.Trim().Replace(",", string.Empty, StringComparison.Ordinal);
        if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
        {
            return "cores that the kernel does not tell";
        }

        List<(int First, int Last)> ranges = [];
        for (int core = 0; core < digits.Length * BitsPerDigit; core++)
        {
            int digit = Convert.ToInt32(digits[^((core / BitsPerDigit) + 1)].ToString(), fromBase: 16);
            if ((digit >> (core % BitsPerDigit) & 1) == 0)
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == core - 1)
            {
                ranges[^1] = (ranges[^1].First, core);
            }
            else
            {
                ranges.Add((core, core));
            }
        }

        IEnumerable<string> texts =
            ranges.Select(static range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}");
        bool isOne = ranges.Count == 1 && ranges[0].First == ranges[0].Last;
        return $"{(isOne ? "core" : "cores")} {string.Join(',', texts)}";
    }

    private Finding Limit(string subject, string name, long least, string remedy)
    {
        string? line = files.Lines("proc/self/limits")
            .FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        string[] fields = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length == 0
            ? Finding.Unknown(subject, "the kernel does not say")
            : Finding.Advise(
                subject, !long.TryParse(fields[0], out long soft) || soft >= least, fields[0], remedy);
    }

    private Finding Maps()
    {
        const string Subject = "mapped areas";
        return files.Number("proc/sys/vm/max_map_count") is { } count
            ? Finding.Advise(
                Subject, count >= MapsMin, $"{count} a process", $"sysctl vm.max_map_count={MapsMin} or more")
            : Finding.Unknown(Subject, "the kernel does not say");
    }
}
