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

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
