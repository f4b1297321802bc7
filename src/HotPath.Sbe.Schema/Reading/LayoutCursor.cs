using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Lays members one after the other. Offsets that a schema gives may leave gaps but never go back.</summary>
internal sealed class LayoutCursor(ReadSession session)
{
    private int _positionBytes;

    /// <summary>End of the last member that takes room. Unit: bytes.</summary>
    public int EndBytes { get; private set; }

    /// <summary>Whether a member has no place, or not the one it asks for: what follows may lie elsewhere.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>Passes over a member whose type is not known.</summary>
    public void Skip() => IsUncertain = true;

    /// <summary>Gives a member its place.</summary>
    /// <param name="node">The member; its <c>offset</c> counts.</param>
    /// <param name="sizeBytes">Its room; 0 for a constant, whose offset moves the position all the same.</param>
    /// <returns>Place of its first octet. Unit: bytes.</returns>
    public int Place(XmlNode node, int sizeBytes)
    {
        int? given = session.Number(node, "offset");
        if (given < _positionBytes)
        {
            IsUncertain = true;
            session.Sink.Error(
                SchemaRule.OffsetOverlap, node.PlaceOf("offset"),
                $"offset=\"{given}\" of {node} lies before {_positionBytes}, the end of what precedes it",
                $"use {_positionBytes} or more, or leave the offset out");
        }

        int offsetBytes = given > _positionBytes ? given.Value : _positionBytes;
        if ((long)offsetBytes + sizeBytes > session.Limits.SizeMaxBytes)
        {
            session.Sink.Error(
                SchemaRule.LimitExceeded, node.Place,
                $"{node} ends after {session.Limits.SizeMaxBytes} bytes", "make the block smaller");
            return _positionBytes;
        }

        _positionBytes = offsetBytes + sizeBytes;
        if (sizeBytes > 0)
        {
            EndBytes = _positionBytes;
        }

        return offsetBytes;
    }
}
