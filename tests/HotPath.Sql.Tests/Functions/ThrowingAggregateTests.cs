using System;
using System.IO;
using System.Linq;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>What throws leaves the accumulator as it was; where no row can be dropped any more, the result fails.</summary>
public sealed class ThrowingAggregateTests
{
    private const string Source = """
        [AggregateFunction("picky")]
        public static class Picky
        {
            public struct S { public long Sum; public long Count; }

            // Changes its accumulator before it throws.
            public static void Accumulate(ref S s, long v)
            {
                s.Sum += v;
                s.Count++;
                if (v == 13) throw new InvalidOperationException("thirteen");
            }

            public static void Retract(ref S s, long v)
            {
                s.Sum -= v;
                s.Count--;
                if (v == 99) throw new InvalidOperationException("never takes back");
            }

            public static void Merge(ref S s, in S o)
            {
                s.Sum += o.Sum;
                s.Count += o.Count;
                if (s.Sum > 1000) throw new OverflowException("too much");
            }

            public static long? Result(in S s) => s.Sum == 7 ? throw new InvalidOperationException("seven") : s.Count == 0 ? null : s.Sum;
        }
        """;

    private static readonly string Folder = FunctionAssembly.NewFolder();

    private static readonly string Table = FunctionAssembly.Use(FunctionAssembly.Build(Folder, "picky", Source)) + """
        CREATE FUNCTION picky AS 'shop.Picky';
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v BIGINT, w BIGINT, WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private int _second;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [SetUp]
    public void Begin() => _second = 0;

    [Test]
    public void ThrowingRow_TouchesNoAggregateOfItsStatement_AndOpensNoGroup()
    {
        using var bed = new PlanTestBed(Table + "SELECT k, picky(v) AS a, COUNT(*) AS n, picky(w) AS b, SUM(v) AS s FROM ev GROUP BY k;");

        Row(bed, "a", 1, 1);
        Row(bed, "a", 2, 13);
        Row(bed, "b", 3, 13);
        Row(bed, "a", 4, 4);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,1,1,1,1",
            "+I 0|select-1,group,FunctionFailed,NULL,NULL,ev",
            "+I 0|select-1,group,FunctionFailed,NULL,NULL,ev",
            "-U 1|a,1,1,1,1",
            "+U 1|a,5,2,5,5",
        }));
        Assert.That(bed.Details, Is.EqualTo(Enumerable.Repeat("picky.Accumulate: System.InvalidOperationException: thirteen", 2)));
        Assert.That(bed.StateEntries, Is.EqualTo(1));
        Assert.That(bed.Counters.Single().Failed, Is.EqualTo(2));
        bed.Mark();
    }

    [TestCase("TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE)", "k, ", 1)]
    [TestCase("HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '2' MINUTE)", "k, ", 2)]
    [TestCase("CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '2' MINUTE)", "k, ", 2)]
    [TestCase("SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)", "k, ", 1)]
    public void ThrowingRow_OfAWindow_LeavesNoTrace(string window, string key, int times)
    {
        using var bed = new PlanTestBed(Table + $"SELECT k, COUNT(*) AS n, picky(v) AS a FROM TABLE({window}) GROUP BY {key}window_start, window_end;");

        Row(bed, "new", 13, null);
        Row(bed, "a", 5, null);
        Row(bed, "a", 13, null);
        Row(bed, "a", 6, null);
        Assert.That(bed.StateEntries, Is.EqualTo(1), "the first row has opened no group");
        bed.End("ev");

        const string letter = "0|select-1,window,FunctionFailed,NULL,NULL,ev";
        Assert.That(bed.Take(), Is.EqualTo(new[] { letter, letter }.Concat(Enumerable.Repeat("1|a,2,11", times))));
        bed.Mark();
    }

    [Test]
    public void MergeThatThrows_MakesTheResultADeadLetter_AndOtherWindowsComeOut()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT window_end, picky(v) AS a, COUNT(*) AS n
            FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND)) GROUP BY window_start, window_end;
            """);

        Row(bed, "a", 600, null);
        Row(bed, "a", 600, null);
        Row(bed, "a", 1, null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "0|select-1,window result,FunctionFailed,NULL,NULL,ev",
            "1|2026-08-01 12:00:02.000,600,1",
            "1|2026-08-01 12:00:04.000,601,2",
            "1|2026-08-01 12:00:05.000,1,1",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "picky: threw before, in Merge" }));
        Assert.That(bed.Counters.Single().FailedResults, Is.EqualTo(1));
        bed.Mark();
    }

    [Test]
    public void SessionsWhoseMergeThrows_ComeOutAsADeadLetter()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT window_end, picky(v) AS a FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end;
            """);

        bed.Row("ev", "2026-08-01 12:00:10.000", "a", "600", null);
        bed.Row("ev", "2026-08-01 12:00:13.000", "a", "600", null);
        bed.Row("ev", "2026-08-01 12:00:11.500", "a", "1", null);
        bed.Row("ev", "2026-08-01 12:00:12.000", "a", "2", null);
        bed.Row("ev", "2026-08-01 12:00:12.000", "b", "2", null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "0|select-1,window result,FunctionFailed,NULL,NULL,ev", "1|2026-08-01 12:00:14.000,2" }));
        bed.Mark();
    }

    [Test]
    public void ResultThatThrows_IsADeadLetterOfItsOwn()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT window_start, picky(v) AS a FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end;
            """);

        Row(bed, "a", 7, null);
        Row(bed, "a", 8, null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "0|select-1,window result,FunctionFailed,NULL,NULL,ev", "1|2026-08-01 12:00:02.000,8" }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "picky.Result: System.InvalidOperationException: seven" }));
    }

    /// <summary>A row that failed to go in will be taken back all the same: the sum would be wrong for good, so none is shown.</summary>
    [Test]
    public void RowsThatChange_AndThrow_MarkTheirGroupUntilItIsEmpty()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT g, picky(hi) AS a, COUNT(*) AS n
            FROM (SELECT k, MAX(v) AS hi, MAX(w) AS g FROM ev GROUP BY k) GROUP BY g;
            """);

        Row(bed, "a", 12, 1);
        Row(bed, "b", 5, 1);
        Row(bed, "a", 13, 1);
        Row(bed, "a", 14, 1);
        Row(bed, "a", 14, 2);
        Row(bed, "b", 5, 2);
        Row(bed, "c", 3, 1);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|1,12,1",
            "-U 1|1,12,1", "+U 1|1,17,2",
            "+I 0|select-1,group result,FunctionFailed,NULL,NULL,ev", "-U 1|1,17,2", "+U 1|1,5,1", "-U 1|1,5,1",
            "+I 1|2,14,1",
            "-U 1|2,14,1", "+U 1|2,19,2",
            "+I 1|1,3,1",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "picky: threw before, in Accumulate" }));
        Assert.That(bed.Counters.Sum(static c => c.FailedResults), Is.EqualTo(1));
        bed.Mark();
    }

    [Test]
    public void RetractionThatThrows_MarksItsGroup()
    {
        using var bed = new PlanTestBed(Table + "SELECT picky(hi) AS a FROM (SELECT k, MAX(v) AS hi FROM ev GROUP BY k);");

        Row(bed, "a", 99, null);
        Row(bed, "b", 1, null);
        Row(bed, "a", 100, null);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|99", "-U 1|99", "+U 1|100", "+I 0|select-1,group result,FunctionFailed,NULL,NULL,ev", "-U 1|100",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "picky: threw before, in Retract" }));
    }

    [Test]
    public void OnErrorFail_StopsTheRun()
    {
        using var bed = new PlanTestBed("SET 'hotpath.on-error' = 'fail';\n" + Table + "SELECT picky(v) AS a FROM ev;");

        Row(bed, "a", 1, null);
        Exception? thrown = Assert.Throws<Foundation.Errors.HotPathException>(() => Row(bed, "a", 13, null));

        Assert.That(thrown!.Message, Does.Contain("failed in group of statement 'select-1': FunctionFailed "
            + "(picky.Accumulate: System.InvalidOperationException: thirteen); mend"));
    }

    private void Row(PlanTestBed bed, string key, long? v, long? w) =>
        bed.Row("ev", $"2026-08-01 12:00:{++_second:D2}.000", key, $"{v}" is "" ? null : $"{v}", $"{w}" is "" ? null : $"{w}");
}
