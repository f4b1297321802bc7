using System;
using System.Runtime.InteropServices;
using HotPath.Foundation.Errors;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Large blocks on pages of 2 MiB, where the machine gives such to whoever asks: state of 100 MiB then needs 50 entries
/// of the core's address cache instead of 25,000, of which a core has some 2,000.
/// </summary>
/// <remarks>
/// A machine without them (<c>transparent_hugepage = never</c>) gives pages of 4 KiB, and nothing else changes.
/// Threading: any thread. Linux only; elsewhere no block is ever given. Source: madvise(2), MADV_HUGEPAGE.
/// </remarks>
internal static class HugePages
{
    /// <summary>Length of a page, and of the shortest block. Unit: bytes.</summary>
    public const long PageBytes = 2 * 1024 * 1024;

    private const int AskForHugePages = 14;

    /// <summary>Whether a block of a length lies here.</summary>
    /// <param name="lengthBytes">Unit: bytes.</param>
    public static bool Holds(long lengthBytes) => lengthBytes >= PageBytes && OperatingSystem.IsLinux();

    /// <summary>Maps a zeroed block. Its pages come one by one, when they are first written.</summary>
    /// <param name="lengthBytes">At least <see cref="PageBytes"/>. Unit: bytes.</param>
    /// <returns>Its address, a multiple of <see cref="PageBytes"/>.</returns>
    /// <exception cref="HotPathException">HP3003: no address space.</exception>
    public static nint Map(long lengthBytes)
    {
        long length = Whole(lengthBytes);
        nint mapped = PosixMemory.Map(
            0,
            (nuint)(length + PageBytes),
            PosixMemory.ProtectionReadWrite,
            PosixMemory.MapPrivate | PosixMemory.MapAnonymous,
            file: -1,
            offset: 0);
        if (mapped == PosixMemory.MapFailed)
        {
            ThrowHelper.OutOfMemory(
                $"{lengthBytes} bytes of state: mmap failed with errno {Marshal.GetLastPInvokeError()}");
        }

        nint block = (nint)Whole(mapped);
        Trim(mapped, block - mapped);
        Trim(block + (nint)length, mapped + (nint)PageBytes - block);
        _ = PosixMemory.Advise(block, (nuint)length, AskForHugePages);
        return block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="address">As mapped.</param>
    /// <param name="lengthBytes">Length it was mapped with. Unit: bytes.</param>
    public static void Unmap(nint address, long lengthBytes) => Trim(address, Whole(lengthBytes));

    private static void Trim(nint address, long lengthBytes)
    {
        if (lengthBytes > 0)
        {
            _ = PosixMemory.Unmap(address, (nuint)lengthBytes);
        }
    }

    private static long Whole(long lengthBytes) => checked(lengthBytes + PageBytes - 1) / PageBytes * PageBytes;
}
