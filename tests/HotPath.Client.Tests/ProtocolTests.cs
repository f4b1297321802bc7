using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using HotPath.Client.Protocol;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Client.Tests;

/// <summary>Frames as they are written and read: whole, cut at every byte, and made by somebody who means harm.</summary>
public sealed class ProtocolTests
{
    private const int ContentMax = 300;
    private const int FrameMax = IngressProtocol.ShortFrameBytesMax;

    private static ulong Seed => Environment.GetEnvironmentVariable("HOTPATH_SEED") is { Length: > 0 } text
        ? ulong.Parse(text)
        : 20_261_128;

    [Test]
    public void Messages_Written_AreReadAsTheyWere()
    {
        var target = new byte[FrameMax];
        var welcome = new NodeWelcome
        {
            Sequence = 7,
            Limit = 8199,
            RecordBytesMax = 65_536,
            Format = RecordFormat.JSON,
            IsDurable = true,
            Table = "events",
        };
        WelcomeDecoder read = WelcomeDecoder.Wrap(Whole(target, IngressProtocol.WriteWelcome(target, welcome)));
        Assert.That(
            (read.Sequence, read.Limit, read.RecordBytesMax, read.Format, read.Flags, read.GetTable()),
            Is.EqualTo((7L, 8199L, 65_536u, RecordFormat.JSON, WelcomeFlags.Durable, "events")));
        HelloDecoder hello = HelloDecoder.Wrap(Whole(target, IngressProtocol.WriteHello(target, "shop-1")));
        Assert.That((hello.Protocol, hello.GetClient()), Is.EqualTo((IngressProtocol.Version, "shop-1")));
        AcknowledgementDecoder told = AcknowledgementDecoder.Wrap(
            Whole(target, IngressProtocol.WriteAcknowledgement(target, long.MaxValue - 1, long.MaxValue)));
        Assert.That((told.Sequence, told.Limit), Is.EqualTo((long.MaxValue - 1, long.MaxValue)));
        ByeDecoder bye = ByeDecoder.Wrap(Whole(target, IngressProtocol.WriteBye(target, ByeReason.GAP, "5 came, 4 was due")));
        Assert.That((bye.Reason, bye.GetText()), Is.EqualTo((ByeReason.GAP, "5 came, 4 was due")));
    }

    [Test]
    public void Bye_OfALongText_IsCutToWhatAFrameHolds()
    {
        var target = new byte[FrameMax];
        string text = new('\u20ac', 5000);
        ByeDecoder bye = ByeDecoder.Wrap(Whole(target, IngressProtocol.WriteBye(target, ByeReason.PROTOCOL, text)));
        Assert.That(bye.GetText(), Is.EqualTo(text[..300]));
    }

    [Test]
    public void Stream_CutAtEveryByte_GivesTheSameFrames()
    {
        var random = new SplitMix64(Seed);
        (byte[] stream, List<byte[]> contents) = Records(random, count: 12);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            List<byte[]> read = ReadInPieces(stream, [cut, stream.Length - cut]);
            Assert.That(read, Is.EqualTo(contents), $"cut at {cut}, seed {Seed}");
        }

