using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>What a tenant may hold: rows that need more are dead letters of their statement, and nothing else is.</summary>
public sealed class TenantQuotaTests
{
    private const string Table = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, s STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Counts = """
        SELECT tenant, k, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    private const string Longest = """
        SELECT tenant, k, MAX(s) AS xs
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    private const string Distinct = """
        SELECT tenant, k, COUNT(DISTINCT s) AS ns
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    [Test]
    public void AtTheQuota_NewGroupsAreRefused_OldOnesAndOtherTenantsGoOn()
    {
        using var bed = new PlanTestBed(Quota(1_000) + Table + Counts);
        int groups = Fill(bed, "a", 1);
        Assert.That(groups, Is.InRange(3, 60));
        Assert.That(Refused(bed), Has.Count.EqualTo(100 - groups));

        Row(bed, 2, "a", "k0", "x");
        Row(bed, 2, "a", "k99", "x");
        Assert.That(Fill(bed, "b", 3), Is.EqualTo(groups), "another tenant has a quota of its own");
        Assert.That(Refused(bed), Has.Count.EqualTo(1 + 100 - groups));
        Assert.That(bed.Counters.All(static c => c.IsBalanced), Is.True);

        bed.End("ev");
        IReadOnlyList<string> results = bed.Take();
        Assert.That(results, Has.Count.EqualTo(2 * groups));
        Assert.That(results, Has.Member("1|a,k0,2").And.Member("1|b,k0,1"));
        Assert.That(bed.Counters.Sum(static c => c.Failed), Is.EqualTo((2 * (100 - groups)) + 1));
        Assert.That(bed.Counters.Sum(static c => c.Late), Is.Zero);
    }

    [Test]
    public void ClosedWindows_GiveRoomBack()
    {
        using var bed = new PlanTestBed(Quota(1_000) + Table + Counts);
        int groups = Fill(bed, "a", 1);
        _ = bed.Take();
        for (int window = 1; window < 5; window++)
        {
            // The row that moves the clock comes before it, and so is refused; the rest finds an empty tenant.
            Row(bed, 10 * window, "a", "k0", "x");
            Assert.That(Fill(bed, "a", (10 * window) + 1), Is.EqualTo(groups));
        }
    }

    [Test]
    public void TheQuota_IsForAllStatementsOfATenant()
    {
        using var one = new PlanTestBed(Quota(1_000) + Table + Counts);
        using var two = new PlanTestBed(Quota(1_000) + Table + Counts + Counts.Replace("10", "20"));
        int groups = Fill(one, "a", 1);
        _ = Fill(two, "a", 1);
        Assert.That(two.Counters.Sum(static c => c.Applied), Is.EqualTo(groups).Within(1));
    }

    [TestCase(Longest, TestName = "{m}(text)")]
    [TestCase(Distinct, TestName = "{m}(set)")]
    public void AtTheQuota_GroupsDoNotGrow_ButGoOn(string query)
    {
        using var bed = new PlanTestBed(Quota(1_000) + Table + query);
        Row(bed, 1, "a", "k0", "m");
        Row(bed, 1, "a", "k0", "z" + new string('z', 2_000));
        Assert.That(Refused(bed), Has.Count.EqualTo(1), "the value is larger than the quota");

        Row(bed, 1, "a", "k0", "m");
        Row(bed, 1, "a", "k0", null);
        Row(bed, 1, "a", "k0", "n");
        Assert.That(Refused(bed), Is.Empty);
        Row(bed, 1, "a", "k1", "first" + new string('z', 2_000));
        Assert.That(Refused(bed), Is.Empty, "the first row of a group counts whole");
        Row(bed, 1, "a", "k0", "zz, longer than before");
        Row(bed, 1, "a", "k2", "m");
        Assert.That(Refused(bed), Has.Count.EqualTo(2));
        Row(bed, 1, "a", "k0", "m");

        bed.End("ev");
        string found = query == Longest ? "n" : "2";
        Assert.That(bed.Take()[0], Is.EqualTo($"1|a,k0,{found}"));
        StatementCounters counters = bed.Counters.Single(static c => c.Delivered > 0);
        Assert.That((counters.Applied, counters.Failed, counters.IsBalanced), Is.EqualTo((6L, 3L, true)));
    }

    [Test]
    public void GlobalStatements_HaveNoQuota()
    {
        using var bed = new PlanTestBed(
            Quota(100) + Table + Counts.Replace("SELECT tenant,", "SELECT").Replace("GROUP BY tenant,", "GROUP BY"));
        Assert.That(Fill(bed, "a", 1), Is.EqualTo(100));
    }

    [TestCase("0")]
    [TestCase("12 parsecs")]
    [TestCase("mb")]
    [TestCase("-1 mb")]
    [TestCase("99999999999 gb")]
    public void Quota_ThatIsNoSize_IsRefused(string value)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("t.sql", $"SET 'hotpath.tenant.state-bytes' = '{value}';\n" + Table + Counts)],
            new Dictionary<string, string>());

        Assert.That(result.Diagnostics[0].ToString(), Does.Contain("must be a size like '512 mb'"));
    }

    /// <summary>Who mistypes the tenants' column would believe that there is a quota.</summary>
    [TestCase("", "has no effect without tenants; add SET 'hotpath.table.<table>.tenant'")]
    [TestCase("SET 'hotpath.table.ev.tenant' = 'tenant';\n", null)]
    public void Quota_WithoutTenants_IsWarnedOf(string tenants, string? warning)
    {
        string withoutTenants = Table[Table.IndexOf("CREATE", StringComparison.Ordinal)..];
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("t.sql", Quota(1_000) + tenants + withoutTenants + Counts)],
            new Dictionary<string, string>());
        Assert.That(result.Plan, Is.Not.Null);
        Assert.That(
            result.Diagnostics.Select(static told => told.Message),
            warning is null ? Has.None.Contain("without tenants") : Has.Some.Contain(warning));
    }

    private static string Quota(int bytes) => $"SET 'hotpath.tenant.state-bytes' = '{bytes} bytes';\n";

    // One row for each of a hundred keys; how many were applied.
    private static int Fill(PlanTestBed bed, string tenant, int second)
    {
        long before = bed.Counters.Sum(static c => c.Applied);
        for (int i = 0; i < 100; i++)
        {
            Row(bed, second, tenant, $"k{i}", "x");
        }

        return (int)(bed.Counters.Sum(static c => c.Applied) - before);
    }

    private static void Row(PlanTestBed bed, int second, string tenant, string key, string? text) =>
        bed.Row("ev", $"2024-01-01 00:00:{second:00}.000", tenant, key, text);

    private static List<string> Refused(PlanTestBed bed) =>
        [.. bed.Take().Where(static row => row.Contains("StateQuota", StringComparison.Ordinal))];
}
