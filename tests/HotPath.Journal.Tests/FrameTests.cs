using System;
using System.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

[TestFixture]
public sealed class FrameTests
{
    [Test]
    public void Header_EveryFieldSet_LiesWhereTheDiagramSays()
    {
        var heap = new NativeHeap();
        nint address = heap.Allocate(128);
        var header = new FrameHeader
        {
            Type = FrameType.Reject,
            Flags = 0x7F,
            Position = 0x1122334455667788,
            PayloadBytes = 3,
            Source = 0x0102,
            Epoch = 0x03040506,
            Tenant = 0x0708090A,
            Table = 0x0B0C0D0E,
            Partition = 0x0F101112,
            SourceOffset = 0x2122232425262728,
            IngestTimeMs = 0x3132333435363738,
            Detail = RejectDetail.Pack(reason: 2, column: -1),
        };
        Encoding.ASCII.GetBytes("abc").CopyTo(Raw.WritableSpan(header.WriteTo(address), 3));
        string hex = Convert.ToHexString(new FrameFlyweight(address).Bytes);
        Assert.That(hex, Is.EqualTo(
            "43000000" + "02" + "7F" + "0100" + "4000" + "0201" + "00000000"
            + "06050403" + "0A090807" + "0E0D0C0B" + "1211100F"
            + "2827262524232221" + "3837363534333231" + "8877665544332211" + "02000000FFFFFFFF"
            + "6162630000000000"));
        Assert.That(RejectDetail.Reason(new FrameFlyweight(address).Detail), Is.EqualTo(2));
        Assert.That(RejectDetail.Column(new FrameFlyweight(address).Detail), Is.EqualTo(-1));
    }

    [Test]
    public void CopySealed_AnyLength_IsTheCopyThatWasSealedAndItsHash()
    {
        var heap = new NativeHeap();
        nint source = heap.Allocate(512);
        nint target = heap.Allocate(512);
        nint plain = heap.Allocate(512);
        ulong seed = TestSeed.Value;
        var random = new SplitMix64(seed);
        for (int length = FrameDescriptor.HeaderBytes; length <= 512; length += FrameDescriptor.AlignmentBytes)
        {
            foreach (ref byte one in Raw.WritableSpan(source, length))
            {
                one = (byte)random.Next();
            }

            Raw.Copy(source, plain, length);
            FrameDescriptor.Seal(plain, length);
            ulong hash = FrameDescriptor.CopySealed(source, target, length);
            string at = $"{length} bytes; {TestSeed.Replay(seed)}";
            Assert.That(Raw.Span(target, length).SequenceEqual(Raw.Span(plain, length)), Is.True, at);
            Assert.That(hash, Is.EqualTo(StableHash.Of(Raw.Span(plain, length))), at);
        }
    }

    [Test]
    public void Extensions_UnknownOnesBefore_AreSkipped()
    {
        var heap = new NativeHeap();
        nint address = heap.Allocate(256);
        int extensions = FrameExtension.AlignedBytes(16) + FrameExtension.AlignedBytes(3);
        var header = new FrameHeader { Type = FrameType.Event, Position = 0, PayloadBytes = 4, ExtensionBytes = extensions };
        nint payload = header.WriteTo(address);
        nint next = FrameExtension.Write(address + FrameDescriptor.HeaderBytes, type: 900, new byte[16]);
        next = FrameExtension.Write(next, type: 2, Encoding.ASCII.GetBytes("key"));
        Assert.That(next, Is.EqualTo(payload));
        Encoding.ASCII.GetBytes("data").CopyTo(Raw.WritableSpan(payload, 4));

        var frame = new FrameFlyweight(address);
        Assert.That(frame.IsWellFormed(), Is.True);
        Assert.That(Encoding.ASCII.GetString(frame.PayloadSpan), Is.EqualTo("data"));
        Assert.That(frame.TryFindExtension(2, out ReadOnlySpan<byte> value), Is.True);
        Assert.That(Encoding.ASCII.GetString(value), Is.EqualTo("key"));
        Assert.That(frame.TryFindExtension(3, out _), Is.False);
    }
}
