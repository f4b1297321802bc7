using System;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Sockets;

/// <summary>Waits for many sockets on one thread. Linux only.</summary>
/// <remarks>
/// Threading: any thread. Allocates nothing, which Socket.Select does not promise beyond a few sockets. Source:
/// poll(2).
/// </remarks>
public static unsafe partial class PosixPoll
{
    private const int Interrupted = 4;

    /// <summary>Waits until something has come for one of the entries.</summary>
    /// <param name="entries">What is waited for; what has come is filled in.</param>
    /// <param name="waitMs">How long at most; 0 only looks. Unit: ms.</param>
    /// <param name="errno">0, or why it failed; an interruption is no failure.</param>
    /// <returns>Entries for which something has come; then the others have nothing.</returns>
    public static int Wait(Span<PollEntry> entries, int waitMs, out int errno)
    {
        fixed (PollEntry* first = entries)
        {
            int count = Poll(first, (nuint)entries.Length, waitMs);
            errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            errno = errno == Interrupted ? 0 : errno;
            return Math.Max(0, count);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(PollEntry* entries, nuint count, int waitMs);
}
