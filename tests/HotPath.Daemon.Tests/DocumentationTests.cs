using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What the README shows is what the tested examples hold.</summary>
public sealed partial class DocumentationTests
{
    [TestCase("README.md", 2)]
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

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
