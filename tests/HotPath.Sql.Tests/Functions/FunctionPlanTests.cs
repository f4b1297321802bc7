using System.IO;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>What a log knows of the functions that it was made with: the hash of their assembly, not where it lies.</summary>
public sealed class FunctionPlanTests
{
    private const string Source = "public static class C { [ScalarFunction(\"f\")] public static long F(long a) => a + $N$; "
        + "[ScalarFunction(\"g\")] public static long G(long a) => a; }";

    private const string Script = """
        CREATE FUNCTION f AS 'x'; CREATE FUNCTION g AS 'x';
        CREATE TABLE ev (v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        SELECT f(v) AS r FROM ev;
        """;

    private static readonly string Folder = FunctionAssembly.NewFolder();

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void Assembly_ThatHasMoved_IsTheSamePlan_AlsoWhenTheOldFileIsGone()
    {
        string old = FunctionAssembly.Build(Folder, "then", Source.Replace("$N$", "1", System.StringComparison.Ordinal));
        string known = Plan(old).PlanText;
        string moved = Path.Combine(Folder, "it's here.dll");
        File.Move(old, moved);

        Assert.That(Plan(moved).DifferenceFrom(known), Is.Null);
    }

    [Test]
    public void Assembly_ThatHasChanged_IsTold()
    {
        string then = FunctionAssembly.Build(Folder, "one", Source.Replace("$N$", "1", System.StringComparison.Ordinal));
        string now = FunctionAssembly.Build(Folder, "two", Source.Replace("$N$", "2", System.StringComparison.Ordinal));
        string known = Plan(then).PlanText;

        Assert.That(Plan(now).DifferenceFrom(known), Does.Match(
            "^functions were 'f Shop.C sha256=[0-9a-f]{64}' and are now 'f Shop.C sha256=[0-9a-f]{64}' .*equal logs may give other results; "
            + "name the assembly that it was made with by SET 'hotpath.functions'$"));
        File.Copy(now, then, overwrite: true);
        IJobPlan again = SqlCompiler.CompilePlanText(known).Plan!;
        Assert.That(again.DifferenceFrom(known), Does.StartWith("functions were"), "as a replay finds it");
    }

    private static SqlJobPlan Plan(string path) =>
        CheckpointScripts.Compile(FunctionAssembly.Use(path.Replace("'", "''", System.StringComparison.Ordinal)) + Script);
}
