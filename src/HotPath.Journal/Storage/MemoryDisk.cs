using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;

namespace HotPath.Journal.Storage;

/// <summary>The content of one file of a <see cref="MemoryDurableStorage"/>, under whatever names.</summary>
internal sealed class MemoryDisk
{
    private const int SectorBytes = 512;

    private readonly List<(int OffsetBytes, byte[] Bytes)> _unsynced = [];
    private byte[] _seen;
    private byte[] _durable;
    private int _durableBytes;

    public MemoryDisk(ReadOnlySpan<byte> bytes = default)
    {
        _seen = bytes.ToArray();
        _durable = bytes.ToArray();
        LengthBytes = _durableBytes = bytes.Length;
    }

    public int LengthBytes { get; private set; }

    public ReadOnlySpan<byte> Content => _seen.AsSpan(0, LengthBytes);

    public ReadOnlySpan<byte> Device => _durable.AsSpan(0, _durableBytes);

    public void Write(ReadOnlySpan<byte> bytes, int offsetBytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _unsynced.Add((offsetBytes, bytes.ToArray()));
        LengthBytes = Put(ref _seen, LengthBytes, bytes, offsetBytes);
    }

    public void Sync()
    {
        foreach ((int offset, byte[] bytes) in _unsynced)
        {
            _durableBytes = Put(ref _durable, _durableBytes, bytes, offset);
        }

        _unsynced.Clear();
    }

    /// <summary>The pages become clean though the device never got them.</summary>
    public void FailSync(bool reverts)
    {
        _unsynced.Clear();
        if (reverts)
        {
            Revert();
        }
    }

    public void Crash(SplitMix64 random)
    {
        int mode = random.Below(3);
        int kept = random.Below(_unsynced.Count + 1);
        for (int i = 0; i < _unsynced.Count; i++)
        {
            (int offset, byte[] bytes) = _unsynced[i];
            if (mode == 0)
            {
                // In order: whole writes, then one torn at any byte.
                int length = i < kept ? bytes.Length : i == kept ? random.Below(bytes.Length + 1) : 0;
                Keep(bytes.AsSpan(0, length), offset);
            }
            else if (mode == 1)
            {
                // Any subset, each torn at any byte.
                int length = random.Below(3) switch { 0 => 0, 1 => bytes.Length, _ => random.Below(bytes.Length + 1) };
                Keep(bytes.AsSpan(0, length), offset);
            }
            else
            {
                KeepSectors(random, bytes, offset);
            }
        }

        _unsynced.Clear();
        Revert();
    }

    public void FlipBit(long bit)
    {
        _seen[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        if (bit / 8 < _durableBytes)
        {
            _durable[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    private static int Put(ref byte[] target, int lengthBytes, ReadOnlySpan<byte> bytes, int offsetBytes)
    {
        int end = offsetBytes + bytes.Length;
        if (end > target.Length)
        {
            Array.Resize(ref target, Math.Max(end, 2 * target.Length));
        }

        bytes.CopyTo(target.AsSpan(offsetBytes));
        return Math.Max(lengthBytes, end);
    }

    private void KeepSectors(SplitMix64 random, byte[] bytes, int offsetBytes)
    {
        int start = 0;
        while (start < bytes.Length)
        {
            int end = Math.Min(bytes.Length, (((offsetBytes + start) / SectorBytes + 1) * SectorBytes) - offsetBytes);
            if (random.Below(2) == 0)
            {
                Keep(bytes.AsSpan(start, end - start), offsetBytes + start);
            }

            start = end;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes, int offsetBytes)
    {
        if (!bytes.IsEmpty)
        {
            _durableBytes = Put(ref _durable, _durableBytes, bytes, offsetBytes);
        }
    }

    private void Revert()
    {
        _seen = _durable.AsSpan(0, _durableBytes).ToArray();
        LengthBytes = _durableBytes;
    }
}
