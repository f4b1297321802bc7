using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Dataflow.Tests.Rows;

public sealed class RowTests
{
    private static readonly RowSchema Schema = new(
        "t",
        7,
        [
            new Column("flag", SqlType.Boolean),
            new Column("name", SqlType.String),
            new Column("amount", SqlType.Decimal(38, 2)),
            new Column("count", SqlType.BigInt),
            new Column("small", SqlType.SmallInt),
        ]);

    [Test]
    public void Layout_IsTheDocumentedOne()
    {
        Assert.That(Schema.BitmapBytes, Is.EqualTo(8));
        Assert.That(Schema.SlotOffset(0), Is.EqualTo(16), "behind header and bitmap");
        Assert.That(Schema.SlotOffset(1), Is.EqualTo(24), "aligned to 8");
        Assert.That(Schema.SlotOffset(2), Is.EqualTo(32));
        Assert.That(Schema.SlotOffset(3), Is.EqualTo(48));
        Assert.That(Schema.SlotOffset(4), Is.EqualTo(56));
        Assert.That(Schema.BlockLength, Is.EqualTo(56));
        Assert.That(Schema.TailOffset, Is.EqualTo(68));
    }

    [Test]
    public void Row_AsBytes_IsOneSbeMessage()
    {
        using var row = new RowBuilder(new NativeHeap(), Schema);
        row.SetUtf8(1, "ab"u8);
        row.Set(4, (short)-2);

        byte[] bytes = Raw.Span(row.Address, row.LengthBytes).ToArray();

        const string Expected = "3800070050480100" + "1200000000000000" + "0000000000000000" + "0000000002000000"
            + "00000000000000000000000000000000" + "0000000000000000" + "FEFF000000000000" + "02000000" + "6162";
        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(Expected));
    }

    [Test]
    public void BorrowedRow_IsReadWhereItLies_UntilTheNextOneBegins()
    {
        using var made = new RowBuilder(new NativeHeap(), Schema);
        made.SetUtf8(1, "ab"u8);
        using var row = new RowBuilder(new NativeHeap(), Schema);

        row.Borrow(made.Address, made.LengthBytes);
        Assert.That(row.Address, Is.EqualTo(made.Address));
        Assert.That(row.LengthBytes, Is.EqualTo(made.LengthBytes));
        Assert.That(row.View.GetUtf8(1).ToString(), Is.EqualTo("ab"));

        row.Begin();
        row.Set(3, 5L);
        Assert.That(row.View.IsNull(1), "nothing of the borrowed row is left");
        Assert.That(row.View.Get<long>(3), Is.EqualTo(5));
        Assert.That(made.View.IsNull(3), "the borrowed row was not written to");
    }

    [Test]
    public void Values_SurviveGrowth_AndNullsAreAbsent()
    {
        using var row = new RowBuilder(new NativeHeap(), Schema);
        row.Set(2, Int128.MinValue);
        row.SetUtf8(1, new byte[100_000]);
        row.Set(0, true);

        Assert.That(row.View.Get<Int128>(2), Is.EqualTo(Int128.MinValue));
        Assert.That(row.View.GetUtf8(1).LengthBytes, Is.EqualTo(100_000));
        Assert.That(row.View.IsNull(3), Is.True);
        Assert.That(row.View.IsNull(0), Is.False);
        Assert.That(row.View.IsWellFormed(row.LengthBytes), Is.True);
        row.Begin();
        Assert.That(row.View.IsNull(1), Is.True);
        Assert.That(row.LengthBytes, Is.EqualTo(Schema.TailOffset));
    }

    [Test]
    public void DamagedRow_IsNotWellFormed()
    {
        using var row = new RowBuilder(new NativeHeap(), Schema);
        row.SetUtf8(1, "ab"u8);
        int length = row.LengthBytes;

        Assert.That(row.View.IsWellFormed(length - 1), Is.False, "cut");
        Raw.Write(row.Address + Schema.SlotOffset(1) + 4, 3);
        Assert.That(row.View.IsWellFormed(length), Is.False, "text beyond the tail");
        Raw.Write(row.Address + Schema.SlotOffset(1), uint.MaxValue);
        Assert.That(row.View.IsWellFormed(length), Is.False, "offset that wraps");
        row.Begin();
        Raw.Write(row.Address, (ushort)1);
        Assert.That(row.View.IsWellFormed(row.LengthBytes), Is.False, "block length");
    }
}
