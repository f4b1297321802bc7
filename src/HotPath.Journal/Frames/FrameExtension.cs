using System;
using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>
/// Writes typed extensions between a frame's header and its payload; layout in <see cref="FrameDescriptor"/>.
/// </summary>
public static class FrameExtension
{
    /// <summary>Room an extension takes. Unit: bytes.</summary>
    /// <param name="valueBytes">Length of its value, at most 65,535. Unit: bytes.</param>
    /// <returns>A multiple of 8.</returns>
    public static int AlignedBytes(int valueBytes) =>
        FrameDescriptor.Aligned(FrameDescriptor.ExtensionHeaderBytes + valueBytes);

    /// <summary>Writes one extension.</summary>
    /// <param name="address">Where it starts: behind the header or the extension before.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its value, at most 65,535 bytes.</param>
    /// <returns>Where the next extension or the payload starts.</returns>
    public static nint Write(nint address, int type, ReadOnlySpan<byte> value)
    {
        int aligned = AlignedBytes(value.Length);
        Raw.Clear(address, aligned);
        Raw.Write(address, checked((ushort)type));
        Raw.Write(address + sizeof(ushort), checked((ushort)value.Length));
        value.CopyTo(Raw.WritableSpan(address + FrameDescriptor.ExtensionHeaderBytes, value.Length));
        return address + aligned;
    }
}
