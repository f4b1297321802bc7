using System;
using System.IO;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files;

/// <summary>
/// What the connectors take from the command line and the session rather than from a table's WITH options.
/// </summary>
/// <remarks>The streams belong to the caller: sinks flush them and leave them open.</remarks>
public sealed record FileConnectorOptions
{
    /// <summary>Form of the rows of bare SELECTs. Default: table.</summary>
    public OutputFormat Output { get; init; } = OutputFormat.Table;

    /// <summary>Where SELECT and print rows go. Default: nowhere.</summary>
    public Stream StandardOutput { get; init; } = Stream.Null;

    /// <summary>
    /// Called with the file of each sink as it is opened, which is then compared with what the sink gives and not
    /// written: what a replay does. Default: <see langword="null"/>, files are written.
    /// </summary>
    public Action<ComparedFileStream>? OnComparison { get; init; }

    /// <summary>Where print sinks with 'standard-error' write. Default: nowhere.</summary>
    public Stream StandardError { get; init; } = Stream.Null;

    /// <summary>What the path <c>-</c> reads. Default: empty.</summary>
    public Stream StandardInput { get; init; } = Stream.Null;

    /// <summary>Folder that relative paths start from. Default: the process's own.</summary>
    public string WorkingDirectory { get; init; } = ".";

    /// <summary>Zone in which SELECT output shows TIMESTAMP_LTZ. Default: UTC.</summary>
    public ZoneRules SessionZone { get; init; } = ZoneRules.Utc;

    /// <summary>
    /// Seed of every datagen table that names none; each column draws from a sequence of its own. Default: 0, and for
    /// events that of the generator.
    /// </summary>
    public ulong? DatagenSeed { get; init; }

    /// <summary>
    /// Records after which each source ends, rejected ones included. Unit: records. Default: no limit.
    /// </summary>
    public long? StopAfterRecords { get; init; }

    /// <summary>
    /// Longest record of a line format; a longer one is rejected. Unit: bytes. Range: 16 to 256 MiB. Default: 1 MiB.
    /// </summary>
    public int RecordBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Bytes asked of an input at a time. Unit: bytes. Range: 1 to 16 MiB. Default: 256 KiB.</summary>
    public int ChunkBytes { get; init; } = 256 * 1024;
}
