using System;
using System.Collections.Generic;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

[TestFixture]
public sealed class LogTests
{
    private static readonly int[] BatchSizes = [1, 100, 4096, LogWriter.DefaultBatchBytes];

    [Test]
    public void Reader_AnyBatchSize_GivesSameFramesAndChain()
    {
        List<byte[]> payloads = LogFixture.Payloads(TestSeed.Value, count: 5000, lengthMax: 700);
        ulong? chain = null;
        foreach (int batchBytes in BatchSizes)
        {
            List<byte[]> read = LogFixture.ReadPayloads(LogFixture.Write(payloads, batchBytes), out LogTrailer trailer);
            Assert.That(read, Is.EqualTo(payloads), TestSeed.Replay(TestSeed.Value));
            Assert.That(trailer.Chain, Is.EqualTo(chain ?? trailer.Chain));
            Assert.That(trailer.Frames, Is.EqualTo(payloads.Count));
            Assert.That(trailer.Sinks, Is.EqualTo(LogFixture.Sinks));
            Assert.That(trailer.Marks, Is.EqualTo(LogFixture.Marks));
            chain = trailer.Chain;
        }
    }

    [Test]
    public void Reader_FrameLargerThanItsBuffer_IsRead()
    {
        var payloads = new List<byte[]> { new byte[10], new byte[3 * LogReader.DefaultChunkBytes], new byte[20] };
        Assert.That(LogFixture.ReadPayloads(LogFixture.Write(payloads, 4096), out _), Is.EqualTo(payloads));
    }

    [Test]
    public void Reader_LogCutAtAnyByte_SaysItIsCutShort()
    {
        byte[] log = LogFixture.Write(LogFixture.Payloads(1, count: 12, lengthMax: 60), batchBytes: 300);
        for (int length = 0; length < log.Length; length++)
        {
            HotPathException error = Assert.Throws<HotPathException>(
                () => LogFixture.ReadPayloads(log[..length], out _), $"cut at {length}")!;
            Assert.That(error.Code, Is.EqualTo(ErrorCode.LogCorrupt), $"cut at {length}");
            Assert.That(error.Message, Does.Contain("test.hplog").And.Contain("byte"));
        }
    }

    [Test]
    public void Reader_AnyByteChanged_SaysItIsDamaged()
    {
        byte[] log = LogFixture.Write(LogFixture.Payloads(2, count: 12, lengthMax: 60), batchBytes: 300);
        for (int i = 0; i < log.Length; i++)
        {
            foreach (byte flip in new byte[] { 0x01, 0x80 })
            {
                log[i] ^= flip;
                HotPathException error = Assert.Throws<HotPathException>(
                    () => LogFixture.ReadPayloads(log, out _, followsChain: flip == 0x01), $"byte {i} ^ {flip}")!;
                Assert.That(error.Code, Is.EqualTo(ErrorCode.LogCorrupt), $"byte {i} ^ {flip}");
                log[i] ^= flip;
            }
        }
    }

    [Test]
    public void Reader_BytesAfterTheTrailer_AreDamage()
    {
        byte[] log = LogFixture.Write(LogFixture.Payloads(3, count: 3, lengthMax: 10), batchBytes: 300);
        byte[] longer = [.. log, 0];
        Assert.That(
            () => LogFixture.ReadPayloads(longer, out _),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.LogCorrupt));
    }

    [Test]
    public void Reader_BatchMissing_IsDamage()
    {
        var payloads = new List<byte[]> { new byte[8], new byte[8], new byte[8] };
        byte[] log = LogFixture.Write(payloads, batchBytes: 1);
        int batch = FrameDescriptor.AlignedFrame(8) + LogDescriptor.FooterBytes;
        byte[] without = [.. log[..LogDescriptor.HeaderBytes], .. log[(LogDescriptor.HeaderBytes + batch)..]];
        Assert.That(
            () => LogFixture.ReadPayloads(without, out _),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.LogCorrupt));
    }

    [Test]
    public void Writer_NotCompleted_LeavesALogThatIsCutShort()
    {
        byte[] log = LogFixture.Write(LogFixture.Payloads(4, count: 20, lengthMax: 50), batchBytes: 300, complete: false);
        Assert.That(
            () => LogFixture.ReadPayloads(log, out _),
            Throws.TypeOf<HotPathException>().With.Message.Contains("cut short"));
    }

    [Test]
    public void Writer_FrameOutOfPlace_IsRefused()
    {
        var heap = new NativeHeap();
        using var writer = new LogWriter(new MemoryFile("test.hplog", []), heap);
        nint frame = heap.Allocate(64);
        _ = new FrameHeader { Type = FrameType.Event, Position = 8, PayloadBytes = 0 }.WriteTo(frame);
        Assert.That(
            () => writer.Append(new FrameFlyweight(frame)),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.InvariantBroken));
    }

    [Test]
    public void Open_FileOfAnotherKind_SaysSo()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string('x', 500));
            Assert.That(
                () => LogReader.Open(path, new NativeHeap()),
                Throws.TypeOf<HotPathException>().With.Message.Contains("does not start as a recorded log"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Open_MissingFile_NamesIt() =>
        Assert.That(
            () => LogReader.Open("no-such.hplog", new NativeHeap()),
            Throws.TypeOf<HotPathException>().With.Message.Contains("no-such.hplog"));

    [Test]
    public void Reader_SteadyState_AllocatesNothing()
    {
        byte[] log = LogFixture.Write(LogFixture.Payloads(5, count: 50_000, lengthMax: 200), LogWriter.DefaultBatchBytes);
        var heap = new NativeHeap();
        using var reader = new LogReader(new MemoryFile("test.hplog", log), heap);
        for (int i = 0; i < 20_000; i++)
        {
            reader.TryRead(out _);
        }

        long callsBefore = heap.AllocatorCalls;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20_000; i++)
        {
            reader.TryRead(out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytesBefore, Is.Zero);
        Assert.That(heap.AllocatorCalls, Is.EqualTo(callsBefore));
    }
}
