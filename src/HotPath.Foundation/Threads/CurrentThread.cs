using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Threads;

/// <summary>Where the calling thread runs, and how it stands with others. Linux only.</summary>
/// <remarks>Threading: about the calling thread. Source: sched_setaffinity(2), setpriority(2).</remarks>
public static partial class CurrentThread
{
    private const int Itself = 0;
    private const int BitsAWord = 64;
    private const int Words = 16;

    /// <summary>Cores that it may run on, in order.</summary>
    /// <returns>Numbers of cores; empty when that cannot be told.</returns>
    public static IReadOnlyList<int> Cores()
    {
        var mask = new ulong[Words];
        var cores = new List<int>();
        if (GetAffinity(Itself, Words * sizeof(ulong), mask) < 0)
        {
            return cores;
        }

        for (int core = 0; core < Words * BitsAWord; core++)
        {
            if ((mask[core / BitsAWord] & (1UL << (core % BitsAWord))) != 0)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    /// <summary>Keeps it on a core.</summary>
    /// <param name="core">Number of the core.</param>
    /// <returns>0, or the errno of the refusal.</returns>
    public static int Pin(int core)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(core);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(core, Words * BitsAWord);
        var mask = new ulong[Words];
        mask[core / BitsAWord] = 1UL << (core % BitsAWord);
        return SetAffinity(Itself, Words * sizeof(ulong), mask) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Sets how much it gives way to others.</summary>
    /// <param name="nice">-20 (least) to 19 (most).</param>
    /// <returns>0, or the errno of the refusal.</returns>
    public static int SetNice(int nice) =>
        SetPriority(which: 0, Itself, nice) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAffinity(int thread, nint lengthBytes, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nint lengthBytes, ulong[] mask);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int thread, int nice);
}
