using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>The fixed shape of the tree, its pages and its build.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] Folders = ["src", "tests", "perf", "codecs", "scripts", "docs", "runsettings"];

    // Named on purpose though they are not in this repository: the shared specifications, and folders that a command makes.
    private static readonly string[] Elsewhere = ["field.md", "performance.md", "facts.md", "perf/results"];

    private static readonly string[] RootFiles =
    [
        ".editorconfig", ".gitattributes", ".gitignore", ".globalconfig", "BannedSymbols.txt", "Directory.Build.props", "Directory.Build.targets",
        "Directory.Packages.props", "HotPath.sln", "LICENSE", "README.md", "global.json",
    ];

    [Test]
    public void TopLevel_IsExactlyTheFixedShape()
    {
        string[] folders = [.. Checkout.Files.Where(static f => f.Contains('/', StringComparison.Ordinal)).Select(static f => f.Split('/')[0]).Distinct()];
        Assert.That(folders, Is.EquivalentTo(Folders.Append(".ci")));
        Assert.That(Checkout.Files.Where(static f => !f.Contains('/', StringComparison.Ordinal) && f != ".git"), Is.SubsetOf(RootFiles));
    }

    [TestCaseSource(nameof(Folders))]
    public void Folder_OfTheShape_HasAReadme(string folder) => Assert.That(Checkout.Full($"{folder}/README.md"), Does.Exist);

    [Test]
    public void Pages_NameOnlyPathsThatExist()
    {
        int seen = 0;
        var dead = new List<string>();
        foreach (string page in Checkout.Pages.Where(static p => !p.StartsWith("perf/results/", StringComparison.Ordinal)))
        {
            foreach (string path in Paths(Checkout.Read(page)))
            {
                seen++;
                string beside = Path.Combine(Path.GetDirectoryName(Checkout.Full(page))!, path);
                bool isKnown = Path.Exists(Checkout.Full(path)) || Path.Exists(beside) || Elsewhere.Contains(path);
                if (!isKnown)
                {
                    dead.Add($"{page}: {path}");
                }
            }
        }

        Assert.That(seen, Is.GreaterThan(40), "the guard must see paths");
        Assert.That(dead, Is.Empty);
    }

    [Test]
    public void Decisions_AreNumberedWithoutGapsAndListed()
    {
        string[] pages = [.. Checkout.Pages.Where(static p => DecisionPage().IsMatch(p)).Select(static p => Path.GetFileName(p))];
        string index = Checkout.Read("docs/decisions/README.md");
        Assert.That(pages, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(pages.Select(static p => p[..4]), Is.Unique);
        Assert.That(pages.Where(static page => !Checkout.Read($"docs/decisions/{page}").StartsWith("# ", StringComparison.Ordinal)), Is.Empty, "no decision in them");
        Assert.That(pages.Where(page => !index.Contains($"`{page}`", StringComparison.Ordinal)), Is.Empty, "not in the index");
    }

    [Test]
    public void Files_NameNoRegistryAndNoMachinePath()
    {
        Assert.That(MachineTrace().IsMatch("restore from https://" + "feed.example.org/v3/index.json"), Is.True, "the guard must bite");
        var found = new List<string>();
        foreach (string file in Checkout.Files.Where(static f => f is not "LICENSE" && !f.EndsWith(".gz", StringComparison.Ordinal)))
        {
            foreach (Match match in MachineTrace().Matches(Checkout.Read(file)))
            {
                found.Add($"{file}: {match.Value}");
            }
        }

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Packages_HaveCentralVersionsAndLockFiles()
    {
        var wrong = new List<string>();
        foreach (string project in Checkout.Projects)
        {
            if (XDocument.Load(Checkout.Full(project)).Descendants("PackageReference").Any(static p => p.Attribute("Version") is not null))
            {
                wrong.Add($"{project}: has a version of its own");
            }

            if (!File.Exists(Path.Combine(Path.GetDirectoryName(Checkout.Full(project))!, "packages.lock.json")))
            {
                wrong.Add($"{project}: has no packages.lock.json");
            }
        }

        Assert.That(Checkout.Projects, Has.Count.GreaterThanOrEqualTo(12));
        Assert.That(Checkout.Read("Directory.Packages.props"), Does.Contain("<ManagePackageVersionsCentrally>true"));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Solution_HoldsEveryProject()
    {
        string solution = Checkout.Read("HotPath.sln").Replace('\\', '/');
        Assert.That(Checkout.Projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    [SupportedOSPlatform("linux")]
    public void Scripts_AreExecutableAndAnswerHelp()
    {
        string[] scripts = [.. Checkout.Files.Where(static f => f.StartsWith("scripts/", StringComparison.Ordinal) && Path.GetExtension(f).Length == 0)];
        Assert.That(scripts, Has.Length.GreaterThanOrEqualTo(8));
        string index = Checkout.Read("scripts/README.md");
        Assert.Multiple(() =>
        {
            foreach (string script in scripts)
            {
                string name = Path.GetFileName(script);
                string text = Checkout.Read(script);
                Assert.That(File.GetUnixFileMode(Checkout.Full(script)) & UnixFileMode.UserExecute, Is.Not.EqualTo(UnixFileMode.None), name);
                Assert.That(text, Does.Contain("set -euo pipefail"), name);
                Assert.That(text.Contains("--help", StringComparison.Ordinal), Is.True, $"{name} answers --help");
                Assert.That(index, Does.Contain($"| `{name}` |"), $"{name} is in scripts/README.md");
            }
        });
    }

    // A path is what stands in back-quotes, has a slash or a known ending, and no placeholder.
    private static IEnumerable<string> Paths(string page) => QuotedPath().Matches(page)
        .Select(static match => match.Groups[1].Value)
        .Where(static path => !Placeholder().IsMatch(path) && !path.Contains("NAME", StringComparison.Ordinal));

    [GeneratedRegex(@"`((?:\.\./|src/|tests/|perf/|docs/|scripts/|codecs/|runsettings/|\.ci/)[^`\s]*|[\w./-]+\.(?:md|sql|runsettings|json|sln|props))`")]
    private static partial Regex QuotedPath();

    [GeneratedRegex("[<>*${} ]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^docs/decisions/\d{4}-[a-z0-9-]+\.md$")]
    private static partial Regex DecisionPage();

    [GeneratedRegex(@"https?://(?!schemas\.microsoft\.com|www\.w3\.org|www\.apache\.org|fixprotocol\.io|learn\.microsoft\.com)[a-z0-9.-]+|(?<![\w.])/(?:work|root|home)/[a-z][\w./-]*")]
    private static partial Regex MachineTrace();
}
