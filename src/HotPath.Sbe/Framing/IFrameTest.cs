using System;

namespace HotPath.Sbe.Framing;

/// <summary>Tells whether a frame may begin somewhere.</summary>
public interface IFrameTest
{
    /// <summary>Whether octets look like the begin of a frame.</summary>
    /// <param name="octets">From there on, as far as they are known.</param>
    /// <returns>True if so.</returns>
    bool IsFrame(ReadOnlySpan<byte> octets);
}
