using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Daemon.Reports;

namespace HotPath.Daemon.Doctor;

/// <summary>Whether a folder keeps what is synced, has room, and how long a sync takes.</summary>
/// <param name="files">Files of the kernel.</param>
/// <param name="folder">The folder: that of <c>--data</c>.</param>
/// <param name="freeBytes">Free space there. Unit: bytes.</param>
/// <param name="measureSyncs">Writes 4 KiB and syncs, some hundred times. Unit of each: ns.</param>
internal sealed class DiskChecks(
    MachineFiles files, string folder, long freeBytes, Func<string, IReadOnlyList<long>> measureSyncs) : IChecks
{
    private const long FreeMinBytes = 4L << 30;
    private const double MicrosecondNs = 1_000;
    private const double SyncMinUs = 15;
    private const double SyncMaxUs = 2_000;

    private static readonly string[] Volatile = ["tmpfs", "ramfs"];
    private static readonly string[] Remote = ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"];
    private static readonly string[] Copying = ["overlay", "btrfs", "zfs"];

    /// <inheritdoc/>
    public IEnumerable<Finding> Run()
    {
        yield return FileSystem();
        yield return Finding.Advise(
            "free space",
            freeBytes >= FreeMinBytes,
            Quantity.Bytes(freeBytes),
            "a full disk stops the intake: the journal keeps 1 GiB behind its oldest snapshot, and each snapshot is a "
            + "copy of the state");
        yield return Syncs();
    }

    private Finding FileSystem()
    {
        const string Subject = "file system";
        (string Point, string Kind, string Options) mount = Mounts()
            .Where(m => IsBelow(m.Point))
            .OrderByDescending(static m => m.Point.Length)
            .FirstOrDefault();
        if (mount.Kind is null)
        {
            return Finding.Unknown(Subject, "the kernel does not say what is mounted");
        }

        string found = $"{mount.Kind} at {mount.Point}";
        if (Volatile.Contains(mount.Kind))
        {
            return new Finding(
                Subject, Verdict.Problem, found, "what lies there is gone after a power cut: put --data on a disk");
        }

        if (Remote.Contains(mount.Kind))
        {
            return new Finding(
                Subject,
                Verdict.Problem,
                found,
                "locks and syncs of a network file system are not what LMDB and the journal need: use a local disk");
        }

        return mount.Options.Split(',').Any(static option => option is "nobarrier" or "barrier=0")
            ? new Finding(
                Subject,
                Verdict.Problem,
                $"{found}, without barriers",
                "a sync does not reach the medium: mount with barriers, unless the cache has a battery")
            : Finding.Advise(
                Subject,
                !Copying.Contains(mount.Kind),
                found,
                "ext4 or xfs on a disk of its own syncs a journal faster than a file system that copies on write");
    }

    private Finding Syncs()
    {
        const string Subject = "sync";
        long[] sortedNs = [.. measureSyncs(folder).Order()];
        if (sortedNs.Length == 0)
        {
            return new Finding(
                Subject,
                Verdict.Problem,
                $"nothing can be written in {folder}",
                "a run with --data there does not start: give its user the right to write, mount it for writing, make "
                + "room, or name another folder");
        }

        double medianUs = sortedNs[sortedNs.Length / 2] / MicrosecondNs;
        double slowUs = sortedNs[sortedNs.Length * 99 / 100] / MicrosecondNs;
        string found = FormattableString.Invariant(
            $"4 KiB and fdatasync take {medianUs:F0} us, one in 100 over {slowUs:F0} us");
        return medianUs < SyncMinUs
            ? new Finding(
                Subject,
                Verdict.Problem,
                found,
                "no medium is that fast: something on the way answers without writing (a cache without a battery, a "
                + "hypervisor that ignores flushes, a file system in memory)")
            : Finding.Advise(
                Subject,
                medianUs <= SyncMaxUs,
                found,
                "outputs wait for it: a disk with power-loss protection syncs in 10 to 100 us; or --commit async, which"
                + " may lose what was acknowledged last");
    }

    // Escapes such as \040 stand for blanks in names; a folder with one is then told as of the mount above it.
    private IEnumerable<(string Point, string Kind, string Options)> Mounts() =>
        files.Lines("proc/self/mounts")
            .Select(static line => line.Split(' '))
            .Where(static fields => fields.Length > 3)
            .Select(static fields => (fields[1], fields[2], fields[3]));

    private bool IsBelow(string point) =>
        point == "/" || folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal);
}
