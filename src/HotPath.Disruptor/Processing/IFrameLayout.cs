namespace HotPath.Disruptor.Processing;

/// <summary>How frames tell their length.</summary>
public interface IFrameLayout
{
    /// <summary>Length of a whole frame with padding, as it was claimed.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <returns>A multiple of 8; 0 or less where what lies there tells no length, which ends its consumer. Unit: bytes.
    /// </returns>
    static abstract int AlignedBytesOf(nint frame);
}
