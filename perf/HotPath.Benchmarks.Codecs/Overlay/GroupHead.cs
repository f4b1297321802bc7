using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>Dimensions of a group as they lie in a frame.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct GroupHead
{
    public ushort BlockLength;
    public ushort Count;
}