        Assert.That(ReadInPieces(stream, Ones(stream.Length)), Is.EqualTo(contents), "a byte at a time");
    }

    [TestCase(0u)]
    [TestCase(5u)]
    [TestCase(6u)]
    [TestCase(13u)]
    [TestCase((uint)FrameMax + 1)]
    [TestCase(0x7FFF_FFFFu)]
    [TestCase(0x8000_0000u)]
    [TestCase(0xFFFF_FFFFu)]
    public void Frame_OfAHostileLength_IsRefusedByItsFirstBytes(uint length)
    {
        var frame = new byte[IngressProtocol.PrefixBytes];
        BinaryPrimitives.WriteUInt32BigEndian(frame, length);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), 0xEB50);
        FrameStatus status = IngressProtocol.Cut(frame, FrameMax, out long frameBytes);
        Assert.That(status, Is.EqualTo(length > FrameMax ? FrameStatus.TooLarge : FrameStatus.Foreign));
        Assert.That(frameBytes, Is.EqualTo(length > FrameMax ? length : 0));
    }

    [Test]
    public void Frame_OfAnotherProtocol_IsForeign()
    {
        Assert.That(IngressProtocol.Cut("GET / HTTP/1.1\r\n"u8, FrameMax, out _), Is.EqualTo(FrameStatus.Foreign));
        Assert.That(IngressProtocol.Cut("SSH-2"u8, FrameMax, out _), Is.EqualTo(FrameStatus.Partial));
    }

    [Test]
    public void Octets_RandomOrDamaged_AreReadWithoutAFaultOrAnAllocation()
    {
        var random = new SplitMix64(Seed + 1);
        (byte[] stream, _) = Records(random, count: 40);
        var damaged = new byte[stream.Length];
        _ = ReadHostile(random, stream, damaged, rounds: 50);
        long begin = GC.GetAllocatedBytesForCurrentThread();
        (long whole, long refused) = ReadHostile(random, stream, damaged, rounds: 3_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - begin;
        TestContext.Out.WriteLine($"{whole} whole frames, {refused} refused, seed {Seed}");
        Assert.That(allocated, Is.Zero);
        Assert.That(whole, Is.GreaterThan(1000));
        Assert.That(refused, Is.GreaterThan(1000));
    }

    [Test]
    public void Checksum_OfADamagedRecord_Differs()
    {
        var random = new SplitMix64(Seed + 2);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] content = Bytes(random, 1 + random.Below(64));
            long sequence = 1 + random.Below(1000);
            uint checksum = IngressProtocol.Checksum(sequence, content);
            Assert.That(IngressProtocol.Checksum(sequence ^ (1L << random.Below(60)), content), Is.Not.EqualTo(checksum));
            content[random.Below(content.Length)] ^= (byte)(1 << random.Below(8));
            Assert.That(IngressProtocol.Checksum(sequence, content), Is.Not.EqualTo(checksum), $"round {i}, seed {Seed}");
        }
    }

    [TestCase("shop-1", true)]
    [TestCase("A.b_c-9", true)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a/../b", false)]
    [TestCase("caf\u00e9", false)]
    [TestCase("a\n", false)]
    public void Client_IsAcceptable_ByItsCharacters(string client, bool isOne) =>
        Assert.That(IngressProtocol.IsClient(System.Text.Encoding.UTF8.GetBytes(client)), Is.EqualTo(isOne));

    [Test]
    public void Client_OfTooManyCharacters_IsNone()
    {
        Assert.That(IngressProtocol.IsClient(System.Text.Encoding.UTF8.GetBytes(new string('a', 64))), Is.True);
        Assert.That(IngressProtocol.IsClient(System.Text.Encoding.UTF8.GetBytes(new string('a', 65))), Is.False);
    }

    private static (long Whole, long Refused) ReadHostile(SplitMix64 random, byte[] stream, byte[] damaged, int rounds)
    {
        long whole = 0;
        long refused = 0;
        for (int i = 0; i < rounds; i++)
        {
            stream.CopyTo(damaged, 0);
            int damages = 1 + random.Below(6);
            for (int d = 0; d < damages; d++)
            {
                damaged[random.Below(damaged.Length)] = (byte)random.Next();
            }

            ReadOnlySpan<byte> rest = damaged;
            while (IngressProtocol.Cut(rest, FrameMax, out long frameBytes) == FrameStatus.Whole)
            {
                ReadOnlySpan<byte> message = IngressProtocol.MessageOf(rest[..(int)frameBytes]);
                bool isRecord = RecordDecoder.TryWrap(message, out RecordDecoder record, out _);
                bool isSound = isRecord && IngressProtocol.Checksum(record.Sequence, record.Content) == record.Checksum;
                _ = HelloDecoder.TryWrap(message, out _, out _);
                whole += isSound ? 1 : 0;
                refused += isSound ? 0 : 1;
                rest = rest[(int)frameBytes..];
            }

            refused += rest.IsEmpty ? 0 : 1;
        }

        return (whole, refused);
    }

    private static List<byte[]> ReadInPieces(byte[] stream, IEnumerable<int> pieces)
    {
        var read = new List<byte[]>();
        int start = 0;
        int end = 0;
        foreach (int piece in pieces)
        {
            end += piece;
            while (IngressProtocol.Cut(stream.AsSpan(start, end - start), FrameMax, out long frameBytes) == FrameStatus.Whole)
            {
                RecordDecoder record = RecordDecoder.Wrap(IngressProtocol.MessageOf(stream.AsSpan(start, (int)frameBytes)));
                Assert.That(record.Sequence, Is.EqualTo(read.Count + 1));
                Assert.That(record.Checksum, Is.EqualTo(IngressProtocol.Checksum(record.Sequence, record.Content)));
                read.Add(record.Content.ToArray());
                start += (int)frameBytes;
            }
        }

        Assert.That(start, Is.EqualTo(stream.Length));
        return read;
    }

    private static IEnumerable<int> Ones(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return 1;
        }
    }

    private static (byte[] Stream, List<byte[]> Contents) Records(SplitMix64 random, int count)
    {
        var stream = new List<byte>();
        var contents = new List<byte[]>();
        var target = new byte[IngressProtocol.RecordOverheadBytes + ContentMax];
        for (int i = 1; i <= count; i++)
        {
            contents.Add(Bytes(random, random.Below(ContentMax)));
            int length = IngressProtocol.WriteRecord(target, i, contents[^1]);
            stream.AddRange(target.AsSpan(0, length));
        }

        return ([.. stream], contents);
    }

    private static byte[] Bytes(SplitMix64 random, int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)random.Next();
        }

        return bytes;
    }

    private static ReadOnlySpan<byte> Whole(byte[] target, int lengthBytes)
    {
        Assert.That(
            IngressProtocol.Cut(target.AsSpan(0, lengthBytes), FrameMax, out long frameBytes), Is.EqualTo(FrameStatus.Whole));
        Assert.That(frameBytes, Is.EqualTo(lengthBytes));
        return IngressProtocol.MessageOf(target.AsSpan(0, lengthBytes));
    }
}
