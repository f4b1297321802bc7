using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Shards;

/// <summary>
/// Rows of a tenant that has a firing pending, kept for the statement that fires until the firing has been worked off,
/// so that nobody else waits for it. A statement and tenant get their rows in the order of the log, as ever.
/// </summary>
/// <remarks>
/// What is held is in no checkpoint: a mark that is passed meanwhile does not become one. Threading:
/// single-threaded; owned by one shard. Allocates only for more lines, and beyond 256 KiB for more bytes, than ever
/// before.
/// </remarks>
internal sealed class HeldRows : IDisposable
{
    private const int LinesMax = 64;

    private readonly List<HeldLine> _lines = new(LinesMax);
    private readonly Stack<HeldLine> _unused = new(LinesMax);
    private readonly SizeClassArena _arena;
    private readonly long _bytesMax;

    /// <summary>Holds nothing.</summary>
    /// <param name="heap">Where rows lie.</param>
    /// <param name="bytesMax">What they may take. Unit: bytes.</param>
    public HeldRows(NativeHeap heap, long bytesMax)
    {
        _arena = new SizeClassArena(heap);
        _bytesMax = bytesMax;
        if (bytesMax > 0)
        {
            // The first line and chunk are there before a firing is first met, which may be at full load.
            _arena.Give(_arena.Take(1), 1);
            _unused.Push(new HeldLine());
        }
    }

    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Whether any row may be kept.</summary>
    public bool CanHold => _bytesMax > 0;

    /// <summary>All lines, in no order.</summary>
    public List<HeldLine> Lines => _lines;

    /// <summary>The line with the oldest row, if there is one.</summary>
    public HeldLine? Oldest
    {
        get
        {
            HeldLine? oldest = null;
            foreach (HeldLine line in _lines)
            {
                oldest = oldest is null || line.FirstPosition < oldest.FirstPosition ? line : oldest;
            }

            return oldest;
        }
    }

    /// <summary>Position of the oldest row; <see cref="long.MaxValue"/> for none. Unit: bytes.</summary>
    public long FirstPosition => Oldest?.FirstPosition ?? long.MaxValue;

    /// <summary>The line of a statement and tenant, if rows wait for them.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="scope">Tenant, or 0 for a global statement.</param>
    public HeldLine? LineOf(StatementState statement, int scope)
    {
        foreach (HeldLine line in _lines)
        {
            if (line.Scope == scope && ReferenceEquals(line.Related, statement.Related))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>Any line of the stages that a statement is one of.</summary>
    /// <param name="statement">The statement.</param>
    public HeldLine? LineOf(StatementState statement) =>
        _lines.Find(line => ReferenceEquals(line.Related, statement.Related));

    /// <summary>Any line with a row of a kind: looks at all rows.</summary>
    /// <param name="isWanted">Tells whether a row is of the kind.</param>
    public HeldLine? LineWith(Predicate<HeldRow> isWanted)
    {
        foreach (HeldLine line in _lines)
        {
            for (nint row = line.First; row != 0; row = Raw.Ref<HeldRow>(row).Next)
            {
                if (isWanted(Raw.Ref<HeldRow>(row)))
                {
                    return line;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps a copy of a row.</summary>
    /// <param name="statement">Who is to get it.</param>
    /// <param name="index">Which of the table's statements that is.</param>
    /// <param name="line">Where it waits; <see langword="null"/> for a new line.</param>
    /// <param name="frame">Frame of the row.</param>
    /// <returns><see langword="false"/> when there is no room.</returns>
    public bool TryAdd(StatementState statement, int index, HeldLine? line, in EventFrame frame)
    {
        int lengthBytes = Raw.SizeOf<HeldRow>() + frame.PayloadBytes;
        if (_arena.LiveBytes + SizeClassArena.CapacityOf(lengthBytes) > _bytesMax
            || (line is null && _lines.Count == LinesMax))
        {
            return false;
        }

        nint row = _arena.Take(lengthBytes);
        Raw.Ref<HeldRow>(row) = new HeldRow
        {
            Position = frame.Position,
            SourceOffset = frame.SourceOffset,
            IngestTimeMs = frame.IngestTimeMs,
            Statement = index,
            Tenant = frame.Tenant,
            Table = frame.Table,
            Source = frame.Source,
            Partition = frame.Partition,
            PayloadBytes = frame.PayloadBytes,
        };
        Raw.Copy(frame.Payload, row + Raw.SizeOf<HeldRow>(), frame.PayloadBytes);
        Append(line ?? NewLine(statement, statement.ScopeOf(frame.Tenant)), row);
        return true;
    }

    /// <summary>The oldest row of a line; valid until it is removed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="index">Which of the table's statements it is for.</param>
    public static EventFrame First(HeldLine line, out int index)
    {
        ref HeldRow row = ref Raw.Ref<HeldRow>(line.First);
        index = row.Statement;
        return new EventFrame
        {
            Position = row.Position,
            Tenant = row.Tenant,
            Table = row.Table,
            Source = row.Source,
            Partition = row.Partition,
            SourceOffset = row.SourceOffset,
            IngestTimeMs = row.IngestTimeMs,
            Payload = line.First + Raw.SizeOf<HeldRow>(),
            PayloadBytes = row.PayloadBytes,
        };
    }

    /// <summary>The oldest row of a line has been taken; a line without rows is none any more.</summary>
    /// <param name="line">The line.</param>
    public void RemoveFirst(HeldLine line)
    {
        nint row = line.First;
        line.First = Raw.Ref<HeldRow>(row).Next;
        _arena.Give(row, Raw.SizeOf<HeldRow>() + Raw.Ref<HeldRow>(row).PayloadBytes);
        if (line.First != 0)
        {
            line.FirstPosition = Raw.Ref<HeldRow>(line.First).Position;
            return;
        }

        _lines.Remove(line);
        _unused.Push(line);
    }

    /// <summary>Lowers frontiers to what held rows allow.</summary>
    /// <param name="frontiers">By sink, dead letters last.</param>
    public void LowerFrontiers(Span<OutputFrontier> frontiers)
    {
        foreach (HeldLine line in _lines)
        {
            OutputFrontier before = OutputFrontier.Before(line.FirstPosition);
            foreach (StatementState stage in line.Related)
            {
                foreach (FiringTarget target in stage.Targets)
                {
                    frontiers[target.Sink] = frontiers[target.Sink].Min(before);
                }
            }

            frontiers[^1] = frontiers[^1].Min(before);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private HeldLine NewLine(StatementState statement, int scope)
    {
        HeldLine line = _unused.TryPop(out HeldLine? unused) ? unused : new HeldLine();
        line.Related = statement.Related;
        line.Scope = scope;
        _lines.Add(line);
        return line;
    }

    private static void Append(HeldLine line, nint row)
    {
        if (line.First == 0)
        {
            line.First = row;
            line.FirstPosition = Raw.Ref<HeldRow>(row).Position;
        }
        else
        {
            Raw.Ref<HeldRow>(line.Last).Next = row;
        }

        line.Last = row;
    }
}
