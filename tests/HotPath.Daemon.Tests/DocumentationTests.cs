using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What the README shows is what the tested examples hold.</summary>
public sealed partial class DocumentationTests
{
    [TestCase("README.md", 3)]
    [TestCase("docs/tcp.md", 1)]
    [TestCase("docs/generate.md", 1)]
    public void SqlBlock_OfAPage_IsAnExampleThatIsRun(string page, int blocksMin)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        string[] examples =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.sql", SearchOption.AllDirectories)
                .Select(File.ReadAllText),
        ];
        string[] blocks = [.. SqlBlock().Matches(text).Select(static match => match.Groups[1].Value)];
        Assert.That(blocks, Has.Length.GreaterThanOrEqualTo(blocksMin));
        Assert.That(blocks.Where(block => !examples.Any(example => example.Contains(block, StringComparison.Ordinal))), Is.Empty);
    }

    [TestCase("orders.csv")]
    [TestCase("expected.csv")]
    [TestCase("expected-revenue.csv")]
    public void Readme_Data_IsTheWholeFileThatIsTested(string file)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string data = File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "first", file));
        Assert.That(text, Does.Contain($"```\n{data}```"));
    }

    [Test]
    public void Readme_Commands_WorkFromTheRootAsTyped()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string[] lines =
        [
            .. CommandBlock().Matches(text).SelectMany(static match => match.Groups[1].Value.Split('\n'))
                .Where(static line => line.Contains("scripts/hotpath", StringComparison.Ordinal) || line.StartsWith("mkdir", StringComparison.Ordinal)),
        ];
        Assert.That(lines, Has.Length.GreaterThanOrEqualTo(5));
        using var folder = new ScratchFolder();
        foreach (string line in lines)
        {
            string typed = line.Replace("scripts/hotpath", "hotpath", StringComparison.Ordinal)
                .Replace("artifacts/first", folder.Path, StringComparison.Ordinal);
            CommandResult result = CommandRun.Complete(typed);
            Assert.That(result.ExitCode, Is.Zero, line + "\n" + result.Errors);
        }
    }

    [Test]
    public void Generate_CommandsOfATable_PrintNoDifference()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "generate.md"));
        string block = CommandBlock().Matches(text[text.IndexOf("\n## In a table\n", StringComparison.Ordinal)..])[0].Groups[1].Value;
        Assert.That(block, Does.Contain("scripts/hotpath run docs/examples/datagen/").And.Contain("diff -"));
        using var folder = new ScratchFolder();
        string typed = block.Replace("scripts/hotpath", "hotpath", StringComparison.Ordinal).Replace("artifacts/datagen", folder.Path, StringComparison.Ordinal);
        CommandResult result = CommandRun.Complete($"set -e\n{typed}");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, string.Empty)), result.Errors);
        Assert.That(File.ReadAllLines(folder.File("minutes.csv")), Has.Length.GreaterThan(50));
    }

    /// <summary>The walk of codecs/README.md, typed on a copy of the schemas; what it prints is what the page shows.</summary>
    [Test]
    public void Codecs_Commands_LeadFromSchemaToQueryAsTyped()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "codecs", "README.md"));
        string[] lines =
        [
            .. CommandBlock().Matches(text).SelectMany(static match => match.Groups[1].Value.Split('\n'))
                .Select(static line => line.Trim()).Where(static line => line.Length > 0),
        ];
        Assert.That(lines, Has.Length.GreaterThanOrEqualTo(9));
        string message = File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "event", "gift-card.xml"));
        Assert.That(text, Does.Contain(Indent(message, " ")));
        Assert.That(lines[^1], Does.Contain("hotpath run"));
        using var folder = new ScratchFolder();
        CommandResult copy = CommandRun.Complete($"cp -r codecs '{folder.Path}/codecs'");
        Assert.That(copy.ExitCode, Is.Zero, copy.Errors);
        CommandResult result = copy;
        foreach (string line in lines)
        {
            string typed = line.Replace("scripts/hotpath", "hotpath", StringComparison.Ordinal)
                .Replace("codecs/commerce", $"{folder.Path}/codecs/commerce", StringComparison.Ordinal)
                .Replace("artifacts/event", $"{folder.Path}/event", StringComparison.Ordinal);
            result = CommandRun.Complete(typed);
            Assert.That(result.ExitCode, Is.Zero, line + "\n" + result.Errors);
        }

        Assert.That(text, Does.Contain($"```csv\n{Indent(result.Output, "   ")}   ```"));
    }

    private static string Indent(string text, string indent) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{indent}{line}\n"));

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
