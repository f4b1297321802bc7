using HotPath.Foundation.Text;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Text;

public sealed class ByteSizeTests
{
    [TestCase("1", 1)]
    [TestCase("7 b", 7)]
    [TestCase("7bytes", 7)]
    [TestCase(" 2 KB ", 2 * 1024)]
    [TestCase("64 mb", 64 * 1024 * 1024)]
    [TestCase("3 gibibytes", 3L * 1024 * 1024 * 1024)]
    [TestCase("1t", 1024L * 1024 * 1024 * 1024)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("", 0)]
    [TestCase("0 mb", 0)]
    [TestCase("-1", 0)]
    [TestCase("1.5 mb", 0)]
    [TestCase("mb", 0)]
    [TestCase("1 mbit", 0)]
    [TestCase("9223372036854775808", 0)]
    [TestCase("9223372036854775807 t", 0)]
    public void Size_IsANumberAndAUnit(string text, long bytes)
    {
        Assert.That(ByteSize.TryRead(text, out long read), Is.EqualTo(bytes > 0));
        Assert.That(read, Is.EqualTo(bytes));
    }
}
