using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Scalars;

/// <summary>Text functions on bytes against slow ones on arrays of code points.</summary>
public sealed class TextOracleTests
{
    private const int Rounds = 3_000;
    private static readonly string[] Alphabet = ["a", "b", "B", "%", "_", " ", "\u00E9", "\u65E5", "\U0001F600"];

    [Test]
    public void CuttingFunctions_OfRandomText_AgreeWithCodePoints() => ForEach((numbers, text, runes, invoker) =>
    {
        int start = (int)numbers.Between(-12, 12);
        int length = (int)numbers.Between(0, 12);
        int skip = start > 0 ? start - 1 : start == 0 ? 0 : runes.Length + start;
        string expected = skip < 0 ? "" : string.Concat(runes.Skip(skip).Take(length));
        Check(
            TextFunctions.Substring(text, start, length)!.Value.ToString() == expected,
            $"SUBSTRING {text} {start} {length}");
        Check(
            TextFunctions.Left(text, length).ToString() == string.Concat(runes.Take(length)), $"LEFT {text} {length}");
        Check(
            TextFunctions.Right(text, length).ToString() == string.Concat(runes.TakeLast(length)),
            $"RIGHT {text} {length}");
        Check(
            TextFunctions.Reverse(text, invoker.Context).ToString() == string.Concat(runes.Reverse()),
            $"REVERSE {text}");
        Check(TextFunctions.CharLength(text) == runes.Length, $"CHAR_LENGTH {text}");
        string pad = string.Concat(
            Enumerable.Repeat("x\u00E9", 12).SelectMany(static p => p).Take(Math.Max(0, length - runes.Length)));
        string padded = string.Concat(runes.Take(length));
        Check(
            TextFunctions.PadLeft(
                text, length, invoker.Text("x\u00E9"), invoker.Context)!.Value.ToString() == pad + padded,
            $"LPAD {text} {length}");
        Check(
            TextFunctions.PadRight(
                text, length, invoker.Text("x\u00E9"), invoker.Context)!.Value.ToString() == padded + pad,
            $"RPAD {text} {length}");
    });

    [Test]
    public void SearchFunctions_OfRandomText_AgreeWithStrings() => ForEach((numbers, text, _, invoker) =>
    {
        string whole = text.ToString();
        string part = Random(numbers, 3);
        Utf8View search = invoker.Text(part);
        int at = whole.IndexOf(part, StringComparison.Ordinal);
        int position = at < 0 ? 0 : whole[..at].EnumerateRunes().Count() + 1;
        Check(TextSearch.Position(search, text) == position, $"POSITION {part} {whole}");
        if (part.Length == 0)
        {
            return;
        }

        string replaced = TextFunctions.Replace(text, search, invoker.Text("<\u00E9>"), invoker.Context).ToString();
        Check(replaced == whole.Replace(part, "<\u00E9>", StringComparison.Ordinal), $"REPLACE {whole} {part}");
        string[] fields = whole.Length == 0 ? [] : whole.Split(part);
        int index = (int)numbers.Between(0, 4);
        Check(
            TextSearch.SplitIndex(text, search, index)?.ToString() == (index < fields.Length ? fields[index] : null),
            $"SPLIT_INDEX {whole} {part} {index}");
    });

    [Test]
    public void Like_OfRandomTextAndPattern_AgreesWithRecursion() => ForEach((numbers, text, runes, invoker) =>
    {
        string pattern = Random(numbers, 6);
        Rune[] wanted = [.. pattern.EnumerateRunes()];
        Check(TextSearch.Like(text, invoker.Text(pattern)) == IsLike(runes, wanted), $"{text} LIKE {pattern}");
    });

