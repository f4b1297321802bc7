using System;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Daemon.Commands;

/// <summary>Checks positions that a user gives against the frames of a journal.</summary>
internal sealed class JournalPositions
{
    private readonly IDurableStorage _storage;
    private readonly NativeHeap _heap;
    private readonly string _directory;
    private readonly JournalCatalog _catalog;

    /// <summary>Positions of a journal.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="heap">Where memory for a segment comes from.</param>
    /// <param name="directory">Directory of the segments.</param>
    /// <param name="catalog">The journal as it was found.</param>
    public JournalPositions(IDurableStorage storage, NativeHeap heap, string directory, JournalCatalog catalog)
    {
        _storage = storage;
        _heap = heap;
        _directory = directory;
        _catalog = catalog;
    }

    /// <summary>Refuses a position at which no frame starts.</summary>
    /// <param name="name">What the position is, for the message.</param>
    /// <param name="position">Not before the first frame kept. Unit: bytes.</param>
    /// <returns>Where its frame ends. Unit: bytes.</returns>
    /// <exception cref="HotPathException">HP1001: names the frames around it, or the end. HP2008: damaged.</exception>
    public long Check(string name, long position)
    {
        if (position >= _catalog.EndPosition)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{name} {position}: the journal ends at position {_catalog.EndPosition}; give a position before that");
        }

        long segment = _catalog.Segments.Last(candidate => candidate.FirstPosition <= position).FirstPosition;
        using var reader = new JournalReader(
            _storage, _heap, _directory, segment, Math.Max(0, _catalog.DurablePosition));
        long before = segment;
        while (reader.TryRead(out FrameFlyweight frame) && frame.Position <= position)
        {
            before = frame.Position;
            long next = before + frame.AlignedBytes;
            if (position < next)
            {
                CheckStart(name, position, before, next);
                return next;
            }
        }

        return _catalog.EndPosition;
    }

    private static void CheckStart(string name, long position, long before, long next)
    {
        if (position != before)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"{name} {position}: no frame starts there; those around it start at {before} and {next} (hotpath "
                + "journal dump lists them)");
        }
    }
}
