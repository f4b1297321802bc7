using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Integration.Tests.Support;
using HotPath.Operators.Shards;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// The ledger with event ids: read = sequenced + rejected + shed + deduplicated + stale, each event once however many
/// statements read its table, and red as soon as one row is lost or doubled. Source: design.md, "Wrong rows, and the
/// ledger".
/// </summary>
public sealed class EventIdLedgerTests
{
    private const int New = 300;

    private const string Script = """
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, id BIGINT, v INT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv', 'csv.null-literal' = 'NULL');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SET 'hotpath.table.ev.event-id' = 'id';
        SET 'hotpath.table.ev.dedup-window' = '20 s';
        SET 'hotpath.mark-interval-bytes' = '4096';
        SELECT tenant, id FROM ev WHERE v > 2;
        SELECT tenant, window_start, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT window_start, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
        SELECT v, SUM(id) AS s
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '9' SECOND)) GROUP BY v, window_start, window_end;
        """;

    private WorkFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new WorkFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    public void Ledger_CountsEachEventOnce_ForEveryShardCount(int shards)
    {
        RunResult result = TestEngine.Run(Plan(), Options(shards));

        foreach (SourceCounters counters in result.Report.Sources.Where(static c => c.Tenant != 0))
        {
            Assert.That(counters.IsBalanced, counters.ToString());
            Assert.That(
                (counters.Read, counters.Sequenced, counters.Deduplicated, counters.Stale),
                Is.EqualTo((New + 170L, (long)New, 150L, 20L)), counters.ToString());
        }

        SourceCounters refused = result.Report.Sources.Single(static c => c.Tenant == 0);
        Assert.That((refused.Read, refused.Rejected), Is.EqualTo((3L, 3L)), "ids that are NULL");
        Assert.That(result.Report.DeadLetters, Is.EqualTo(3 + (2 * 20)));
        RunResult one = TestEngine.Run(Plan(), Options(1));
        Assert.That(result.Texts, Is.EqualTo(one.Texts));
        Assert.That(result.Report.MarkHashes, Is.EqualTo(one.Report.MarkHashes));
        Assert.That(result.Report.StateEntries, Is.EqualTo(2 * 22), "ids of the last 20 s behind the watermark");
    }

    [TestCase(ShardFault.DropReceived, "event ids of table 1")]
    [TestCase(ShardFault.DoubleReceived, "event ids of table 1")]
    [TestCase(ShardFault.DropAdmitted, "was handed 599 rows of the 600")]
    [TestCase(ShardFault.PassRefused, "was handed 601 rows of the 600")]
    [TestCase(ShardFault.DropStaleLetter, "became dead letters")]
    public void Ledger_OneRowLostOrDoubled_TurnsRed(ShardFault fault, string place)
    {
        IJobPlan plan = Plan();
        foreach (int after in new[] { 0, 1, 30 })
        {
            HotPathException error = Assert.Throws<HotPathException>(
                () => TestEngine.Run(new FaultyPlan(plan, fault, after), Options(1)), $"{fault} after {after}")!;
            Assert.That(error.Code, Is.EqualTo(ErrorCode.LedgerUnbalanced), $"{fault} after {after}");
            Assert.That(error.Message, Does.Contain(place), $"{fault} after {after}");
        }
    }

    [Test]
    public void StaleRow_IsADeadLetterThatSaysSo()
    {
        RunResult result = TestEngine.Run(Plan(), Options(2));

        DeadLetter letter = result.Report.FirstDeadLetters.First(static l => l.Reason == "Stale");
        Assert.That((letter.Table, letter.Operator, letter.Statement), Is.EqualTo(("ev", "event id", string.Empty)));
        Assert.That(letter.Tenant, Does.StartWith("t"));
        Assert.That(letter.Raw, Does.Contain("\"id\""));
    }

    // 22 ids are remembered at once; with room for ten of them the others are refused, by every shard alike.
    [TestCase(1)]
    [TestCase(3)]
    public void FullTenant_HasItsNewEventsRefused_AndGoesOnWhenTheWindowHasMoved(int shards)
    {
        RunResult result = TestEngine.Run(Plan($"SET 'hotpath.tenant.state-bytes' = '{10 * 128} b';"), Options(shards));

        foreach (SourceCounters counters in result.Report.Sources.Where(static c => c.Tenant != 0))
        {
            Assert.That(counters.IsBalanced, counters.ToString());
            Assert.That(counters.Rejected, Is.InRange(New / 2, New + 20), counters.ToString());
            Assert.That(counters.Sequenced, Is.InRange(New / 3, New / 2), counters.ToString());
        }

        Assert.That(result.Report.FirstDeadLetters.Select(static l => (l.Reason, l.Operator)), Does.Contain(("StateQuota", "event id")));
        RunResult one = TestEngine.Run(Plan($"SET 'hotpath.tenant.state-bytes' = '{10 * 128} b';"), Options(1));
        Assert.That(result.Texts, Is.EqualTo(one.Texts));
        Assert.That(result.Report.MarkHashes, Is.EqualTo(one.Report.MarkHashes));
    }

    private static JobOptions Options(int shards) => TestEngine.Small with { ShardCount = shards };

    // Two tenants with the same ids: each event new, half of them given again, and at the end some from long ago.
    private IJobPlan Plan(string settings = "")
    {
        var text = new StringBuilder();
        for (int i = 0; i < New; i++)
        {
            Line(text, i, i);
            if (i % 2 == 1)
            {
                Line(text, i - 1, i - 1);
            }
        }

        for (int i = 0; i < 20; i++)
        {
            Line(text, i, i);
        }

        for (int i = 0; i < 3; i++)
        {
            text.Append("2024-03-01 00:00:10.000,t1,NULL,1\n");
        }

        _folder.Write("input.csv", text.ToString());
        return TestEngine.Compile(_folder.File("input.csv"), settings + Script);
    }

    private static void Line(StringBuilder text, int second, int id)
    {
        foreach (string tenant in new[] { "t1", "t2" })
        {
            text.Append(CultureInfo.InvariantCulture, $"2024-03-01 00:{second / 60:D2}:{second % 60:D2}.000,{tenant},{id},{id % 7}\n");
        }
    }
}
