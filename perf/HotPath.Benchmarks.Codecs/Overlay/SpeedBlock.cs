using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>An entry with a speed and a number, as fuel figures and accelerations lie in a frame.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SpeedBlock
{
    public ushort Speed;
    public float Value;
}
