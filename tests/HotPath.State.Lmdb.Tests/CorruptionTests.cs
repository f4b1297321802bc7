using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>
/// Flipped bits in the state file: each is detected before anything is read from the state, or changes nothing. A crash
/// of the process would end the test run.
/// </summary>
public sealed class CorruptionTests
{
    private const int Newest = 8;

    private static readonly int Flips =
        Environment.GetEnvironmentVariable("HOTPATH_FLIPS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 200;

    private ScratchFolder _folder = null!;
    private string _file = null!;
    private byte[] _whole = null!;
    private string[] _content = null!;

    [SetUp]
    public void Make()
    {
        _folder = new ScratchFolder();
        _file = Path.Combine(_folder.Path, "state", "data.mdb");
        using (LmdbCheckpointStore store = LmdbCheckpointStore.Open(_folder.Path))
        {
            for (int position = 1; position <= Newest; position += 2)
            {
                ChildState.Commit(store, position);
                CommitLongKeys(store, position + 1);
            }

            _content = StoreContent.Of(store);
        }

        _whole = File.ReadAllBytes(_file);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void FlippedBit_Anywhere_IsDetectedOrHarmless()
    {
        var random = new SplitMix64(TestSeed.Value);
        int detected = 0;
        for (int i = 0; i < Flips; i++)
        {
            detected += IsDetected((long)(random.Next() % (ulong)(_whole.Length * 8L))) ? 1 : 0;
        }

        TestContext.Out.WriteLine($"{Flips} flips in {_whole.Length} bytes: {detected} detected, {Flips - detected} harmless");
        Assert.That(detected, Is.GreaterThan(Flips / 20));
    }

    [Test]
    public void FlippedBit_OfAValue_IsDetected()
    {
        var random = new SplitMix64(TestSeed.Value + 1);
        List<(int Offset, int Length)> values = Values();
        Assert.That(values, Has.Count.GreaterThan(50), "the guard must see values");
        for (int i = 0; i < Flips; i++)
        {
            (int offset, int length) = values[random.Below(values.Count)];
            long bit = ((long)offset * 8) + random.Below(length * 8);
            Assert.That(IsDetected(bit), Is.True, $"bit {bit}; {TestSeed.Replay(TestSeed.Value)}");
        }
    }

    [Test]
    public void FlippedBit_OfARootPageOrAPageHeader_IsDetectedOrHarmless()
    {
        int detected = 0;
        int flips = 0;
        for (int page = 0; page < _whole.Length / 4096; page += page < 2 ? 1 : 7)
        {
            int bytes = page < 2 ? 152 : 24;
            for (int bit = 0; bit < bytes * 8; bit += page < 2 ? 7 : 11)
            {
                flips++;
                detected += IsDetected((page * 4096L * 8) + bit) ? 1 : 0;
            }
        }

        TestContext.Out.WriteLine($"{flips} flips: {detected} detected");
        Assert.That(detected, Is.GreaterThan(flips / 20));
    }

    [Test]
    public void CutFile_IsDetectedOrHarmless_AtEveryPage()
    {
        // Free pages at the end need not be there: LMDB itself never writes those that it took and gave back at once.
        int harmless = 0;
        for (int bytes = 0; bytes < _whole.Length; bytes += 4096)
        {
            harmless += IsDetected(_whole[..bytes], $"cut to {bytes} bytes") ? 0 : 1;
        }

        TestContext.Out.WriteLine($"{_whole.Length / 4096} cuts: {harmless} harmless");
        Assert.That(harmless, Is.LessThan(_whole.Length / 4096 / 4));
    }

    // A long run of a live value's own bytes occurs once in the file, or it has an old copy and is left alone.
    private List<(int Offset, int Length)> Values()
    {
        var places = new List<(int, int)>();
        foreach (string line in _content)
        {
            byte[] value = Convert.FromHexString(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            int first = value.Length < 30 ? -1 : _whole.AsSpan().IndexOf(value);
            if (first >= 0 && _whole.AsSpan(first + 1).IndexOf(value) < 0)
            {
                places.Add((first, value.Length));
            }
        }

        return places;
    }

    private bool IsDetected(long bit)
    {
        byte[] flipped = (byte[])_whole.Clone();
        flipped[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return IsDetected(flipped, $"bit {bit}");
    }

    private bool IsDetected(byte[] damaged, string what)
    {
        File.WriteAllBytes(_file, damaged);
        if (!Opens(out LmdbCheckpointStore? store))
        {
            return true;
        }

        using (store)
        {
            Assert.That(store!.Position, Is.EqualTo(Newest), $"{what}: another position, not detected");
            Assert.That(StoreContent.Of(store), Is.EqualTo(_content), $"{what}: other content, not detected");
            Assert.That(() => ChildState.Commit(store, Newest + 1), Throws.Nothing, what);
            Assert.That(store.Verify, Throws.Nothing, what);
        }

        Assert.That(Opens(out store), Is.True, $"{what}: damaged after a commit");
        store!.Dispose();
        return false;
    }

    private bool Opens(out LmdbCheckpointStore? store)
    {
        try
        {
            store = StateRecovery.OpenVerified(_folder.Path);
            return true;
        }
        catch (HotPathException e) when (e.Code is ErrorCode.StateCorrupt)
        {
            store = null;
            return false;
        }
    }

    private static void CommitLongKeys(LmdbCheckpointStore store, long position)
    {
        using var batch = new StateBatch(new NativeHeap());
        for (int i = 0; i < 20; i++)
        {
            batch.Put(StoreKeys.Long(450, i), StoreKeys.Long(100, (int)(position + i)));
        }

        store.Commit(position, [batch]);
    }
}
