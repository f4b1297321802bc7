using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>Header of a message as it lies in a frame.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct MessageHead
{
    public ushort BlockLength;
    public ushort TemplateId;
    public ushort SchemaId;
    public ushort Version;
}
