using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Text;

namespace HotPath.Daemon.Commands;

/// <summary>SET options that say how a data directory is kept. None changes a result.</summary>
internal sealed record DurableSettings
{
    private const string SegmentKey = "hotpath.journal.segment-bytes";
    private const string SnapshotKey = "hotpath.snapshot-interval-bytes";
    private const int SegmentBytesMin = 2 * 1024 * 1024;
    private const int SegmentBytesMax = 1024 * 1024 * 1024;
    private const int SegmentStepBytes = 512;
    private const long SnapshotBytesMin = 1024 * 1024;
    private const int SparesLimit = 64;

    /// <summary>Length of a segment of the journal. Unit: bytes. Default: 64 MiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Log from one kept snapshot to the next. Unit: bytes. Default: 1 GiB.</summary>
    public long SnapshotIntervalBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Segments that are given up when a snapshot takes the place of the oldest: all are used again, unless
    /// a full disk asks for their space. A snapshot waits for the checkpoint after it is due, so they are more than an
    /// interval's; half as many again. Unit: files.</summary>
    public int SparesMax => (int)Math.Clamp((SnapshotIntervalBytes / SegmentBytes * 3 / 2) + 1, 1, SparesLimit);

    /// <summary>Reads the settings of a plan.</summary>
    /// <param name="settings">Its SET options.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="HotPathException">HP1001: a value is invalid.</exception>
    public static DurableSettings Of(IReadOnlyDictionary<string, string> settings)
    {
        var defaults = new DurableSettings();
        long segmentBytes = Read(settings, SegmentKey, SegmentBytesMin, SegmentBytesMax, defaults.SegmentBytes);
        return segmentBytes % SegmentStepBytes == 0
            ? new DurableSettings
            {
                SegmentBytes = (int)segmentBytes,
                SnapshotIntervalBytes =
                    Read(settings, SnapshotKey, SnapshotBytesMin, long.MaxValue, defaults.SnapshotIntervalBytes),
            }
            : throw Invalid(SegmentKey, settings[SegmentKey], $"a multiple of {SegmentStepBytes} bytes");
    }

    private static long Read(
        IReadOnlyDictionary<string, string> settings, string key, long least, long most, long otherwise)
    {
        if (!settings.TryGetValue(key, out string? text))
        {
            return otherwise;
        }

        return ByteSize.TryRead(text, out long value) && value >= least && value <= most
            ? value
            : throw Invalid(
                key, text, $"a size like '64 mb', or a whole number of bytes, from {least} to {most} bytes");
    }

    private static HotPathException Invalid(string key, string text, string wanted) =>
        new(ErrorCode.ConfigurationInvalid, $"SET '{key}' = '{text}': give {wanted}");
}
