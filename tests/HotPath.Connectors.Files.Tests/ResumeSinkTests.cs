using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>
/// A sink that goes on from a cursor, over whatever the earlier run left behind it: the file is that of a run without a
/// crash, or the run stops and the file is as it was.
/// </summary>
[TestFixture]
public sealed class ResumeSinkTests
{
    private string _path = string.Empty;

    private enum Damage
    {
        Cut,
        ZeroTail,
        CutThenZeros,
        FlippedByte,
        ExtraBytes,
        ExtraZeros,
    }

    private static RowSchema Schema => Rows.Table("s STRING").Schema;

    [SetUp]
    public void SetUp() => _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [TearDown]
    public void TearDown() => File.Delete(_path);

    [Test]
    public void AnyDamage_BehindAnyCursor_GivesTheSameFileOrTheError()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        int[] mended = new int[Enum.GetValues<Damage>().Length];
        int[] refused = new int[mended.Length];
        for (int round = 0; round < 700; round++)
        {
            string[] rows = RandomRows(numbers);
            int from = numbers.Below(rows.Length + 1);
            (SinkCursor cursor, SinkCursor end) = WriteWhole(rows, from);
            byte[] whole = File.ReadAllBytes(_path);
            var damage = (Damage)numbers.Below(mended.Length);
            byte[] left = Damaged(whole, (int)cursor.LengthBytes, damage, numbers);
            File.WriteAllBytes(_path, left);
            string hint = $"round {round}, {damage}, cursor {cursor}, {left.Length} of {whole.Length} bytes, {TestSeed.Hint}";

            if (IsMendable(whole, left))
            {
                Assert.That(Resume(rows[from..], cursor, numbers), Is.EqualTo(end), hint);
                Assert.That(File.ReadAllBytes(_path), Is.EqualTo(whole), hint);
                mended[(int)damage]++;
            }
            else
            {
                HotPathException error = Assert.Throws<HotPathException>(() => Resume(rows[from..], cursor, numbers), hint)!;
                Assert.That(error.Code, Is.EqualTo(ErrorCode.ReplayDiverged), hint);
                int at = FirstDifference(whole, left);
                Assert.That(error.Message, Does.Contain(_path).And.Contain($"at byte {at} "), hint);
                Assert.That(File.ReadAllBytes(_path), Is.EqualTo(left), hint);
                refused[(int)damage]++;
            }
        }

