using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Poison;

/// <summary>
/// The notes of all shards in a mapped file: what was stored there outlives the process, without a system call a row.
/// Opening it takes the notes of the last life out, and keeps them as suspects for one more.
/// </summary>
/// <remarks>
/// <code>
/// byte 0                                8192                        12288
///      +-- note of shard 0 to 63, each --+-- count, then suspects, each --+
///      |   EvaluationNote                |   position, operator, tenant,  |
///      |                                 |   number                       |
///      +---------------------------------+--------------------------------+
/// </code>
/// A file of another length is written anew, with real zeros, so that a later store needs no space. Nothing rests on
/// it: after a power cut it may hold anything, and the worst is a trial that finds nothing.
/// </remarks>
internal sealed class EvaluationNoteFile : IDisposable
{
    private const int ShardsMax = 64;
    private const int SuspectsOffset = ShardsMax * EvaluationNote.LengthBytes;
    private const int SuspectBytes = 32;
    private const int OperatorOffset = 8;
    private const int TenantOffset = 16;
    private const int NumberOffset = 24;
    private const int FileBytes = SuspectsOffset + 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private EvaluationNoteFile(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, FileBytes);
        Address = _view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    /// <summary>Where the notes are, <see cref="EvaluationNote.LengthBytes"/> apart.</summary>
    public nint Address { get; }

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2002, HP2007: it cannot be written.</exception>
    public static EvaluationNoteFile Open(string path)
    {
        IDurableStorage storage = default(DiskDurableStorage);
        if (!File.Exists(path) || new FileInfo(path).Length != FileBytes)
        {
            using IDurableFile zeros = storage.CreateFile(path);
            zeros.Write(new byte[FileBytes], 0);
            zeros.Sync();
        }

        try
        {
            return new EvaluationNoteFile(
                MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, FileBytes));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(ErrorCode.OutputUnwritable, $"{path}: {error.Message}", error);
        }
    }

    /// <summary>What the shards were evaluating when the last life ended.</summary>
    /// <returns>None after an orderly end.</returns>
    public IReadOnlyList<QuarantineCommand> ReadDeaths() =>
    [
        .. Enumerable.Range(0, ShardsMax)
            .Select(shard => new EvaluationNote(Address + (shard * EvaluationNote.LengthBytes)))
            .Where(note => note.IsInside)
            .Select(note => note.IsResult
                ? new QuarantineCommand(note.Position, note.OperatorId, note.Tenant, note.Number)
                : new QuarantineCommand(note.Position, note.OperatorId)),
    ];

    /// <summary>What the shards of the life before that were evaluating.</summary>
    /// <returns>The suspects.</returns>
    public IReadOnlyList<QuarantineCommand> ReadSuspects()
    {
        nint at = Address + SuspectsOffset;
        long count = Raw.Read<long>(at);
        return count is < 0 or > ShardsMax
            ? []
            : [
                .. Enumerable.Range(0, (int)count).Select(i => at + sizeof(long) + (i * SuspectBytes)).Select(
                    suspect => new QuarantineCommand(
                        Raw.Read<long>(suspect),
                        Raw.Read<ulong>(suspect + OperatorOffset),
                        Raw.Read<int>(suspect + TenantOffset),
                        Raw.Read<long>(suspect + NumberOffset))),
            ];
    }

    /// <summary>A new life begins: no shard is inside anything.</summary>
    /// <param name="suspects">What the next life is to know of this one's predecessor.</param>
    public void Begin(IReadOnlyList<QuarantineCommand> suspects)
    {
        nint at = Address + SuspectsOffset;
        Raw.Write(at, (long)suspects.Count);
        for (int i = 0; i < suspects.Count; i++)
        {
            nint suspect = at + sizeof(long) + (i * SuspectBytes);
            Raw.Write(suspect, suspects[i].Position);
            Raw.Write(suspect + OperatorOffset, suspects[i].OperatorId);
            Raw.Write(suspect + TenantOffset, suspects[i].Tenant);
            Raw.Write(suspect + NumberOffset, suspects[i].Number);
        }

        Raw.Clear(Address, SuspectsOffset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
