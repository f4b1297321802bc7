using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Daemon.Doctor;

/// <summary>What limits the control group of this process, or one that it lies in: each of them counts.</summary>
/// <param name="files">Files of the kernel.</param>
internal sealed class ControlGroup(MachineFiles files)
{
    private const string Root = "sys/fs/cgroup";
    private const string Unified = "";

    /// <summary>A file of version 2.</summary>
    /// <param name="file">Its name, such as <c>cpu.max</c>.</param>
    /// <returns>What each group says that has it, the innermost first.</returns>
    public IEnumerable<string> Texts(string file) =>
        Groups(Unified).Select(group => files.Text($"{Root}{group}/{file}")).OfType<string>();

    /// <summary>A file of version 1, which holds a number.</summary>
    /// <param name="controller">Such as <c>cpu</c>.</param>
    /// <param name="file">Its name, such as <c>cpu.cfs_quota_us</c>.</param>
    /// <returns>What each group says that has it, the innermost first.</returns>
    public IEnumerable<long> Numbers(string controller, string file) =>
        Groups(controller).Select(group => files.Number($"{Root}/{controller}{group}/{file}")).OfType<long>();

    // Lines are such as 0::/a/b (version 2) and 4:cpu,cpuacct:/a/b; in a container the path may be one of the host.
    private IEnumerable<string> Groups(string controller)
    {
        string path = files.Lines("proc/self/cgroup")
            .Select(static line => line.Split(':', 3))
            .Where(fields => fields.Length == 3 && fields[1].Split(',').Contains(controller))
            .Select(static fields => fields[2].TrimEnd('/'))
            .FirstOrDefault(string.Empty);
        while (path.LastIndexOf('/') is >= 0 and int slash)
        {
            yield return path;
            path = path[..slash];
        }

        yield return string.Empty;
    }
}
