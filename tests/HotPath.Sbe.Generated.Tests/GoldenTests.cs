using System.Collections.Generic;
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
}
