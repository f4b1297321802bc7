using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

/// <summary>Makes small journals in memory and reads them back. A frame's content follows from its index and a seed.</summary>
internal sealed class JournalFixture : IDisposable
{
    public const string Folder = "data/journal";
    public static readonly Guid Node = new("0f0e0d0c-0b0a-0908-0706-050403020100");
    public static readonly Guid OtherNode = new("11111111-2222-3333-4444-555555555555");

    private readonly NativeHeap _heap = new();
    private readonly nint _frame;
    private readonly ulong _seed;
    private readonly int _payloadMaxBytes;

    public JournalFixture(ulong seed, int payloadMaxBytes = 60, MemoryDurableStorage? storage = null)
    {
        _seed = seed;
        _payloadMaxBytes = payloadMaxBytes;
        Storage = storage ?? new MemoryDurableStorage();
        _frame = _heap.Allocate(FrameDescriptor.AlignedFrame(payloadMaxBytes));
    }

    public MemoryDurableStorage Storage { get; }

    public NativeHeap Heap => _heap;

    /// <summary>Number of the life: what was cut in one life is appended again with another content in the next.</summary>
    public int Life { get; set; }

    /// <summary>Whether all payloads have the greatest length.</summary>
    public bool IsPayloadFixed { get; init; }

    /// <summary>Every frame ever appended, by position: the oracle.</summary>
    public List<(long Position, byte[] Payload)> Appended { get; } = [];

    public static JournalOptions Options(int segmentBytes = 4096, int batchBytesMax = 2048) => new()
    {
        Directory = Folder,
        NodeId = Node,
        SegmentBytes = segmentBytes,
        BatchBytesMax = batchBytesMax,
    };

    public JournalWriter Resume(JournalOptions? options = null, long knownDurablePosition = 0) =>
        JournalWriter.Resume(Storage, _heap, options ?? Options(), knownDurablePosition);

    /// <summary>Appends the frame that belongs at the writer's position.</summary>
    public void Append(JournalWriter writer)
    {
        var random = new SplitMix64(_seed ^ (ulong)writer.Position ^ ((ulong)Life << 48));
        byte[] payload = new byte[IsPayloadFixed ? _payloadMaxBytes : random.Below(_payloadMaxBytes + 1)];
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)random.Next();
        }

        var header = new FrameHeader { Type = FrameType.Event, Position = writer.Position, PayloadBytes = payload.Length };
        payload.CopyTo(Raw.WritableSpan(header.WriteTo(_frame), payload.Length));
        writer.Append(new FrameFlyweight(_frame));
        Appended.Add((header.Position, payload));
    }

    public void AppendMany(JournalWriter writer, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Append(writer);
        }
    }

    /// <summary>Forgets what was appended at or after a position: it was cut.</summary>
    public void CutOracle(long position) => Appended.RemoveAll(frame => frame.Position >= position);

    public List<(long Position, byte[] Payload)> Read(long fromPosition = -1, long knownDurablePosition = 0)
    {
        using var reader = new JournalReader(Storage, _heap, Folder, fromPosition, knownDurablePosition);
        var frames = new List<(long, byte[])>();
        while (reader.TryRead(out FrameFlyweight frame))
        {
            frames.Add((frame.Position, frame.PayloadSpan.ToArray()));
        }

        return frames;
    }

    /// <summary>Reads from a position, and demands exactly what was appended from there.</summary>
    public void AssertReads(long fromPosition, string context, long knownDurablePosition = 0)
    {
        List<(long Position, byte[] Payload)> read = Read(fromPosition, knownDurablePosition);
        int first = Appended.FindIndex(frame => frame.Position >= fromPosition);
        Assert.That(read, Has.Count.EqualTo(first < 0 ? 0 : Appended.Count - first), context);
        for (int i = 0; i < read.Count; i++)
        {
            // Not NUnit's equality, which looks at every byte on its own.
            (long position, byte[] payload) = Appended[first + i];
            bool isSame = read[i].Position == position && read[i].Payload.AsSpan().SequenceEqual(payload);
            Assert.That(isSame, Is.True, $"{context}: frame {i} at {read[i].Position}");
        }
    }

    /// <summary>Reads, and demands that what comes is a prefix of what was appended, however it ends.</summary>
    public int ReadPrefix(string context, out ErrorCode error, long knownDurablePosition = 0)
    {
        error = ErrorCode.None;
        int count = 0;
        try
        {
            using var reader = new JournalReader(Storage, _heap, Folder, knownDurablePosition: knownDurablePosition);
            while (reader.TryRead(out FrameFlyweight frame))
            {
                bool isRight = count < Appended.Count
                    && frame.Position == Appended[count].Position
                    && frame.PayloadSpan.SequenceEqual(Appended[count].Payload);
                Assert.That(isRight, Is.True, $"{context}: frame {count} at {frame.Position} is not what was appended");
                count++;
            }
        }
        catch (HotPathException e)
        {
            error = e.Code;
        }

        return count;
    }

    /// <summary>The same fixture over a copy of the disk.</summary>
    public JournalFixture Clone()
    {
        var copy = new JournalFixture(_seed, _payloadMaxBytes, Storage.Clone());
        copy.Appended.AddRange(Appended);
        return copy;
    }

    public IReadOnlyList<string> SegmentPaths() =>
        [.. Storage.ListFiles(Folder).Where(static n => SegmentDescriptor.TryParseFileName(n, out _)).Select(static n => $"{Folder}/{n}")];

    public void Dispose() => _heap.Free(_frame, FrameDescriptor.AlignedFrame(_payloadMaxBytes));
}
