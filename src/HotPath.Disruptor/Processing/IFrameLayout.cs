namespace HotPath.Disruptor.Processing;

/// <summary>How frames tell their length.</summary>
public interface IFrameLayout
{
    /// <summary>Length of a whole frame with padding, as it was claimed.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <returns>A multiple of 8. Unit: bytes.</returns>
    static abstract int AlignedBytesOf(nint frame);
}
