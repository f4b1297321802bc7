using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Typed access to native memory by address. The island on which addresses become values: the callers own the proof
/// that the address is theirs, and the compiled operators are its main callers.
/// </summary>
/// <remarks>Unaligned access is allowed; byte order is little-endian, as everywhere in HotPath.</remarks>
public static unsafe class Raw
{
    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">Unmanaged type.</typeparam>
    /// <param name="address">Address to read from.</param>
    /// <returns>The value there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(nint address)
        where T : unmanaged => Unsafe.ReadUnaligned<T>((void*)address);

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Unmanaged type.</typeparam>
    /// <param name="address">Address to write to.</param>
    /// <param name="value">Value to write.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(nint address, T value)
        where T : unmanaged => Unsafe.WriteUnaligned((void*)address, value);

    /// <summary>A reference to a value in native memory.</summary>
    /// <typeparam name="T">Unmanaged type.</typeparam>
    /// <param name="address">Address of the value.</param>
    /// <returns>The place itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Ref<T>(nint address)
        where T : unmanaged => ref Unsafe.AsRef<T>((void*)address);

    /// <summary>Size of a type in memory. Unit: bytes.</summary>
    /// <typeparam name="T">Unmanaged type.</typeparam>
    /// <returns>The size.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf<T>()
        where T : unmanaged => sizeof(T);

    /// <summary>Copies bytes; the ranges must not overlap.</summary>
    /// <param name="source">Address of the first byte to copy.</param>
    /// <param name="target">Address of the first byte to write.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(nint source, nint target, int lengthBytes) =>
        Unsafe.CopyBlockUnaligned((void*)target, (void*)source, (uint)lengthBytes);

    /// <summary>Sets bytes to zero.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(nint address, int lengthBytes) =>
        Unsafe.InitBlockUnaligned((void*)address, 0, (uint)lengthBytes);

    /// <summary>Compares bytes a word at a time.</summary>
    /// <remarks>
    /// What has just been written in words is still in the core's store buffer, and a vector over two of them would
    /// wait until both have left it: a span's comparison does, for every key.
    /// </remarks>
    /// <param name="left">Address of the first byte of one.</param>
    /// <param name="right">Address of the first byte of the other.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>Whether all bytes are equal.</returns>
    public static bool AreEqual(nint left, nint right, int lengthBytes)
    {
        int at = 0;
        for (; lengthBytes - at >= sizeof(ulong); at += sizeof(ulong))
        {
            if (Read<ulong>(left + at) != Read<ulong>(right + at))
            {
                return false;
            }
        }

        if (lengthBytes - at >= sizeof(uint))
        {
            if (Read<uint>(left + at) != Read<uint>(right + at))
            {
                return false;
            }

            at += sizeof(uint);
        }

        for (; at < lengthBytes; at++)
        {
            if (Read<byte>(left + at) != Read<byte>(right + at))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A readable span over native memory; valid as long as the memory is.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>The span.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Span(nint address, int lengthBytes) => new((void*)address, lengthBytes);

    /// <summary>A writable span over native memory; valid as long as the memory is.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>The span.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> WritableSpan(nint address, int lengthBytes) => new((void*)address, lengthBytes);

    /// <summary>Values as a writable span.</summary>
    /// <typeparam name="T">Any unmanaged type.</typeparam>
    /// <param name="address">First byte, aligned as the type wants it.</param>
    /// <param name="count">Unit: values.</param>
    /// <returns>The values themselves.</returns>
    public static Span<T> Items<T>(nint address, int count)
        where T : unmanaged => new((void*)address, count);

    /// <summary>
    /// Address of pinned or native memory behind a span. The caller guarantees that it does not move.
    /// </summary>
    /// <param name="span">Span over native or pinned memory.</param>
    /// <returns>Address of its first byte.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint AddressOf(ReadOnlySpan<byte> span) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));

    /// <summary>
    /// Asks for a cache line that will be needed soon. Any address will do: a wrong one costs nothing.
    /// </summary>
    /// <param name="address">Somewhere in the line.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(nint address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((void*)address);
        }
    }

    /// <summary>Asks for the cache line of a value that will be needed soon.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; it may move meanwhile, which costs what the line does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref readonly T value)
        where T : unmanaged => Prefetch((nint)Unsafe.AsPointer(ref Unsafe.AsRef(in value)));

    /// <summary>Reads a 64-bit value that another thread may be publishing. Ordering: acquire.</summary>
    /// <param name="address">Multiple of 8.</param>
    /// <returns>The value last released, or an older one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadAcquire(nint address) =>
        System.Threading.Volatile.Read(ref Unsafe.AsRef<long>((void*)address));

    /// <summary>Publishes a 64-bit value after all earlier writes. Ordering: release.</summary>
    /// <param name="address">Multiple of 8.</param>
    /// <param name="value">Value to publish.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteRelease(nint address, long value) =>
        System.Threading.Volatile.Write(ref Unsafe.AsRef<long>((void*)address), value);
}
