using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Dataflow.Tests.Outputs;

public sealed class OutputArenaTests
{
    private const int BlockBytes = 4096;

    [Test]
    public void RandomWritesReadsAndReleases_AgreeWithAQueue([Range(1, 10)] int seed, [Values] bool spills)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        var arena = new OutputArena(heap, BlockBytes, Path.GetTempPath(), spills ? 3 * BlockBytes : long.MaxValue);
        using (arena)
        {
            var expected = new Queue<(long Position, int Length)>();
            var held = new List<(OutputRecord Record, long Position, int Length)>();
            for (long step = 0; step < 20_000; step++)
            {
                int length = random.Next() % 50 == 0 ? 10_000 : (int)(random.Next() % 300);
                Write(arena, step, length);
                expected.Enqueue((step, length));
                for (int i = (int)(random.Next() % 3); i > 0 && arena.TryRead(out OutputRecord record); i--)
                {
                    (long position, int written) = expected.Dequeue();
                    held.Add((record, position, written));
                }

                ReleaseSome(arena, held, random, seed);
            }

            while (arena.TryRead(out OutputRecord record))
            {
                (long position, int written) = expected.Dequeue();
                held.Add((record, position, written));
            }

            Assert.That(expected, Is.Empty, $"seed {seed}");
            while (held.Count > 0)
            {
                ReleaseSome(arena, held, random, seed);
            }

            Assert.That(arena.BufferedBytes, Is.Zero, $"seed {seed}");
            Assert.That(arena.SpilledBytes, spills ? Is.Positive : Is.Zero, $"seed {seed}");
        }

        Assert.That(arena.SpillLiveBytes, Is.Zero, $"seed {seed}: spilled blocks leaked");

