using System.Collections.Generic;
using HotPath.Conformance.Sbe;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Goldens;

/// <summary>The cases that <c>scripts/conformance sbe</c> runs, one test each.</summary>
public sealed class GoldenCaseTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        if (SharedFolder.Sbe is not { } folder)
        {
            yield return new TestCaseData(new SbeCase(SharedFolder.Absent, static () => null)).Ignore(SharedFolder.Absent);
            yield break;
        }

        foreach (SbeCase one in SbeCases.Find(folder))
        {
            yield return new TestCaseData(one).SetArgDisplayNames(one.Name);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Case_OfTheSharedFolder_Passes(SbeCase one) => Assert.That(one.Run(), Is.Null);
}