    /// <summary>Some of it cut off, or with bytes of other texts in between.</summary>
    [Test]
    public void BytesThatAreNoText_BecomeWhatThePlatformMakesOfThem() => ForEach((numbers, text, _, invoker) =>
    {
        Span<byte> bytes = Raw.WritableSpan(text.Address, text.LengthBytes);
        for (int i = (int)numbers.Between(0, 3); i > 0 && bytes.Length > 0; i--)
        {
            bytes[(int)numbers.Between(0, bytes.Length - 1)] = (byte)numbers.Between(0, 255);
        }

        string expected = Encoding.UTF8.GetString(bytes);
        Utf8View found = ToTextCasts.Binary(text, int.MaxValue, invoker.Context);
        Check(found.ToString() == expected && found.LengthBytes == Encoding.UTF8.GetByteCount(expected), Convert.ToHexString(bytes));
    });

    [Test]
    public void Digests_OfRandomText_AreThePlatforms() => ForEach((_, text, _, invoker) =>
    {
        byte[] bytes = text.Span.ToArray();
        Check(
            TextDigests.Md5(text, invoker.Context).ToString() == Convert.ToHexStringLower(MD5.HashData(bytes)), "MD5");
        Check(
            TextDigests.Sha1(text, invoker.Context).ToString() == Convert.ToHexStringLower(SHA1.HashData(bytes)),
            "SHA1");
        Check(
            TextDigests.Sha256(text, invoker.Context).ToString() == Convert.ToHexStringLower(SHA256.HashData(bytes)),
            "SHA256");
    });

    [Test]
    public void TextFunctions_AfterWarmUp_AllocateNothing()
    {
        using var invoker = new ScalarInvoker("UTC");
        ScalarContext context = invoker.Context;
        Utf8View pattern = Pin("([a-z]+)-[0-9]+");
        Utf8View text = Pin("stra\u00DFe-42");
        for (int i = 0; i < 1_000; i++)
        {
            Work();
            Thread.Sleep(i % 250 == 0 ? 200 : 0); // code is compiled once more, beside this thread
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Work();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        Utf8View Pin(string value)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(value);
            nint address = _heap.Allocate(bytes.Length);
            bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
            return new Utf8View(address, bytes.Length);
        }

        void Work()
        {
            context.Begin(0);
            _ = TextCasing.Upper(TextCasing.Lower(text, context), context);
            _ = TextFunctions.Concat(text, TextFunctions.Reverse(text, context), context);
            _ = TextRegex.IsFound(text, pattern, context);
            _ = TextRegex.Extract(text, pattern, context);
            _ = TextRegex.Replace(text, pattern, text, context);
            _ = TextDigests.Sha256(text, context);
            _ = ToTextCasts.Double(1.5, int.MaxValue, context);
            _ = TimeTextFunctions.Format(0, pattern, Format, context);
        }
    }

    private static readonly TimeFormat Format = TimeFormat.Of("yyyy-MM-dd HH:mm:ss.SSS", out _)!;

    private readonly NativeHeap _heap = new();

    private delegate void Property(SplitMix64 numbers, Utf8View text, Rune[] runes, ScalarInvoker invoker);

    private static void ForEach(Property property)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        using var invoker = new ScalarInvoker("UTC");
        for (int i = 0; i < Rounds; i++)
        {
            invoker.Context.Begin(0);
            string text = Random(numbers, 10);
            property(numbers, invoker.Text(text), [.. text.EnumerateRunes()], invoker);
        }
    }

    private static string Random(SplitMix64 numbers, int longest)
    {
        var text = new StringBuilder();
        for (int i = numbers.Below(longest + 1); i > 0; i--)
        {
            text.Append(Alphabet[numbers.Below(Alphabet.Length)]);
        }

        return text.ToString();
    }

    private static bool IsLike(ReadOnlySpan<Rune> text, ReadOnlySpan<Rune> pattern)
    {
        if (pattern.Length == 0)
        {
            return text.Length == 0;
        }

        if (pattern[0].Value == '%')
        {
            return IsLike(text, pattern[1..]) || (text.Length > 0 && IsLike(text[1..], pattern));
        }

        return text.Length > 0 && (pattern[0].Value == '_' || pattern[0] == text[0]) && IsLike(text[1..], pattern[1..]);
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            Assert.Fail($"{what}; {TestSeed.Hint}");
        }
    }
}
