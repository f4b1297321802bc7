using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Every portable script of README and docs runs on a real Flink too, unmodified.</summary>
[Category("Flink")]
public sealed class FlinkTests
{
    [Test]
    public void Scripts_OfTheDocs_RunOnFlinkUnmodified()
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        string flink = Path.Combine(shared, "peers", "flink", "flink");
        if (!File.Exists(flink))
        {
            Assert.Ignore("no real Flink here: peers/flink of the shared folder is absent (HOTPATH_SHARED, or ../shared)");
        }

        using var folder = new ScratchFolder();
        if (CommandRun.Complete("command -v java").ExitCode != 0)
        {
            Assert.Ignore("no real Flink here: java is not installed");
        }

        string output = folder.File("rows");
        string docs = "docs/examples";
        CommandResult result = CommandRun.Complete(
            $"{flink} sql -v ORDERS={Repository.Root}/{docs}/first/orders.csv -v ROWS=1000 -v SEED=1 -v OUT={folder.Path} -o {output} "
            + $"{docs}/first/schema.sql {docs}/first/queries.sql {docs}/shop/schema.sql {docs}/shop/queries.sql",
            timeoutMs: 240_000);
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        string[] expected = File.ReadAllLines(Path.Combine(Repository.Root, docs, "first", "expected.csv"));
        string[] actual = [.. File.ReadAllLines(output).Take(expected.Length)];
        Assert.Multiple(() =>
        {
            Assert.That(actual[1..].Order(), Is.EqualTo(expected[1..].Order()), "rows of docs/examples/first");
            Assert.That(File.ReadAllText(output), Does.Contain("viewed"), "docs/examples/shop ran");
            Assert.That(Directory.GetFileSystemEntries(folder.Path, "revenue_by_minute.csv"), Is.Not.Empty);
        });
    }
}
