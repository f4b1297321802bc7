namespace HotPath.Client.Protocol;

/// <summary>What received bytes begin with.</summary>
public enum FrameStatus
{
    /// <summary>A part of a frame, or nothing: receive more.</summary>
    Partial = 0,

    /// <summary>A whole frame.</summary>
    Whole = 1,

    /// <summary>A frame that is longer than the limit: end the connection.</summary>
    TooLarge = 2,

    /// <summary>No frame of this protocol: end the connection.</summary>
    Foreign = 3,
}
