using System.Runtime.InteropServices;

namespace HotPath.Foundation.Sockets;

/// <summary>One descriptor that is waited for, as poll(2) has it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>There is something to read, or the other side has ended.</summary>
    public const short Readable = 0x001;

    /// <summary>There is room to write.</summary>
    public const short Writable = 0x004;

    /// <summary>Descriptor; a negative one is passed over.</summary>
    public int Descriptor { get; set; }

    /// <summary>What is waited for.</summary>
    public short Requested { get; set; }

    /// <summary>What has come; errors and hang-ups come without being asked for.</summary>
    public short Returned { get; set; }
}
