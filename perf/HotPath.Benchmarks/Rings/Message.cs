using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>64 bytes, all written, the first and the last word read.</summary>
internal static class Message
{
    public const int LengthBytes = 64;

    public static void Write(nint address, long value)
    {
        Raw.Write(address, value);
        Raw.Write(address + 8, value);
        Raw.Write(address + 16, value);
        Raw.Write(address + 24, value);
        Raw.Write(address + 32, value);
        Raw.Write(address + 40, value);
        Raw.Write(address + 48, value);
        Raw.Write(address + 56, value);
    }

    public static long Read(nint address) => Raw.Read<long>(address) + Raw.Read<long>(address + 56);
}
