using System.Runtime.InteropServices;

namespace HotPath.Operators.Shards;

/// <summary>Head of a row that waits, in native memory; the row itself lies behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct HeldRow
{
    /// <summary>The next younger row of its line; 0 for none.</summary>
    public nint Next;

    /// <summary>Position of its frame. Unit: bytes.</summary>
    public long Position;

    /// <summary>Number of its record in its source.</summary>
    public long SourceOffset;

    /// <summary>Unit: ms since the Unix epoch.</summary>
    public long IngestTimeMs;

    /// <summary>Which of the table's statements it is for.</summary>
    public int Statement;

    public int Tenant;

    public int Table;

    public int Source;

    public int Partition;

    /// <summary>Length of the row. Unit: bytes.</summary>
    public int PayloadBytes;
}
