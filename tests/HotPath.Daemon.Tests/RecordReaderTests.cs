using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Client.Protocol;
using HotPath.Daemon.Commands;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What is sent of a file with damage, however it is cut into chunks.</summary>
public sealed class RecordReaderTests
{
    private const int MessageBytes = 40;
    private const int RecordBytesMax = 1000;

    [Test]
    public void Frame_WithADamagedPrefix_IsOneRecordAndTheRestGoesOn(
        [Values("sofh", "length")] string framing, [Values(1, 7, 100_000)] int chunkBytes, [Values("huge", "large", "zero")] string damage)
    {
        byte[] file = Frames(framing, 1, 2, 3, 4, 5);
        int frameBytes = file.Length / 5;
        Span<byte> length = file.AsSpan(2 * frameBytes, sizeof(uint));
        uint lengthBytes = damage switch { "huge" => 0xFFFFFFF0, "large" => 0x00100010, _ => 0 };
        BinaryPrimitives.WriteUInt32LittleEndian(length, framing == "sofh" ? BinaryPrimitives.ReverseEndianness(lengthBytes) : lengthBytes);
        List<byte[]> records = Read(file, framing, chunkBytes, out long[] damaged, out string? problem);
        Assert.That(problem, Is.Null);
        if (framing == "length" && damage == "zero")
        {
            // An empty message may stand there; what is lost begins behind it.
            Assert.That(records.Skip(records.Count - 2), Is.EqualTo(new[] { Message(4), Message(5) }));
            Assert.That(damaged, Has.Length.EqualTo(1));
            return;
        }

        Assert.That(damaged, Is.EqualTo(new[] { 3 }));
        Assert.That(
            records,
            Is.EqualTo(new[] { Message(1), Message(2), file.AsSpan(2 * frameBytes, frameBytes).ToArray(), Message(4), Message(5) }));
    }

    [Test]
    public void Stretch_LongerThanARecord_IsCutToOne()
    {
        byte[] junk = [.. Enumerable.Repeat((byte)0xFF, 5_000)];
        byte[] file = [.. Frames("sofh", 1), .. junk, .. Frames("sofh", 2)];
        List<byte[]> records = Read(file, "sofh", chunkBytes: 512, out long[] damaged, out string? problem);
        Assert.That((problem, damaged.Single()), Is.EqualTo(((string?)null, 2L)));
        Assert.That(records, Is.EqualTo(new[] { Message(1), junk[..RecordBytesMax], Message(2) }));
    }

    [Test]
    public void Message_ThatIsReallyTooLong_IsNamedAndNotTakenForDamage([Values("sofh", "length")] string framing)
    {
        byte[] file = [.. Frames(framing, 1), .. Frame(framing, new byte[RecordBytesMax + 1]), .. Frames(framing, 3)];
        List<byte[]> records = Read(file, framing, chunkBytes: 64, out long[] damaged, out string? problem);
        Assert.That(damaged, Is.Empty);
        Assert.That(records, Has.Count.EqualTo(1));
        Assert.That(problem, Does.Contain("record of 1001 bytes or more (record 2)").And.Contain("at most 1000"));
    }

    [Test]
    public void File_ThatEndsInsideAMessage_IsReadUpToThere([Values("sofh", "length")] string framing)
    {
        byte[] file = Frames(framing, 1, 2, 3);
        List<byte[]> records = Read(file[..^5], framing, chunkBytes: 64, out _, out string? problem);
        Assert.That(records, Is.EqualTo(new[] { Message(1), Message(2) }));
        Assert.That(problem, Does.Contain("ends inside a message or in damage behind record 2"));
    }

    [Test]
    public void File_OfAnotherFraming_IsNoDamage()
    {
        List<byte[]> records = Read(Frames("length", 1, 2), "sofh", chunkBytes: 64, out _, out string? problem);
        Assert.That(records, Is.Empty);
        Assert.That(problem, Does.Contain("begins with no whole message of framing 'sofh'; say its '--framing'"));
    }

    [Test]
    public void Line_ThatIsTooLong_IsNamedByItsNumber()
    {
        string text = $"a\nb\n{new string('x', RecordBytesMax + 1)}\nd\n";
        _ = Read(System.Text.Encoding.ASCII.GetBytes(text), "sofh", 64, out _, out string? problem, RecordFormat.CSV);
        Assert.That(problem, Does.Contain("(record 3)"));
    }

    private static List<byte[]> Read(
        byte[] file, string framing, int chunkBytes, out long[] damaged, out string? problem, RecordFormat format = RecordFormat.SBE)
    {
        using var reader = new RecordReader(
            () => new Chunks(file, chunkBytes), "in", format, framing, RecordBytesMax);
        var records = new List<byte[]>();
        problem = null;
        try
        {
            while (reader.TryRead(beforeRead: null, out ReadOnlySpan<byte> record))
            {
                records.Add(record.ToArray());
            }
        }
        catch (HotPathException error)
        {
            problem = error.Message;
        }

        damaged = [.. reader.Damaged];
        return records;
    }

    private static byte[] Frames(string framing, params int[] numbers) =>
        [.. numbers.SelectMany(number => Frame(framing, Message(number)))];

    private static byte[] Frame(string framing, byte[] message)
    {
        MessageFraming frame = MessageFraming.Find(framing, ByteOrder.LittleEndian)!;
        byte[] prefix = new byte[frame.PrefixBytes];
        frame.Write(prefix, message.Length);
        if (message[4] == 0)
        {
            Message(0).AsSpan(0, 8).CopyTo(message);
        }

        return [.. prefix, .. message];
    }

    private static byte[] Message(int number)
    {
        byte[] message = new byte[MessageBytes];
        message[0] = MessageBytes - 8;
        message[2] = 1;
        message[4] = 77;
        message[6] = 3;
        message[^1] = (byte)number;
        return message;
    }

    private sealed class Chunks(byte[] bytes, int chunkBytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunkBytes)]);
    }
}
