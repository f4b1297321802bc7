using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>
/// The decision that a row, or a window's result, is not evaluated by a statement, as a command frame. The frame of the
/// row, or the one that fires the window, stands before it in the log: whoever reads the log from a place before that
/// frame must know all decisions behind it first.
/// </summary>
/// <remarks>
/// <code>
/// payload  0        4          8          16         24       28         32       40
///          +--------+----------+----------+----------+
///          | kind 1 | reserved | position | operator |
///          +--------+----------+----------+----------+--------+----------+--------+
///          | kind 2 | reserved | position | operator | tenant | reserved | number |
///          +--------+----------+----------+----------+--------+----------+--------+
/// </code>
/// </remarks>
/// <param name="Position">Position of that frame. Unit: bytes.</param>
/// <param name="OperatorId">Operator id of the statement; of a row 0 for every statement.</param>
/// <param name="Tenant">Of a result: tenant of the window, 0 for global.</param>
/// <param name="Number">Of a result: its number among those that the frame fires for the tenant; -1 for a row.</param>
public readonly record struct QuarantineCommand(long Position, ulong OperatorId, int Tenant = 0, long Number = -1)
{
    /// <summary>Length of the longest frame. Unit: bytes.</summary>
    public const int FrameBytesMax = FrameDescriptor.HeaderBytes + ResultBytes;

    private const int RowKind = 1;
    private const int ResultKind = 2;
    private const int PositionOffset = 8;
    private const int OperatorOffset = 16;
    private const int TenantOffset = 24;
    private const int NumberOffset = 32;
    private const int RowBytes = 24;
    private const int ResultBytes = 40;

    /// <summary>Whether it is about a result.</summary>
    public bool IsResult => Number >= 0;

    /// <summary>Reads a decision.</summary>
    /// <param name="frame">Any frame.</param>
    /// <param name="command">Valid only when the result is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for a frame that says something else.</returns>
    public static bool TryRead(FrameFlyweight frame, out QuarantineCommand command)
    {
        command = default;
        int kind = frame.Type == FrameType.Command && frame.PayloadBytes >= RowBytes ? Raw.Read<int>(frame.Payload) : 0;
        bool isRow = kind == RowKind && frame.PayloadBytes == RowBytes;
        bool isResult = kind == ResultKind && frame.PayloadBytes == ResultBytes;
        if (!isRow && !isResult)
        {
            return false;
        }

        var row = new QuarantineCommand(
            Raw.Read<long>(frame.Payload + PositionOffset), Raw.Read<ulong>(frame.Payload + OperatorOffset));
        command = isRow
            ? row
            : row with
            {
                Tenant = Raw.Read<int>(frame.Payload + TenantOffset),
                Number = Raw.Read<long>(frame.Payload + NumberOffset),
            };
        return true;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="address"><see cref="FrameBytesMax"/> with padding are there.</param>
    /// <param name="position">Position of the frame itself. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of the frame before. Unit: ms since the Unix epoch.</param>
    public void WriteTo(nint address, long position, long ingestTimeMs)
    {
        var header = new FrameHeader
        {
            Type = FrameType.Command,
            Position = position,
            PayloadBytes = IsResult ? ResultBytes : RowBytes,
            IngestTimeMs = ingestTimeMs,
        };
        nint payload = header.WriteTo(address);
        Raw.Write(payload, (long)(IsResult ? ResultKind : RowKind));
        Raw.Write(payload + PositionOffset, Position);
        Raw.Write(payload + OperatorOffset, OperatorId);
        if (IsResult)
        {
            Raw.Write(payload + TenantOffset, (long)Tenant);
            Raw.Write(payload + NumberOffset, Number);
        }
    }
}
