using System.Collections.Generic;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>One system call of a run that changes or syncs a file.</summary>
/// <param name="Name">Name of the system call.</param>
/// <param name="Paths">Full path of the file or folder; then others whose calls are counted along, where only so no other
/// thread comes to that number.</param>
/// <param name="Number">The how-manieth call of that name on those paths, by one thread, from 1.</param>
internal sealed record StorageCall(string Name, IReadOnlyList<string> Paths, int Number)
{
    /// <summary>True for what puts data on the device.</summary>
    public bool IsSync => Name is "fdatasync" or "fsync";

    public override string ToString() => $"{Name} {Number} on {Paths[0]}";
}
