namespace HotPath.State.Lmdb.Snapshots;

/// <summary>A kept copy of the state.</summary>
/// <param name="Position">Position of the log that it is as of.</param>
/// <param name="Folder">Directory of its environment.</param>
/// <param name="FileBytes">Size of its file. Unit: bytes.</param>
public sealed record StateSnapshot(long Position, string Folder, long FileBytes);
