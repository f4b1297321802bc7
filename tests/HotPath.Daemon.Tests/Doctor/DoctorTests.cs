using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Doctor;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Doctor;

/// <summary>Machines made of files: each finding, good and bad, and on a machine that tells nothing.</summary>
public sealed class DoctorTests
{
    private ScratchFolder _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new ScratchFolder();

    [TearDown]
    public void RemoveMachine() => _machine.Dispose();

    [TestCase("0::/system.slice/hotpath.service", "system.slice/hotpath.service/cpu.max", "max 100000", "50000 100000")]
    [TestCase("0::/system.slice/hotpath.service", "system.slice/cpu.max", "max 100000", "50000 100000")]
    [TestCase("1:name=systemd:/x\n4:cpu,cpuacct:/a/b", "cpu/a/cpu.cfs_quota_us", "-1", "50000")]
    [TestCase("0::/../other", "cpu.max", "max 100000", "50000 100000")]
    public void Quota_OfAnyGroupAround_Counts(string group, string path, string good, string bad)
    {
        Write("proc/self/cgroup", group + "\n");
        Write($"sys/fs/cgroup/{path}", good);
        Assert.That(Of("cpu quota").Verdict, Is.EqualTo(Verdict.Ok));
        Write($"sys/fs/cgroup/{path}", bad);
        Assert.That(Of("cpu quota").Verdict, Is.EqualTo(Verdict.Advice));
    }

    [Test]
    public void MemoryLimit_IsTheLeastOfTheGroupsAround()
    {
        Write("proc/self/cgroup", "0::/system.slice/hotpath.service\n");
        Write("sys/fs/cgroup/system.slice/hotpath.service/memory.max", "max");
        Assert.That(Of("memory limit").Found, Is.EqualTo("none"));
        Write("sys/fs/cgroup/system.slice/memory.max", "2147483648");
        Assert.That(Of("memory limit").Found, Does.StartWith("2.00 GiB"));
        Write("sys/fs/cgroup/system.slice/hotpath.service/memory.max", "1073741824");
        Assert.That(Of("memory limit").Found, Does.StartWith("1.00 GiB"));
    }

