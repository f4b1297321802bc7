using System;
using HotPath.Foundation.Errors;

namespace HotPath.Journal.Segments;

/// <summary>How a journal is kept.</summary>
public sealed record JournalOptions
{
    /// <summary>Directory of the segments; created when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Node whose journal it is, random, given once. <see cref="Guid.Empty"/> takes that of the journal there.
    /// </summary>
    public required Guid NodeId { get; init; }

    /// <summary>Length of a segment. Range: <see cref="BatchBytesMax"/> + 1 KiB to 1 GiB, a multiple of 512. Default:
    /// 64 MiB. Unit: bytes.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Frames of a batch beyond which it is written without being asked, small enough that the system still finds them
    /// in the core's cache. Range: 64 to 256 MiB. Default: 256 KiB. Unit: bytes.
    /// </summary>
    public int BatchBytesMax { get; init; } = 256 * 1024;

    /// <summary>Files kept for use as segments: as many as are given up at once save as many from being made anew,
    /// which writes each byte twice. Range: 1 to 64. Default: 4. Unit: files.</summary>
    public int SparesMax { get; init; } = 4;

    /// <summary>Checks every value.</summary>
    /// <exception cref="HotPathException">HP1001: one is out of its range.</exception>
    public void Validate()
    {
        Check(nameof(BatchBytesMax), BatchBytesMax, 64, 256 * 1024 * 1024);
        Check(nameof(SegmentBytes), SegmentBytes, BatchBytesMax + 1024, 1024 * 1024 * 1024);
        Check(nameof(SparesMax), SparesMax, 1, 64);
        if (SegmentBytes % 512 != 0)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"journal {nameof(SegmentBytes)} {SegmentBytes}: give a multiple of 512");
        }
    }

    private static void Check(string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"journal {name} {value}: give a whole number from {min} to {max}");
        }
    }
}
