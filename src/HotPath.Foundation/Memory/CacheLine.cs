namespace HotPath.Foundation.Memory;

/// <summary>How far apart contended fields lie.</summary>
public static class CacheLine
{
    /// <summary>
    /// Padding on either side of a contended field. Unit: bytes. Two 64-byte lines: the adjacent-line prefetcher of x64
    /// pulls lines in pairs, and large Arm64 cores have lines of 128.
    /// </summary>
    public const int PaddingBytes = 128;
}
