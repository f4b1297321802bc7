namespace HotPath.Operators.Windows;

/// <summary>
/// One open window of one clock: its bounds and the list of its groups in order of arrival. Reused after it has fired.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
public sealed class WindowPane
{
    /// <summary>Number that owns the pane's entries in the table; never reused while entries live.</summary>
    public long Number { get; set; }

    /// <summary>Mixed into the hash of every key, so that equal keys of different windows spread.</summary>
    public ulong Salt { get; set; }

    /// <summary>Local wall-clock start. Unit: ms.</summary>
    public long StartMs { get; set; }

    /// <summary>Local wall-clock end. Unit: ms.</summary>
    public long EndMs { get; set; }

    /// <summary>Watermark at which it fires. Unit: ms.</summary>
    public long FireAtMs { get; set; }

    /// <summary>First group, or 0.</summary>
    public nint FirstEntry { get; set; }

    /// <summary>Last group, or 0.</summary>
    public nint LastEntry { get; set; }

    /// <summary>Rows applied to it. Unit: rows.</summary>
    public long Rows { get; set; }
}
