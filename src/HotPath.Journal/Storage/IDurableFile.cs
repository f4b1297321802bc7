using System;

namespace HotPath.Journal.Storage;

/// <summary>A file of an <see cref="IDurableStorage"/>, read and written at offsets.</summary>
/// <remarks>
/// Threading: single-threaded, but for one <see cref="Sync"/> at a time beside reads and writes: of what is written
/// meanwhile, any part may be in it. After a failed <see cref="Sync"/> the file is poisoned: every later write or sync
/// throws HP2006 again and never reaches the device, because a second sync would succeed over what the first one lost.
/// </remarks>
public interface IDurableFile : IDisposable
{
    /// <summary>Path, for messages.</summary>
    string Name { get; }

    /// <summary>Length now. Unit: bytes.</summary>
    long LengthBytes { get; }

    /// <summary>Reads bytes at an offset.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="offsetBytes">Where from. Unit: bytes.</param>
    /// <returns>How many; fewer than asked for only at the end of the file. Unit: bytes.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the device cannot read them.</exception>
    int Read(Span<byte> target, long offsetBytes);

    /// <summary>Writes all bytes at an offset, growing the file as needed.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="offsetBytes">Where. Unit: bytes.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2007: no space, HP2002: another failure; any part may
    /// have been written and the same write may be tried again. HP2006: an earlier sync failed.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offsetBytes);

    /// <summary>Tells that a sync will be asked for, but more is written first: the device may begin meanwhile.
    /// </summary>
    /// <param name="offsetBytes">Where the bytes written start. Unit: bytes.</param>
    /// <param name="lengthBytes">How many there are. Unit: bytes.</param>
    void StartWriteBack(long offsetBytes, long lengthBytes);

    /// <summary>Makes everything written so far durable.</summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2006: it failed, now or before; the process must stop.
    /// </exception>
    void Sync();
}
