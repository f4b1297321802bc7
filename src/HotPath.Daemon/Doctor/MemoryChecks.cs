using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Daemon.Reports;

namespace HotPath.Daemon.Doctor;

/// <summary>Whether memory stays where it is and is mapped in large pages.</summary>
internal sealed class MemoryChecks(MachineFiles files) : IChecks
{
    private const long Unlimited = 1L << 60;

    /// <inheritdoc/>
    public IEnumerable<Finding> Run()
    {
        yield return HugePages();
        yield return Swap();
        yield return Balancing();
        yield return Group();
    }

    private Finding HugePages()
    {
        const string Subject = "huge pages";
        string? chosen = files.Chosen("sys/kernel/mm/transparent_hugepage/enabled");
        return chosen is null
            ? Finding.Unknown(Subject, "the kernel does not say")
            : Finding.Advise(
                Subject,
                chosen == "madvise",
                chosen,
                (chosen == "always"
                    ? "the kernel may stop a thread to make a huge page of its memory"
                    : "large state lies on pages of 4 KiB, most of which the core has to look up anew")
                + ": echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
    }

    private Finding Swap()
    {
        bool hasSwap = files.Lines("proc/swaps").Count > 1;
        long? swappiness = files.Number("proc/sys/vm/swappiness");
        return Finding.Advise(
            "swap",
            !hasSwap || swappiness is <= 10,
            hasSwap ? $"there is some, swappiness {swappiness}" : "none",
            "a page that was written out stops its thread for milliseconds: swapoff -a, or sysctl vm.swappiness=1");
    }

    private Finding Balancing() => files.Number("proc/sys/kernel/numa_balancing") switch
    {
        null or 0 => Finding.Ok("numa balancing", "off, or one node"),
        _ => new Finding(
            "numa balancing",
            Verdict.Advice,
            "on: pages are unmapped to see who uses them",
            "sysctl kernel.numa_balancing=0, and keep the process on one node (numactl -N 0 -m 0)"),
    };

    private Finding Group()
    {
        var group = new ControlGroup(files);
        long limitBytes = group.Texts("memory.max")
            .Select(static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
                ? bytes
                : long.MaxValue)
            .Concat(group.Numbers("memory", "memory.limit_in_bytes"))
            .DefaultIfEmpty(long.MaxValue)
            .Min();
        return Finding.Ok(
            "memory limit",
            limitBytes > Unlimited
                ? "none"
                : $"{Quantity.Bytes(limitBytes)}; 'hotpath.state.memory' should be well below");
    }
}