        Assert.That(heap.LiveBytes, Is.Zero, $"seed {seed}: blocks leaked");
    }

    [Test]
    public void TwoThreads_EveryRecordOnceAndInOrder()
    {
        const int Records = 300_000;
        var heap = new NativeHeap();
        using var arena = new OutputArena(heap, BlockBytes);
        var producer = new Thread(() =>
        {
            for (long i = 0; i < Records; i++)
            {
                Write(arena, i, (int)(i % 200));
            }
        });
        producer.Start();

        long next = 0;
        var spin = default(SpinWait);
        while (next < Records)
        {
            if (!arena.TryRead(out OutputRecord record))
            {
                spin.SpinOnce();
                continue;
            }

            Assert.That(record.Identity.Position, Is.EqualTo(next));
            Check(record, next, (int)(next % 200));
            arena.Release(record);
            next++;
        }

        producer.Join();
        Assert.That(arena.TryRead(out _), Is.False);
    }

    [Test]
    public void TwoThreads_EveryStretchWholeAndInOrder_ReleasedInTwoPieces()
    {
        const int Records = 300_000;
        const int Run = 37;
        using var arena = new OutputArena(new NativeHeap(), BlockBytes);
        var producer = new Thread(() =>
        {
            for (long i = 0; i < Records; i++)
            {
                Write(arena, new OutputIdentity(i / Run, 1, 2, i, (RowKind)(i % 4)), i, (int)(i % 200));
            }
        });
        producer.Start();

        long next = 0;
        long joined = 0;
        var spin = default(SpinWait);
        while (next < Records)
        {
            if (!arena.TryReadStretch(out OutputStretch stretch))
            {
                spin.SpinOnce();
                continue;
            }

            Assert.That((next / Run, stretch.Rows), Is.EqualTo(((next + stretch.Rows - 1) / Run, stretch.Rows)), "rows of one frame alone");
            joined += stretch.Rows - 1;
            int half = 0;
            int lengthBytes = 0;
            for (int i = 0; i < stretch.Rows; i++, next++)
            {
                OutputRecord record = OutputArena.RecordAt(stretch.RowAddress + lengthBytes);
                Assert.That(record.Identity, Is.EqualTo(new OutputIdentity(next / Run, 1, 2, next, (RowKind)(next % 4))));
                Check(record, next, (int)(next % 200));
                lengthBytes += record.LengthBytes;
                half = i == stretch.Rows / 2 ? lengthBytes : half;
            }

            Assert.That(lengthBytes, Is.EqualTo(stretch.LengthBytes));
            if (half < lengthBytes)
            {
                arena.Release(stretch.RowAddress + half, lengthBytes - half);
            }

            arena.Release(stretch.RowAddress, half);
        }

        producer.Join();
        Assert.That((arena.TryReadStretch(out _), arena.BufferedBytes), Is.EqualTo((false, 0L)));
        Assert.That(joined, Is.GreaterThan(Records / 2), "single rows prove little");
    }

    [Test]
    public void ManyUnreadRows_StayWithinMemoryAndComeBackFromTheFile()
    {
        const int Records = 40_000;
        const int MemoryBytes = 5 * BlockBytes;
        var heap = new NativeHeap();
        using var arena = new OutputArena(heap, BlockBytes, Path.GetTempPath(), MemoryBytes);
        for (int round = 0; round < 2; round++)
        {
            for (long i = 0; i < Records; i++)
            {
                Write(arena, i, (int)(i % 200));
                Assert.That(heap.LiveBytes, Is.LessThanOrEqualTo(MemoryBytes));
            }

            Assert.That(arena.SpillLiveBytes, Is.GreaterThan(4_000_000));
            for (long i = 0; i < Records; i++)
            {
                Assert.That(arena.TryRead(out OutputRecord record), Is.True);
                Check(record, i, (int)(i % 200));
                arena.Release(record);
            }

            Assert.That((arena.BufferedBytes, arena.SpillLiveBytes <= BlockBytes), Is.EqualTo((0, true)));
        }
    }

    [Test]
    public void SpillFile_WithoutRoomOrFolder_SaysWhereAndWhatToDo()
    {
        using var tooSmall = new SpillFile("/dev/shm");
        using var nowhere = new SpillFile("/no/such/folder");
        HotPathException full = Assert.Throws<HotPathException>(() => tooSmall.Take(1L << 50, out _))!;
        HotPathException missing = Assert.Throws<HotPathException>(() => nowhere.Take(1, out _))!;
        Assert.That((full.Code, missing.Code), Is.EqualTo((ErrorCode.DiskFull, ErrorCode.DiskFull)));
        Assert.That(full.Message, Does.Contain("'/dev/shm'").And.Contain("free space there or name another folder"));
        Assert.That(missing.Message, Does.Contain("'/no/such/folder'").And.Contain("name a folder"));
        nint block = tooSmall.Take(10, out long offset);
        Assert.That((offset, Raw.Read<long>(block), tooSmall.LiveBytes), Is.EqualTo((0L, 0L, (long)Environment.SystemPageSize)));
        tooSmall.Return(block, offset, 10);
        Assert.That((tooSmall.LiveBytes, Directory.GetFiles("/dev/shm", "hotpath-spill-*")), Is.EqualTo((0L, Array.Empty<string>())));
    }

    [Test]
    public void SteadyState_CallsNoAllocator()
    {
        var heap = new NativeHeap();
        using var arena = new OutputArena(heap, BlockBytes);
        Pass(arena, 10_000);

        long before = heap.AllocatorCalls;
        Pass(arena, 100_000);

        Assert.That(heap.AllocatorCalls, Is.EqualTo(before));
    }

    private static void Pass(OutputArena arena, int records)
    {
        for (long i = 0; i < records; i++)
        {
            Write(arena, i, 100);
            if (i % 64 == 63)
            {
                while (arena.TryRead(out OutputRecord record))
                {
                    arena.Release(record);
                }
            }
        }
    }

    private static void Write(OutputArena arena, long position, int length) => Write(
        arena, new OutputIdentity(position, (int)(position % 9), (int)(position % 7), position * 3, (RowKind)(position % 4)), position, length);

    private static void Write(OutputArena arena, in OutputIdentity identity, long content, int length)
    {
        nint row = arena.Reserve(length);
        Raw.WritableSpan(row, length).Fill((byte)content);
        arena.Commit(identity, length);
    }

    /// <summary>A stretch goes on as long as only the number changes, by one; what a row does to the result is its own.</summary>
    [TestCase(0, 0, 0, 1, RowKind.Insert, true)]
    [TestCase(0, 0, 0, 1, RowKind.Delete, true)]
    [TestCase(8, 0, 0, 1, RowKind.Insert, false)]
    [TestCase(0, 1, 0, 1, RowKind.Insert, false)]
    [TestCase(0, 0, 1, 1, RowKind.Insert, false)]
    [TestCase(0, 0, 0, 2, RowKind.Insert, false)]
    [TestCase(0, 0, 0, 0, RowKind.Insert, false)]
    public void Stretch_GoesOnWhileOnlyTheNumberDoes(int position, int statement, int tenant, int number, RowKind kind, bool isOne)
    {
        using var arena = new OutputArena(new NativeHeap(), BlockBytes);
        var first = new OutputIdentity(64, 3, 5, 7, RowKind.Insert);
        var second = new OutputIdentity(64 + position, 3 + statement, 5 + tenant, 7 + number, kind);
        arena.Reserve(10);
        arena.Commit(first, 10);
        arena.Reserve(200);
        arena.Commit(second, 200);
        Assert.That(arena.TryReadStretch(out OutputStretch stretch), Is.True);
        Assert.That(stretch.Rows, Is.EqualTo(isOne ? 2 : 1));
        Assert.That(OutputArena.RecordAt(stretch.RowAddress).Identity, Is.EqualTo(first));
        if (isOne)
        {
            int firstBytes = OutputArena.RecordAt(stretch.RowAddress).LengthBytes;
            OutputStretch rest = stretch.Behind(1, firstBytes);
            Assert.That(OutputArena.RecordAt(rest.RowAddress), Is.EqualTo(new OutputRecord(second, rest.RowAddress, rest.LengthBytes)));
            arena.Release(stretch.RowAddress, firstBytes);
            stretch = rest;
        }

        arena.Release(stretch.RowAddress, stretch.LengthBytes);
        Assert.That(arena.TryReadStretch(out stretch), Is.EqualTo(!isOne));
        if (!isOne)
        {
            arena.Release(stretch.RowAddress, stretch.LengthBytes);
        }

        Assert.That(arena.BufferedBytes, Is.Zero);
    }

    private static void ReleaseSome(
        OutputArena arena, List<(OutputRecord Record, long Position, int Length)> held, SplitMix64 random, int seed)
    {
        if (held.Count == 0)
        {
            return;
        }

        int index = (int)(random.Next() % (ulong)held.Count);
        (OutputRecord record, long position, int length) = held[index];
        held.RemoveAt(index);
        Assert.That(record.Identity, Is.EqualTo(new OutputIdentity(position, (int)(position % 9), (int)(position % 7), position * 3, (RowKind)(position % 4))), $"seed {seed}");
        Check(record, position, length);
        arena.Release(record);
    }

    private static void Check(OutputRecord record, long position, int length)
    {
        if (Raw.Span(record.RowAddress, length).ContainsAnyExcept((byte)position))
        {
            Assert.Fail($"the bytes of record {position} changed");
        }
    }
}
