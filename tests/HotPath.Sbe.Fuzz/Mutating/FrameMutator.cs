using System;
using System.Buffers.Binary;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Fuzz.Mutating;

/// <summary>
/// Makes hostile messages from valid ones by what their schema says of them: numbers that steer a decoder get extreme
/// and nearly right values, blocks, entries and data grow and shrink with and without their lengths, versions change,
/// values become null and extreme, the end is cut off.
/// </summary>
internal sealed class FrameMutator(ByteOrder order)
{
    private const int GrowthMaxBytes = 24;

    /// <summary>Makes a message.</summary>
    /// <param name="map">The valid message.</param>
    /// <param name="random">Decides everything.</param>
    /// <param name="to">Room for it; much longer than the message.</param>
    /// <returns>Its length. Unit: bytes.</returns>
    public int Make(FrameMap map, SplitMix64 random, Span<byte> to)
    {
        map.Frame.CopyTo(to);
        int length = map.Frame.Length;

        // Numbers first and lengths last: the map tells places of the message as it was.
        for (int times = random.Below(3); times > 0; times--)
        {
            Change(map, random, to[..length]);
        }

        length = random.Below(3) == 0 ? Stretch(map, random, to, length) : length;
        return random.Below(8) switch
        {
            0 => random.Below(length + 1),
            1 => Math.Max(0, length - 1 - random.Below(4)),
            2 => Append(random, to, length),
            _ => length,
        };
    }

    private void Change(FrameMap map, SplitMix64 random, Span<byte> frame)
    {
        switch (random.Below(8))
        {
            case 0:
                Number(map.Header[random.Below(map.Header.Count)], random, frame);
                break;
            case 1:
                // A version near the schema's own: what it lacks is absent, what it promises must be there.
                NumberSite version = map.Header[^1];
                Write(frame, version, Math.Max(0, Read(frame, version) + random.Below(7) - 5));
                break;
            case 2 or 3 or 4 when map.Numbers.Count > 0:
                Number(map.Numbers[random.Below(map.Numbers.Count)], random, frame);
                break;
            case 5:
                byte extreme = random.Below(4) switch { 0 => 0xff, 1 => 0, 2 => 0x80, _ => 0x7f };
                int at = random.Below(frame.Length);
                frame.Slice(at, Math.Min(1 << random.Below(4), frame.Length - at)).Fill(extreme);
                break;
            default:
                frame[random.Below(frame.Length)] ^= (byte)(1 << random.Below(8));
                break;
        }
    }

    private void Number(NumberSite site, SplitMix64 random, Span<byte> frame)
    {
        long now = Read(frame, site);
        int restBytes = frame.Length - site.OffsetBytes;
        long value = random.Below(10) switch
        {
            0 => 0,
            1 => -1,
            2 => (long)(ulong.MaxValue >> (65 - (8 * site.SizeBytes))),
            3 => 1L << ((8 * site.SizeBytes) - 1),
            4 => now + 1,
            5 => now - 1,
            6 => restBytes - random.Below(Math.Max(1, Math.Min(restBytes, 32))),
            7 => (long)random.Next(),
            8 => now * 2,
            _ => random.Below(300),
        };
        Write(frame, site, value);
    }

    // Grows or shrinks blocks, data or a group, as a rule with the number that says so.
    private int Stretch(FrameMap map, SplitMix64 random, Span<byte> to, int length)
    {
        bool isEntry = map.LastEntries.Count > 0 && random.Below(3) == 0;
        Stretch chosen = isEntry
            ? map.LastEntries[random.Below(map.LastEntries.Count)]
            : map.Stretches[random.Below(map.Stretches.Count)];
        bool isGrowing = random.Below(2) == 0;
        int change = isEntry ? chosen.SizeBytes
            : isGrowing ? 1 + random.Below(GrowthMaxBytes)
            : Math.Min(chosen.SizeBytes, 1 + random.Below(GrowthMaxBytes));
        if (random.Below(8) != 0)
        {
            int step = isEntry ? 1 : change;
            Write(to, chosen.Length, Read(to, chosen.Length) + (isGrowing ? step : -step));
        }

        for (int index = chosen.Ends.Count - 1; index >= 0; index--)
        {
            int end = chosen.Ends[index];
            if (isGrowing && length + change > to.Length)
            {
                return length;
            }

            if (isGrowing)
            {
                to[end..length].CopyTo(to[(end + change)..]);
                to.Slice(end - Math.Min(end, change), Math.Min(end, change)).CopyTo(to[end..]);
                length += change;
            }
            else
            {
                to[end..length].CopyTo(to[(end - change)..]);
                length -= change;
            }
        }

        return length;
    }

    private static int Append(SplitMix64 random, Span<byte> to, int length)
    {
        int more = Math.Min(1 + random.Below(16), to.Length - length);
        to.Slice(length, more).Fill((byte)random.Next());
        return length + more;
    }

    private long Read(ReadOnlySpan<byte> frame, NumberSite site)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        bits.Clear();
        bool isBig = order == ByteOrder.BigEndian;
        frame.Slice(site.OffsetBytes, site.SizeBytes).CopyTo(isBig ? bits[^site.SizeBytes..] : bits);
        return isBig ? BinaryPrimitives.ReadInt64BigEndian(bits) : BinaryPrimitives.ReadInt64LittleEndian(bits);
    }

    private void Write(Span<byte> frame, NumberSite site, long value)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        bool isBig = order == ByteOrder.BigEndian;
        BinaryPrimitives.WriteInt64LittleEndian(bits, isBig ? BinaryPrimitives.ReverseEndianness(value) : value);
        (isBig ? bits[^site.SizeBytes..] : bits[..site.SizeBytes]).CopyTo(frame[site.OffsetBytes..]);
    }
}
