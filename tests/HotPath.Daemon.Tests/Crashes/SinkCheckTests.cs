using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>Controls: what the checker of the crash tests is there for is given to it, and it must say so.</summary>
public sealed class SinkCheckTests
{
    private const string Rows = "1,a\n2,b\n3,c\n";

    private static readonly byte[] Expected = Encoding.ASCII.GetBytes(Rows);
    private static readonly CommandResult Good = new(0, string.Empty, "  ledger    balanced to the row\n");

    [TestCase("1,a\n3,c\n", TestName = "Whole_RowLost_IsFound")]
    [TestCase("1,a\n2,b\n2,b\n3,c\n", TestName = "Whole_RowDoubled_IsFound")]
    [TestCase("1,a\n3,c\n2,b\n", TestName = "Whole_RowsOutOfOrder_IsFound")]
    [TestCase("1,a\n2,b\n3,d\n", TestName = "Whole_OtherValue_IsFound")]
    [TestCase("1,a\n2,b\n", TestName = "Whole_LastRowLost_IsFound")]
    [TestCase("1,a\n2,b\n3,c", TestName = "Whole_LastByteLost_IsFound")]
    [TestCase("1,a\n2,b\n3,c\n\n", TestName = "Whole_ByteMore_IsFound")]
    [TestCase("", TestName = "Whole_NoRows_IsFound")]
    public void Doctored(string sink) =>
        Assert.That(SinkCheck.Whole(Expected, Encoding.ASCII.GetBytes(sink), Good), Is.Not.Null);

    [Test]
    public void Whole_EndedBadlyOrUnbalanced_IsFound()
    {
        Assert.That(SinkCheck.Whole(Expected, Expected, Good with { ExitCode = 1 }), Does.Contain("exit code 1"));
        Assert.That(SinkCheck.Whole(Expected, Expected, Good with { Errors = "HP3002" }), Does.Contain("ledger"));
        Assert.That(SinkCheck.Whole(Expected, Expected, Good), Is.Null);
    }

    [Test]
    public void Partial_AnyCutIsAccepted_AnyOtherByteIsFound()
    {
        IEnumerable<int> cuts = Enumerable.Range(0, Expected.Length + 1);
        Assert.That(cuts.Select(length => SinkCheck.Partial(Expected, Expected.AsSpan(0, length))), Is.All.Null);
        for (int at = 0; at < Expected.Length; at++)
        {
            byte[] sink = [.. Expected];
            sink[at] ^= 1;
            Assert.That(SinkCheck.Partial(Expected, sink), Does.Contain($"from byte {at} "));
        }

        Assert.That(SinkCheck.Partial(Expected, [.. Expected, (byte)'4']), Is.Not.Null);
    }
}
