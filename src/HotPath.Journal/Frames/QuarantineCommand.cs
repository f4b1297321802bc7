using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>
/// The decision that a row is not evaluated by a statement, as a command frame. The row's own frame stands before it in
/// the log: whoever reads the log from a place before that row must know all decisions behind it first.
/// </summary>
/// <remarks>
/// <code>
/// payload  0        4          8          16
///          +--------+----------+----------+----------+
///          | kind 1 | reserved | position | operator |
///          +--------+----------+----------+----------+
/// </code>
/// </remarks>
/// <param name="Position">Position of the row's frame. Unit: bytes.</param>
/// <param name="OperatorId">Operator id of the statement; 0 for every statement.</param>
public readonly record struct QuarantineCommand(long Position, ulong OperatorId)
{
    /// <summary>Length of the frame. Unit: bytes.</summary>
    public const int FrameBytes = FrameDescriptor.HeaderBytes + PayloadBytes;

    private const int PayloadBytes = 24;
    private const int Kind = 1;
    private const int PositionOffset = 8;
    private const int OperatorOffset = 16;

    /// <summary>Reads a decision.</summary>
    /// <param name="frame">Any frame.</param>
    /// <param name="command">Valid only when the result is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for a frame that says something else.</returns>
    public static bool TryRead(FrameFlyweight frame, out QuarantineCommand command)
    {
        bool isOne = frame.Type == FrameType.Command
            && frame.PayloadBytes == PayloadBytes
            && Raw.Read<int>(frame.Payload) == Kind;
        command = isOne
            ? new QuarantineCommand(
                Raw.Read<long>(frame.Payload + PositionOffset), Raw.Read<ulong>(frame.Payload + OperatorOffset))
            : default;
        return isOne;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="address"><see cref="FrameBytes"/> with padding are there.</param>
    /// <param name="position">Position of the frame itself. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of the frame before. Unit: ms since the Unix epoch.</param>
    public void WriteTo(nint address, long position, long ingestTimeMs)
    {
        var header = new FrameHeader
        {
            Type = FrameType.Command,
            Position = position,
            PayloadBytes = PayloadBytes,
            IngestTimeMs = ingestTimeMs,
        };
        nint payload = header.WriteTo(address);
        Raw.Write(payload, (long)Kind);
        Raw.Write(payload + PositionOffset, Position);
        Raw.Write(payload + OperatorOffset, OperatorId);
    }
}