        Assert.That(mended.Where((_, i) => (Damage)i is not (Damage.FlippedByte or Damage.ExtraBytes)), Is.All.GreaterThan(50));
        Assert.That(refused[(int)Damage.FlippedByte], Is.GreaterThan(50));
        Assert.That(refused[(int)Damage.ExtraBytes], Is.GreaterThan(50));
    }

    [Test]
    public void EveryByteOffset_OfTheTail_IsCompleted()
    {
        string[] rows = ["first", "second, with a comma", "third", "fourth"];
        (SinkCursor cursor, SinkCursor end) = WriteWhole(rows, from: 1);
        byte[] whole = File.ReadAllBytes(_path);
        for (int cut = (int)cursor.LengthBytes; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(_path, whole[..cut]);
            Assert.That(Resume(rows[1..], cursor, TestSeed.Numbers()), Is.EqualTo(end), $"cut at {cut}");
            Assert.That(File.ReadAllBytes(_path), Is.EqualTo(whole), $"cut at {cut}");
        }
    }

    [Test]
    public void TailOfManyChunks_IsComparedToTheLastByte([Values] bool isFlipped)
    {
        string[] rows = [.. Enumerable.Range(0, 30).Select(static i => new string((char)('a' + i), 20_011))];
        (SinkCursor cursor, SinkCursor end) = WriteWhole(rows, from: 2);
        byte[] whole = File.ReadAllBytes(_path);
        byte[] left = [.. whole];
        left[^2] ^= (byte)(isFlipped ? 1 : 0);
        File.WriteAllBytes(_path, left);
        if (isFlipped)
        {
            HotPathException error = Assert.Throws<HotPathException>(() => Resume(rows[2..], cursor, TestSeed.Numbers()))!;
            Assert.That(error.Message, Does.Contain($"at byte {whole.Length - 2} "));
        }
        else
        {
            Assert.That(Resume(rows[2..], cursor, TestSeed.Numbers()), Is.EqualTo(end));
        }

        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(left));
    }

    [Test]
    public void BytesBeforeTheCursor_AreNotReadAgain()
    {
        (SinkCursor cursor, _) = WriteWhole(["aa", "bb"], from: 1);
        File.WriteAllText(_path, "zz\nbb\n");
        _ = Resume(["bb"], cursor, TestSeed.Numbers());
        Assert.That(File.ReadAllText(_path), Is.EqualTo("zz\nbb\n"));
    }

    [TestCase(-1, "does not exist")]
    [TestCase(2, "holds 2 bytes")]
    public void FileShorterThanPublished_IsRefusedAndNotTouched(int lengthBytes, string found)
    {
        (SinkCursor cursor, _) = WriteWhole(["aa", "bb"], from: 1);
        byte[] whole = File.ReadAllBytes(_path);
        File.Delete(_path);
        if (lengthBytes >= 0)
        {
            File.WriteAllBytes(_path, whole[..lengthBytes]);
        }

        HotPathException error = Assert.Throws<HotPathException>(() => Open(cursor).Dispose())!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ReplayDiverged));
        Assert.That(error.Message, Does.Contain(_path).And.Contain(found).And.Contain("3 bytes of it were published"));
        Assert.That(File.Exists(_path) ? new FileInfo(_path).Length : -1, Is.EqualTo(lengthBytes));
    }

    [Test]
    public void EmptyCursor_WithoutAFile_CreatesIt_WithOne_Compares()
    {
        Assert.That(Resume(["aa"], default(SinkCursor), TestSeed.Numbers()).Rows, Is.EqualTo(1));
        Assert.That(File.ReadAllText(_path), Is.EqualTo("aa\n"));
        HotPathException error = Assert.Throws<HotPathException>(() => Resume(["ab"], default(SinkCursor), TestSeed.Numbers()))!;
        Assert.That(error.Message, Does.Contain("at byte 1 there is 'a\\x0a', and it should be 'b\\x0a'"));
    }

    [Test]
    public void NewRun_EmptiesTheFile()
    {
        File.WriteAllText(_path, "something else");
        _ = Resume(["aa"], resume: null, TestSeed.Numbers());
        Assert.That(File.ReadAllText(_path), Is.EqualTo("aa\n"));
    }

    [Test]
    public void Dispose_BeforeTheTailIsGivenAgain_LeavesIt()
    {
        (SinkCursor cursor, _) = WriteWhole(["aa", "bb", "cc"], from: 1);
        using (ITableSink sink = Open(cursor))
        {
            Write(sink, "bb");
            sink.Sync();
        }

        Assert.That(File.ReadAllText(_path), Is.EqualTo("aa\nbb\ncc\n"));
    }

    [Test]
    public void Sync_HandsEverythingToTheFile([Values] bool isResumed)
    {
        using ITableSink sink = Open(isResumed ? default(SinkCursor) : null);
        Write(sink, "aa");
        Assert.That(new FileInfo(_path).Length, Is.Zero, "the row should wait in the buffer");
        sink.Sync();
        Assert.That(File.ReadAllText(_path), Is.EqualTo("aa\n"));
        Assert.That(sink.Cursor, Is.EqualTo(new SinkCursor(1, 3, sink.Cursor.ChainHash)));
        sink.Sync();
        sink.Complete();
    }

    [Test]
    public void Devices_HaveNothingToCompareOrSync()
    {
        var cursor = new SinkCursor(7, 1000, 42);
        using ITableSink sink = Open(cursor, "/dev/null");
        Write(sink, "aa");
        sink.Sync();
        sink.Complete();
        Assert.That((sink.Cursor.Rows, sink.Cursor.LengthBytes), Is.EqualTo((8L, 1003L)));
    }

    [Test]
    public void StandardOutput_GoesOnFromTheCursorWithoutASecondHeader([Values] bool isSelect)
    {
        (string, string)[] options = isSelect ? [] : [("connector", "print")];
        SinkDefinition definition = Rows.Sink(Schema, isSelect ? SinkRole.Select : SinkRole.Table, options);
        string whole = Printed(definition, null, out SinkCursor end, "aa", "bb", "cc");
        string head = Printed(definition, null, out SinkCursor cursor, "aa");
        string tail = Printed(definition, cursor, out SinkCursor resumed, "bb", "cc");
        Assert.That(head + tail, Is.EqualTo(whole));
        Assert.That(resumed, Is.EqualTo(end));
        Assert.That(end, Is.EqualTo(new SinkCursor(3, Encoding.UTF8.GetByteCount(whole), end.ChainHash)));
    }

    [Test]
    public void Blackhole_CountsOn()
    {
        SinkDefinition definition = Rows.Sink(Schema, SinkRole.Table, ("connector", "blackhole"));
        _ = Printed(definition, null, out SinkCursor end, "aa", "bb", "cc");
        _ = Printed(definition, null, out SinkCursor cursor, "aa");
        _ = Printed(definition, cursor, out SinkCursor resumed, "bb", "cc");
        Assert.That(resumed, Is.EqualTo(end));
        Assert.That(end.Rows, Is.EqualTo(3));
        Assert.That(end.ChainHash, Is.Not.EqualTo(cursor.ChainHash));
    }

    [Test]
    public void DeadLetterFile_IsResumedLikeAnyOther([Values(0, 10, 1)] int cutBytes)
    {
        SinkDefinition definition = Rows.Sink(DeadLetterSchema.Schema, SinkRole.DeadLetters, ("path", _path));
        SinkCursor cursor = WriteLetters(definition, null, 0, 1);
        SinkCursor end = WriteLetters(definition, null, 0, 3);
        byte[] whole = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, whole[..^cutBytes]);
        Assert.That(WriteLetters(definition, cursor, 1, 3), Is.EqualTo(end));
        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(whole));
        Assert.That(
            () => WriteLetters(definition, cursor, 2, 3),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.ReplayDiverged));
    }

    private static SinkCursor WriteLetters(SinkDefinition definition, SinkCursor? resume, int from, int to)
    {
        using ITableSink sink = new FileConnectors(new FileConnectorOptions()).OpenSink(definition, resume);
        using var row = new RowBuilder(new NativeHeap(), DeadLetterSchema.Schema);
        for (int i = from; i < to; i++)
        {
            row.Begin();
            row.SetUtf8(DeadLetterSchema.Reason, "Malformed"u8);
            row.Set(DeadLetterSchema.Record, (long)i);
            row.SetUtf8(DeadLetterSchema.RawBytes, "bad"u8);
            sink.Write(new OutputIdentity(i, 0, 0, 0, RowKind.Insert), row.View);
        }

        sink.Complete();
        return sink.Cursor;
    }

    private static string Printed(SinkDefinition definition, SinkCursor? resume, out SinkCursor end, params string[] rows)
    {
        using var stdout = new MemoryStream();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout });
        using ITableSink sink = connectors.OpenSink(definition, resume);
        foreach (string row in rows)
        {
            Write(sink, row);
        }

        sink.Sync();
        sink.Complete();
        end = sink.Cursor;
        return Encoding.UTF8.GetString(stdout.ToArray());
    }

    private static void Write(ITableSink sink, string text)
    {
        using var row = new RowBuilder(new NativeHeap(), Schema);
        row.SetUtf8(0, Encoding.UTF8.GetBytes(text));
        sink.Write(new OutputIdentity(0, 1, 0, 0, RowKind.Insert), row.View);
    }

    /// <summary>Short rows, some with zero bytes in them, now and then one longer than a buffer.</summary>
    private static string[] RandomRows(SplitMix64 numbers) =>
    [
        .. Enumerable.Range(0, 1 + numbers.Below(12)).Select(_ => new string(
            numbers.Below(5) == 0 ? '\0' : (char)('a' + numbers.Below(26)),
            numbers.Below(60) == 0 ? 70_000 : numbers.Below(12))),
    ];

    private static byte[] Damaged(byte[] whole, int published, Damage damage, SplitMix64 numbers)
    {
        int at = published + numbers.Below(whole.Length - published + 1);
        byte[] head = whole[..at];
        switch (damage)
        {
            case Damage.Cut:
                return head;
            case Damage.ZeroTail:
                return [.. head, .. new byte[whole.Length - at]];
            case Damage.CutThenZeros:
                return [.. head, .. new byte[numbers.Below(100_000)]];
            case Damage.ExtraBytes:
                return [.. whole, .. Encoding.UTF8.GetBytes(new string('x', 1 + numbers.Below(9)))];
            case Damage.ExtraZeros:
                return [.. whole, .. new byte[1 + numbers.Below(9000)]];
            default:
                byte[] flipped = [.. whole];
                if (at < whole.Length)
                {
                    flipped[at] ^= (byte)(1 << numbers.Below(8));
                }

                return flipped;
        }
    }

    /// <summary>The rule, on whole arrays: nothing but zeros from the first difference on.</summary>
    private static bool IsMendable(byte[] whole, byte[] left) =>
        left.Skip(FirstDifference(whole, left)).All(static next => next == 0);

    private static int FirstDifference(byte[] whole, byte[] left)
    {
        int at = 0;
        while (at < whole.Length && at < left.Length && whole[at] == left[at])
        {
            at++;
        }

        return at;
    }

    private (SinkCursor At, SinkCursor End) WriteWhole(IReadOnlyList<string> rows, int from)
    {
        using ITableSink sink = Open(resume: null);
        SinkCursor at = sink.Cursor;
        for (int i = 0; i < rows.Count; i++)
        {
            Write(sink, rows[i]);
            at = i + 1 == from ? sink.Cursor : at;
        }

        sink.Complete();
        return (at, sink.Cursor);
    }

    private SinkCursor Resume(IReadOnlyList<string> rows, SinkCursor? resume, SplitMix64 numbers)
    {
        using ITableSink sink = Open(resume);
        foreach (string row in rows)
        {
            Write(sink, row);
            if (numbers.Below(4) == 0)
            {
                sink.Flush();
            }
        }

        sink.Complete();
        return sink.Cursor;
    }

    private ITableSink Open(SinkCursor? resume, string? path = null) =>
        new FileConnectors(new FileConnectorOptions()).OpenSink(
            Rows.Sink(
                Schema, SinkRole.Table, ("connector", "filesystem"), ("path", path ?? _path), ("format", "csv")),
            resume);
}
