using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>What docs/state.md shows is what is compiled and run.</summary>
public sealed class DocumentationTests
{
    [Test]
    public void Example_OfThePage_IsTheCodeThatRuns()
    {
        string root = Root();
        string page = File.ReadAllText(Path.Combine(root, "docs", "state.md"));
        string block = page.Split("```csharp\n")[1].Split("```")[0];
        string code = File.ReadAllText(Path.Combine(root, "tests", "HotPath.State.Lmdb.Tests", "DocumentedReader.cs"));
        string[] missing = [.. block.Split('\n').Where(line => !code.Contains($"        {line}\n", StringComparison.Ordinal) && line.Length > 0)];
        Assert.That(missing, Is.Empty);
        Assert.That(block.Split('\n'), Has.Length.GreaterThan(5));
    }

    [Test]
    public void Example_InAnotherProcess_ReadsOneTenantBesideTheWriter()
    {
        using var folder = new ScratchFolder();
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(folder.Path);
        ChildState.Commit(store, 1);
        (int exit, string[] lines, string errors) = Child.Run("example", folder.Path);
        Assert.That(exit, Is.Zero, errors);
        string[] expected = [.. ChildState.Expected(1).Where(static line => line.StartsWith("00000000000000010000000201", StringComparison.Ordinal))];
        Assert.That(lines[0], Is.EqualTo("as of position 1"));
        Assert.That(lines[1..], Has.Length.EqualTo(expected.Length).And.Length.GreaterThan(10));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HotPath.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
