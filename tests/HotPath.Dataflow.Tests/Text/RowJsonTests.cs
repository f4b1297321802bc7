using System;
using System.Text;
using System.Text.Json;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Dataflow.Tests.Text;

public sealed class RowJsonTests
{
    private static readonly RowSchema Schema = new(
        "t",
        templateId: 1,
        [
            new Column("a \"b\"\\", SqlType.String),
            new Column("n", SqlType.Int),
            new Column("d", SqlType.Decimal(10, 2)),
            new Column("f", SqlType.Double),
            new Column("flag", SqlType.Boolean),
            new Column("at", SqlType.Timestamp3),
            new Column("ltz", SqlType.TimestampLtz3),
            new Column("raw", SqlType.Bytes),
            new Column("nothing", SqlType.BigInt),
        ]);

    [Test]
    public void Write_OfEveryKind_IsTheRowByName()
    {
        using RowBuilder row = Row("x\n\u0001\u00e9", [1, 2, 3, 4], double.NaN);
        Assert.That(
            Text(row, 1000),
            Is.EqualTo(
                "{\"a \\\"b\\\"\\\\\":\"x\\n\\u0001\u00e9\",\"n\":-7,\"d\":40.00,\"f\":\"NaN\",\"flag\":true,"
                + "\"at\":\"1970-01-01 00:00:01.5\",\"ltz\":\"1970-01-01 00:00:00Z\",\"raw\":\"AQIDBA==\",\"nothing\":null}"));
    }

    [Test]
    public void Write_IntoEveryLength_IsTheLongestPrefixOfWholeCharacters()
    {
        using RowBuilder row = Row("\u00e9\u20ac\ud83d\ude00", [255], 1.5);
        byte[] whole = Encoding.UTF8.GetBytes(Text(row, 1000));
        for (int length = 0; length <= whole.Length; length++)
        {
            int expected = length;
            while (expected < whole.Length && (whole[expected] & 0xC0) == 0x80)
            {
                expected--;
            }

            Assert.That(Text(row, length), Is.EqualTo(Encoding.UTF8.GetString(whole, 0, expected)), $"{length} bytes");
        }
    }

    [Test]
    public void Write_OfRandomRows_IsReadBackByAnotherReader()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 500; i++)
        {
            var text = new StringBuilder();
            for (int c = numbers.Below(12); c > 0; c--)
            {
                text.Append(char.ConvertFromUtf32(numbers.Below(3) switch
                {
                    0 => numbers.Below(0x80),
                    1 => numbers.Below(0xD800),
                    _ => 0x10000 + numbers.Below(0x10000),
                }));
            }

            byte[] bytes = new byte[numbers.Below(9)];
            for (int b = 0; b < bytes.Length; b++)
            {
                bytes[b] = (byte)numbers.Below(256);
            }

            double number = BitConverter.UInt64BitsToDouble(numbers.Next() >> 2);
            using RowBuilder row = Row(text.ToString(), bytes, number);
            using JsonDocument read = JsonDocument.Parse(Text(row, 4096));
            JsonElement root = read.RootElement;
            Assert.That(root.GetProperty("a \"b\"\\").GetString(), Is.EqualTo(text.ToString()), TestSeed.Hint);
            Assert.That(root.GetProperty("raw").GetBytesFromBase64(), Is.EqualTo(bytes), TestSeed.Hint);
            Assert.That(root.GetProperty("f").GetDouble(), Is.EqualTo(number), TestSeed.Hint);
        }
    }

    [Test]
    public void Write_AllocatesNothing()
    {
        using RowBuilder row = Row("text \"quoted\"", [1, 2, 3], 0.1);
        var json = new RowJson(Schema);
        byte[] target = new byte[4096];
        _ = json.Write(row.View, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _ = json.Write(row.View, target);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static RowBuilder Row(string text, byte[] bytes, double number)
    {
        var row = new RowBuilder(new NativeHeap(), Schema);
        row.SetUtf8(0, Encoding.UTF8.GetBytes(text));
        row.Set(1, -7);
        row.Set(2, (Int128)4000);
        row.Set(3, number);
        row.Set(4, (byte)1);
        row.Set(5, 1500L);
        row.Set(6, 0L);
        row.SetUtf8(7, bytes);
        return row;
    }

    private static string Text(RowBuilder row, int lengthBytesMax)
    {
        byte[] target = new byte[lengthBytesMax];
        return Encoding.UTF8.GetString(target, 0, new RowJson(Schema).Write(row.View, target));
    }
}
