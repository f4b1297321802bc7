using System.Linq;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>What explain says of windows, and what makes two of them the same operator.</summary>
public sealed class WindowPlanTests
{
    [TestCase("TUMBLE", "", "tumble: 10000 ms offset 1000 ms over ts", "a window and key, until the window fires")]
    [TestCase(
        "HOP", "INTERVAL '5' SECOND, ", "hop: 10000 ms every 5000 ms offset 1000 ms over ts",
        "a pane and key, until the last of 2 windows fires; one comes, one goes when one does")]
    [TestCase(
        "CUMULATE", "INTERVAL '2' SECOND, ", "cumulate: 10000 ms by steps of 2000 ms offset 1000 ms over ts",
        "a pane and key, until the last of 5 windows fires, but only until the next where the key has one in the first pane")]
    [TestCase(
        "SESSION", "", "session: gap 10000 ms over ts",
        "a window and key, until the window fires or another takes it in")]
    public void Explain_NamesWindowsAndTheirState(string function, string step, string window, string state)
    {
        SqlJobPlan plan = Compile(function, step, "10");

        Assert.That(plan.Explain, Does.Contain(window + "\n").And.Match("state: one entry of \\d+ bytes " + state + "\n"));
        Assert.That(plan.Explain, Does.Contain("keys: window, k\n"));
    }

    [Test]
    public void Operators_OfOtherWindows_AreOthers()
    {
        SqlJobPlan[] plans =
        [
            Compile("TUMBLE", "", "10"), Compile("HOP", "INTERVAL '5' SECOND, ", "10"),
            Compile("CUMULATE", "INTERVAL '5' SECOND, ", "10"), Compile("HOP", "INTERVAL '2' SECOND, ", "10"),
            Compile("HOP", "INTERVAL '5' SECOND, ", "20"), Compile("SESSION", "", "10"), Compile("SESSION", "", "20"), Compile("HOP", "INTERVAL '10' SECOND, ", "10"),
        ];

        Assert.That(plans.Select(static p => p.Statements[0].OperatorId), Is.Unique);
        Assert.That(
            Compile("HOP", "INTERVAL '5' SECOND, ", "10").Statements[0].OperatorId,
            Is.EqualTo(plans[1].Statements[0].OperatorId));
    }

    private static SqlJobPlan Compile(string function, string step, string size) => CheckpointScripts.Compile($"""
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        SELECT k, window_end, COUNT(*) AS n
        FROM TABLE({function}(TABLE ev{(function == "SESSION" ? " PARTITION BY k" : "")}, DESCRIPTOR(ts), {step}INTERVAL '{size}' SECOND{(function == "SESSION" ? "" : ", INTERVAL '1' SECOND")}))
        GROUP BY k, window_start, window_end;
        """);
}
