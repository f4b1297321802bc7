using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Tests;

/// <summary>Makes small logs and reads them back.</summary>
internal static class LogFixture
{
    public static readonly SinkDigest[] Sinks = [new SinkDigest("orders", 3, 120, 0xABCD), new SinkDigest("dead-letters", 0, 0, 0)];
    public static readonly MarkHash[] Marks = [new MarkHash(256, 1), new MarkHash(512, 2)];

    public static byte[] Write(IReadOnlyList<byte[]> payloads, int batchBytes, bool complete = true)
    {
        var heap = new NativeHeap();
        var file = new MemoryFile("test.hplog", []);
        using var writer = new LogWriter(file, heap, batchBytes);
        foreach (byte[] payload in payloads)
        {
            AppendFrame(writer, heap, payload);
        }

        if (complete)
        {
            writer.Complete(isStopped: false, Sinks, Marks);
        }

        return file.ToArray();
    }

    public static void AppendFrame(LogWriter writer, NativeHeap heap, byte[] payload)
    {
        int aligned = FrameDescriptor.AlignedFrame(payload.Length);
        nint frame = heap.Allocate(aligned);
        var header = new FrameHeader
        {
            Type = FrameType.Event,
            Position = writer.Position,
            PayloadBytes = payload.Length,
            Table = 1,
            SourceOffset = writer.Frames + 1,
        };
        payload.CopyTo(Raw.WritableSpan(header.WriteTo(frame), payload.Length));
        writer.Append(new FrameFlyweight(frame));
        heap.Free(frame, aligned);
    }

    public static List<byte[]> ReadPayloads(
        byte[] log, out LogTrailer trailer, int chunkBytes = 512, bool followsChain = true)
    {
        using var reader = new LogReader(new MemoryFile("test.hplog", log), new NativeHeap(), chunkBytes, followsChain);
        var payloads = new List<byte[]>();
        while (reader.TryRead(out FrameFlyweight frame))
        {
            payloads.Add(frame.PayloadSpan.ToArray());
        }

        trailer = reader.Trailer!;
        return payloads;
    }

    public static List<byte[]> Payloads(ulong seed, int count, int lengthMax)
    {
        var random = new SplitMix64(seed);
        var payloads = new List<byte[]>();
        for (int i = 0; i < count; i++)
        {
            byte[] payload = new byte[random.Below(lengthMax + 1)];
            for (int b = 0; b < payload.Length; b++)
            {
                payload[b] = (byte)random.Below(256);
            }

            payloads.Add(payload);
        }

        return payloads;
    }
}
