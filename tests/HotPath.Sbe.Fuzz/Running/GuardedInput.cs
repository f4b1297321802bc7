using System;
using System.IO;
using System.Runtime.InteropServices;
using HotPath.Foundation.Memory;
using Microsoft.Win32.SafeHandles;
using static HotPath.Foundation.Memory.PosixMemory;

namespace HotPath.Sbe.Fuzz.Running;

/// <summary>
/// Inputs that end where a page without access begins: a read behind them ends the process. They lie in a file, so that
/// the one that ended the process is still there afterwards.
/// </summary>
/// <remarks>
/// <code>
/// file: | int32 length, rest of a page unused | room, the input at its end | no access, not in the file
/// </code>
/// Threading: single-threaded. Linux only.
/// </remarks>
internal sealed unsafe class GuardedInput : IDisposable
{
    /// <summary>Longest input. Unit: bytes.</summary>
    public const int CapacityBytes = 64 * 1024;

    private const int NoInputYet = -1;

    private static readonly int HeaderBytes = Environment.SystemPageSize;

    private readonly SafeFileHandle _file;
    private nint _address;

    /// <summary>Maps a file.</summary>
    /// <param name="path">File that keeps the input; made new.</param>
    /// <exception cref="IOException">The memory cannot be mapped.</exception>
    public GuardedInput(string path)
    {
        int fileBytes = HeaderBytes + CapacityBytes;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.SetLength(_file, fileBytes);
        nint reserved = PosixMemory.Map(0, (nuint)MappedBytes, ProtectionNone, MapPrivate | MapAnonymous, file: -1, offset: 0);
        nint mapped = reserved == MapFailed
            ? MapFailed
            : PosixMemory.Map(reserved, (nuint)fileBytes, ProtectionReadWrite, MapShared | MapFixed, (int)_file.DangerousGetHandle(), offset: 0);
        if (mapped == MapFailed)
        {
            throw new IOException($"{path}: mmap failed with errno {Marshal.GetLastPInvokeError()}");
        }

        _address = mapped;
        *(int*)_address = NoInputYet;
    }

    private static int MappedBytes => HeaderBytes + CapacityBytes + Environment.SystemPageSize;

    /// <summary>The input that a process had when it ended.</summary>
    /// <param name="path">File of its inputs.</param>
    /// <returns>The input, or null when the process ended before its first.</returns>
    public static byte[]? Recover(string path)
    {
        byte[] file = File.Exists(path) ? File.ReadAllBytes(path) : [];
        int lengthBytes = file.Length > 0 ? MemoryMarshal.Read<int>(file) : NoInputYet;
        return lengthBytes == NoInputYet ? null : file[^lengthBytes..];
    }

    /// <summary>Puts an input right before the guard.</summary>
    /// <param name="input">At most <see cref="CapacityBytes"/>.</param>
    /// <returns>The copy; valid until the next.</returns>
    public ReadOnlySpan<byte> Place(ReadOnlySpan<byte> input)
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        *(int*)_address = input.Length;
        var placed = new Span<byte>((byte*)_address + HeaderBytes + CapacityBytes - input.Length, input.Length);
        input.CopyTo(placed);
        return placed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_address != 0)
        {
            _ = PosixMemory.Unmap(_address, (nuint)MappedBytes);
            _address = 0;
            _file.Dispose();
        }
    }
}
