namespace HotPath.Daemon.Tests.Crashes;

/// <summary>One system call of a run that changes or syncs a file.</summary>
/// <param name="Name">Name of the system call.</param>
/// <param name="Path">Full path of the file or folder.</param>
/// <param name="Number">The how-manieth call of that name on that path, by one thread, from 1.</param>
internal sealed record StorageCall(string Name, string Path, int Number)
{
    /// <summary>True for the zeros that a new segment is filled with: hundreds of calls that are all alike.</summary>
    public bool IsZeroing => Name == "pwrite64" && Path.Contains("/journal/spare-", System.StringComparison.Ordinal);

    /// <summary>True for what puts data on the device.</summary>
    public bool IsSync => Name is "fdatasync" or "fsync";

    public override string ToString() => $"{Name} {Number} on {Path}";
}