    [TestCase("governor", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance", "powersave")]
    [TestCase("hyper-threads", "sys/devices/system/cpu/smt/active", "0", "1")]
    [TestCase("autogroup", "proc/sys/kernel/sched_autogroup_enabled", "0", "1")]
    [TestCase("cpu quota", "sys/fs/cgroup/cpu.max", "max 100000", "50000 100000")]
    [TestCase("cpu quota", "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1", "50000")]
    [TestCase("clock source", "sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc", "hpet")]
    [TestCase("interrupts", "proc/123/comm", "hotpath", "irqbalance")]
    [TestCase("open files", "proc/self/limits", "Max open files            65536                65536", "Max open files  1024  1024  files")]
    [TestCase("mapped areas", "proc/sys/vm/max_map_count", "65530", "1000")]
    [TestCase("huge pages", "sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never", "[always] madvise never")]
    [TestCase("huge pages", "sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never", "always madvise [never]")]
    [TestCase("numa balancing", "proc/sys/kernel/numa_balancing", "0", "1")]
    public void Setting_IsOkOrAdvice(string subject, string path, string good, string bad)
    {
        Write(path, good);
        Assert.That(Of(subject).Verdict, Is.EqualTo(Verdict.Ok));
        Write(path, bad);
        Assert.That(Of(subject).Verdict, Is.EqualTo(Verdict.Advice));
        Assert.That(Of(subject).Remedy, Is.Not.Empty);
    }

    [Test]
    public void Swap_IsAdviceOnlyWhereThereIsSomeAndItIsUsed()
    {
        Write("proc/sys/vm/swappiness", "60");
        Assert.That(Of("swap").Verdict, Is.EqualTo(Verdict.Ok));
        Write("proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n");
        Assert.That(Of("swap").Verdict, Is.EqualTo(Verdict.Advice));
        Write("proc/sys/vm/swappiness", "1");
        Assert.That(Of("swap").Verdict, Is.EqualTo(Verdict.Ok));
    }

    [Test]
    public void Isolation_IsAdviceFromFourCoresOn()
    {
        Assert.That(Of("isolated cores", cores: 2).Verdict, Is.EqualTo(Verdict.Ok));
        Assert.That(Of("isolated cores", cores: 8).Verdict, Is.EqualTo(Verdict.Advice));
        Write("sys/devices/system/cpu/isolated", "2-7");
        Assert.That(Of("isolated cores", cores: 8).Found, Does.Contain("with the scheduler's ticks"));
        Write("sys/devices/system/cpu/nohz_full", "2-7");
        Assert.That(Of("isolated cores", cores: 8).Verdict, Is.EqualTo(Verdict.Ok));
    }

    [TestCase("/data/hotpath", "ext4", nameof(Verdict.Ok))]
    [TestCase("/data/ram/x", "tmpfs", nameof(Verdict.Problem))]
    [TestCase("/data/ramdisk", "ext4", nameof(Verdict.Ok))]
    [TestCase("/share", "nfs4", nameof(Verdict.Problem))]
    [TestCase("/data/fast/1", "without barriers", nameof(Verdict.Problem))]
    [TestCase("/", "overlay", nameof(Verdict.Advice))]
    public void FileSystem_IsThatOfTheNearestMount(string folder, string found, string verdict)
    {
        Write("proc/self/mounts", """
            overlay / overlay rw 0 0
            /dev/sda1 /data ext4 rw,relatime 0 0
            tmpfs /data/ram tmpfs rw 0 0
            /dev/sdb1 /data/fast xfs rw,nobarrier 0 0
            server:/share /share nfs4 rw 0 0
            """);
        Finding finding = Disk(folder).Single(static f => f.Subject == "file system");
        Assert.That(finding.Verdict.ToString(), Is.EqualTo(verdict));
        Assert.That(finding.Found, Does.Contain(found));
    }

    [TestCase(2_000, nameof(Verdict.Problem))]
    [TestCase(80_000, nameof(Verdict.Ok))]
    [TestCase(5_000_000, nameof(Verdict.Advice))]
    public void Sync_IsSuspectWhenItIsFasterThanAnyMedium(long ns, string verdict)
    {
        Finding finding = Disk("/x", Enumerable.Repeat(ns, 200)).Single(static f => f.Subject == "sync");
        Assert.That(finding.Verdict.ToString(), Is.EqualTo(verdict));
    }

    [Test]
    public void Folder_ThatCannotBeWritten_IsAProblem()
    {
        Finding finding = Disk("/x", []).Single(static f => f.Subject == "sync");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Problem));
        Assert.That((finding.Found, finding.Remedy.Length > 0), Is.EqualTo(("nothing can be written in /x", true)));

        CommandResult result = CommandRun.Complete("hotpath doctor --data /proc/self");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Output, Does.Match(@"problem  sync +nothing can be written in /proc/"));
    }

    [TestCase("1", "core 0")]
    [TestCase("3", "cores 0-1")]
    [TestCase("9", "cores 0,3")]
    [TestCase("ffffffff,ffffff00", "cores 8-63")]
    [TestCase("00000001,00000000,80000002", "cores 1,31,64")]
    [TestCase("no mask", "cores that the kernel does not tell")]
    public void Interrupts_AreToldByTheirCores(string mask, string cores)
    {
        Write("proc/irq/default_smp_affinity", mask);
        Assert.That(Of("interrupts").Found, Is.EqualTo($"stay where they are, new ones go to {cores}"));
    }

    [TestCase(20_000, nameof(Verdict.Ok))]
    [TestCase(3_000_000, nameof(Verdict.Advice))]
    public void Pauses_AreToldByTheirLongest(long gapNs, string verdict)
    {
        Finding finding = new PauseCheck(() => (1_000_000_000, [15_000, gapNs])).Run().Single();
        Assert.That(finding.Verdict.ToString(), Is.EqualTo(verdict));
        Assert.That(finding.Found, Does.Contain($"{gapNs / 1000} us at once"));
    }

    [Test]
    public void Machine_ThatTellsNothing_IsToldWithoutAlarm()
    {
        Finding[] all = [.. Checks(cores: 2).SelectMany(static checks => checks.Run())];
        Assert.That(all.Where(static finding => finding.Verdict == Verdict.Problem), Is.Empty);
        Assert.That(all.Count(static finding => finding.Verdict == Verdict.Unknown), Is.GreaterThan(3));
    }

    [Test]
    public void Json_HasEveryFinding()
    {
        using var text = new StringWriter();
        DoctorCommand.Print([new Finding("swap", Verdict.Advice, "some", "swapoff -a")], isJson: true, text);
        using JsonDocument json = JsonDocument.Parse(text.ToString());
        Assert.That(json.RootElement[0].GetProperty("verdict").GetString(), Is.EqualTo("advice"));
        Assert.That(json.RootElement[0].GetProperty("remedy").GetString(), Is.EqualTo("swapoff -a"));
    }

    [Test]
    public void Command_TellsOfThisMachineAndLeavesNothingBehind()
    {
        CommandResult result = CommandRun.Complete($"hotpath doctor --data {_machine.Path}");
        Assert.That(result.ExitCode, Is.EqualTo(0).Or.EqualTo(2), result.Errors);
        foreach (string subject in new[] { "cores", "governor", "clock source", "file system", "sync", "pauses" })
        {
            Assert.That(result.Output, Does.Contain($" {subject} "));
        }

        Assert.That(Directory.GetFileSystemEntries(_machine.Path), Is.Empty);
        CommandResult wrong = CommandRun.Complete("hotpath doctor --data /no/such/folder");
        Assert.That(wrong.ExitCode, Is.EqualTo(3));
        Assert.That(wrong.Errors, Does.Contain("/no/such/folder").And.Contain("no such folder"));
    }

    private static IEnumerable<Finding> Disk(MachineFiles files, string folder, IEnumerable<long> syncsNs) =>
        new DiskChecks(files, folder, long.MaxValue, _ => [.. syncsNs]).Run();

    private IEnumerable<Finding> Disk(string folder, IEnumerable<long>? syncsNs = null) =>
        Disk(new MachineFiles(_machine.Path), folder, syncsNs ?? [100_000]);

    private IChecks[] Checks(int cores)
    {
        var files = new MachineFiles(_machine.Path);
        return [new CpuChecks(files, cores), new MemoryChecks(files), new KernelChecks(files)];
    }

    private Finding Of(string subject, int cores = 2) =>
        Checks(cores).SelectMany(static checks => checks.Run()).Single(finding => finding.Subject == subject);

    private void Write(string path, string text)
    {
        string full = _machine.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text + Environment.NewLine);
    }
}
