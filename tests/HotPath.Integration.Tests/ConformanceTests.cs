using System.Collections.Generic;
using System.Linq;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Levels;
using HotPath.Conformance.Nexmark;
using HotPath.Conformance.Running;
using HotPath.Integration.Tests.Support;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>The recorded answers of a real Flink. The exact set of passing cases stands here, so that a silent
/// UNSUPPORTED is noticed too.</summary>
public sealed class ConformanceTests
{
    private static readonly string[] ByHand =
    [
        "01-tumble-boundaries", "02-tumble-disorder-nulls", "03-hop-partial-late", "04-cumulate-steps",
        "05-session-merge", "06-union-min-watermark", "07-group-agg-changelog", "13-topn-rank", "14-dedup-keep-last", "18-window-topn",
        "19-scalar-nulls-strings", "20-arithmetic", "21-dst-day", "25-topn-over-aggregate", "29-union-group-by", "30-views-case",
        "31-nested-aggregates", "32-window-on-dedup",
    ];

    private static readonly string[] Random =
    [
        "002-wintop", "003-nested", "006-dedup", "008-group", "009-cascade", "014-session", "018-group", "019-group", "020-topn",
        "021-cascade", "023-session", "026-windedup", "027-topn", "028-nested", "029-session", "030-union", "032-cascade",
        "034-scalar", "036-session", "037-dedup", "039-scalar", "041-windedup", "043-window", "044-group",
        "046-window", "047-topn", "048-nested", "050-dedup", "051-window", "052-group", "053-scalar", "054-nested",
        "055-sets", "056-group", "059-group", "061-distinct", "065-wintop", "067-windedup", "068-topn", "070-nested",
        "071-window", "073-wintop", "074-window", "076-scalar", "077-union", "080-wintop", "081-cascade", "082-cascade",
        "084-topn", "085-cascade", "086-nested", "087-dedup", "089-scalar", "090-nested", "092-sets", "093-group", "095-scalar",
        "098-sets", "099-window", "101-group", "102-window", "103-union", "104-sets", "106-dedup", "107-windedup", "109-window", "110-topn", "112-window",
        "114-windedup", "115-scalar", "117-scalar", "118-union", "120-dedup", "121-session", "123-window", "126-group",
        "127-group", "128-windedup", "129-wintop", "130-dedup", "131-scalar", "132-topn", "134-cascade", "135-dedup",
        "136-scalar", "137-scalar", "138-scalar", "139-wintop", "141-sets", "142-topn", "144-cascade", "147-session",
        "148-nested", "149-group", "150-window",
    ];

    private static readonly string[] Nexmark =
        ["q0", "q1", "q2", "q11", "q14", "q15", "q16", "q17", "q18", "q19", "q21", "q22"];

    [Test]
    public void CasesByHand_InTheDialect_PassAndNoOthersDo() => Check("golden/sql", ByHand);

    [Test]
    public void RandomCases_InTheDialect_PassAndNoOthersDo() => Check("golden/sql-random", Random);

    /// <summary>The others join, match patterns, look up or call a function that the user brings.</summary>
    [Test]
    public void NexmarkQueries_InTheDialect_PassAndNoOthersDo() =>
        Check(NexmarkRunner.Run(SharedFiles.Require("golden/nexmark")), Nexmark);

    [TestCase("value")]
    [TestCase("op")]
    [TestCase("line")]
    [TestCase("missing")]
    [TestCase("extra")]
    public void CorruptExpectation_IsNoticedByTheRunner(string corruption)
    {
        ConformanceCase right = ConformanceCase.Read(SharedFiles.Require("golden/sql/01-tumble-boundaries"));
        Assert.That(CaseRunner.Run(right).Kind, Is.EqualTo(CaseOutcomeKind.Passed));
        List<Change> changes = Corrupt(right.Expectation.Changes, corruption);
        ConformanceCase wrong = right with { Expectation = right.Expectation with { Changes = changes } };
        Assert.That(CaseRunner.Run(wrong).Kind, Is.EqualTo(CaseOutcomeKind.Failed));
    }

    private static List<Change> Corrupt(IReadOnlyList<Change> expected, string corruption)
    {
        List<Change> changes = [.. expected];
        switch (corruption)
        {
            case "value":
                changes[1] = changes[1] with { Fields = [.. changes[1].Fields.SkipLast(1), "21"] };
                break;
            case "op":
                changes[1] = changes[1] with { Op = "+U" };
                break;
            case "line":
                changes[0] = changes[0] with { Line = 3 };
                break;
            case "missing":
                changes.RemoveAt(2);
                break;
            default:
                changes.Add(changes[0]);
                break;
        }

        return changes;
    }

    private static void Check(string relative, string[] passing) =>
        Check(ConformanceCase.FindFolders(SharedFiles.Require(relative)).Select(CaseRunner.Run), passing);

    private static void Check(IEnumerable<CaseOutcome> run, string[] passing)
    {
        List<CaseOutcome> outcomes = [.. run];
        Assert.That(outcomes.Where(o => o.Kind == CaseOutcomeKind.Failed).Select(o => o.ToString()), Is.Empty);
        Assert.That(outcomes.Where(o => o.Kind == CaseOutcomeKind.Passed).Select(o => o.Case), Is.EquivalentTo(passing));
    }
}
