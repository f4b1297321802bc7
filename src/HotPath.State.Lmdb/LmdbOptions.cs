using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;

namespace HotPath.State.Lmdb;

/// <summary>Limits of a state directory.</summary>
public sealed record LmdbOptions
{
    private const long MapBytesMin = 1 << 20;

    /// <summary>Address space mapped at first; doubled as needed. Unit: bytes. Range: 1 MiB to
    /// <see cref="MapBytesMax"/>. Default: 1 GiB.</summary>
    public long MapBytes { get; init; } = 1L << 30;

    /// <summary>Largest map, and so the largest file; it bounds what a reader that holds on to an old state can make
    /// the file grow to. Unit: bytes. Default: 256 GiB.</summary>
    public long MapBytesMax { get; init; } = 256L << 30;

    /// <summary>Readers at one time, of all processes, rounded up to fill a page. Unit: readers. Range: 1 to 10,000.
    /// Default: 126.</summary>
    public int ReadersMax { get; init; } = 126;

    /// <summary>Kept snapshots beyond which the oldest goes. Unit: snapshots. Range: 1 to 1,000. Default: 3.</summary>
    public int SnapshotsKept { get; init; } = 3;

    /// <summary>How long a reader of another process may hold on to one state before it has to refresh. Unit: ms.
    /// Range: 1 to 86,400,000. Default: 60,000.</summary>
    public int ReaderAgeMsMax { get; init; } = 60_000;

    /// <summary>Bits of the hash of a long key that count; fewer make collisions, for tests. Unit: bits.</summary>
    internal int LongKeyHashBits { get; init; } = 64;

    /// <summary>Checks every limit.</summary>
    /// <exception cref="HotPathException">HP1001: names all that are out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        Add(problems, nameof(MapBytesMax), MapBytesMax, MapBytesMin, 1L << 46);
        Add(problems, nameof(MapBytes), MapBytes, MapBytesMin, Math.Max(MapBytesMin, MapBytesMax));
        Add(problems, nameof(ReadersMax), ReadersMax, 1, 10_000);
        Add(problems, nameof(SnapshotsKept), SnapshotsKept, 1, 1_000);
        Add(problems, nameof(ReaderAgeMsMax), ReaderAgeMsMax, 1, 86_400_000);
        if (problems.Count > 0)
        {
            throw new HotPathException(ErrorCode.ConfigurationInvalid, string.Join("; ", problems));
        }
    }

    private static void Add(List<string> problems, string name, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            problems.Add($"{name} {value}: must be from {min} to {max}");
        }
    }
}
