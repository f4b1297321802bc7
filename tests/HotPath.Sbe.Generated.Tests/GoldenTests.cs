using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Conformance.Sbe;
using HotPath.Conformance.SbeGenerated;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>The cases of the shared folder with generated code, one test each.</summary>
public sealed class GoldenTests
{
    internal static readonly GeneratedCases? Generated = SharedFolder.Sbe is { } folder ? new GeneratedCases(folder, isChecked: true) : null;

    private static IEnumerable<TestCaseData> Cases()
    {
        if (Generated is null)
        {
            yield return new TestCaseData(new SbeCase(SharedFolder.Absent, static () => null)).Ignore(SharedFolder.Absent);
            yield break;
        }

        foreach (SbeCase one in Generated.Find())
        {
            yield return new TestCaseData(one).SetArgDisplayNames(one.Name);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Case_OfTheSharedFolder_Passes(SbeCase one) => Assert.That(one.Run(), Is.Null);

    [Test]
    public void ReadingAndWriting_OfEveryGoldenMessage_AllocatesNothing()
    {
        string folder = SharedFolder.Require(".");
        byte[] to = new byte[64 * 1024];
        int seen = 0;
        foreach (GoldenFrame golden in GoldenFrame.Find(folder).Where(static frame => frame.UnknownTemplate is null))
        {
            GeneratedCodec codec = Generated!.Codec(golden.Schema);
            int length = codec.Copy(golden.Octets, to);
            long before = GC.GetAllocatedBytesForCurrentThread();
            int again = codec.Copy(golden.Octets, to);
            bool isCut = codec.Check(golden.Octets.AsSpan(0, golden.ConsumedBytes - 1), out _, out _).IsError;
            long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That((again, isCut, allocatedBytes), Is.EqualTo((length, true, 0L)), golden.Name);
            seen++;
        }

        Assert.That(seen, Is.GreaterThan(400));
    }
}
