namespace HotPath.Journal.Frames;

/// <summary>The detail of a reject frame: reason in the low 32 bits, column in the high 32.</summary>
public static class RejectDetail
{
    /// <summary>Packs both.</summary>
    /// <param name="reason">Number of the reason.</param>
    /// <param name="column">Column at fault, or -1.</param>
    /// <returns>The detail.</returns>
    public static long Pack(int reason, int column) => ((long)column << 32) | (uint)reason;

    /// <summary>The reason of a detail.</summary>
    /// <param name="detail">As packed.</param>
    /// <returns>Number of the reason.</returns>
    public static int Reason(long detail) => (int)detail;

    /// <summary>The column of a detail.</summary>
    /// <param name="detail">As packed.</param>
    /// <returns>Column at fault, or -1.</returns>
    public static int Column(long detail) => (int)(detail >> 32);
}
