using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>Every reference points inward; what a ring may use of other people's code is limited.</summary>
public sealed class RingTests
{
    private static readonly Dictionary<string, int> Rings = Checkout.Projects
        .Where(static project => project.StartsWith("src/", StringComparison.Ordinal))
        .ToDictionary(static project => Path.GetFileNameWithoutExtension(project), Ring, StringComparer.Ordinal);

    [Test]
    public void Projects_OfTheProduct_AreFoundWithARing()
    {
        Assert.That(Rings, Has.Count.GreaterThanOrEqualTo(8));
        Assert.That(Rings.Values, Has.All.InRange(0, 5));
    }

    [Test]
    public void References_BetweenProjects_PointToLowerRings()
    {
        var outward = new List<string>();
        int arrows = 0;
        foreach (string project in Checkout.Projects.Where(static p => p.StartsWith("src/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            foreach (string reference in Includes(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path)))
            {
                arrows++;
                if (Rings[reference] >= Rings[name])
                {
                    outward.Add($"{name} (ring {Rings[name]}) -> {reference} (ring {Rings[reference]})");
                }
            }
        }

        Assert.That(arrows, Is.GreaterThan(10), "the guard must see arrows");
        Assert.That(outward, Is.Empty);
    }

    [Test]
    public void Packages_OfTheProduct_StayInTheirRing()
    {
        string[] adapters = ["HotPath.Connectors.Files"];
        var misplaced = new List<string>();
        foreach (string project in Checkout.Projects.Where(static p => p.StartsWith("src/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            int packages = Includes(project, "PackageReference").Count();
            // HdrHistogram leads nowhere outside: it counts.
            int allowed = name == "HotPath.Runtime" ? 1 : Rings[name] switch { 5 => int.MaxValue, 4 => adapters.Contains(name) ? 0 : 1, _ => 0 };
            if (packages > allowed)
            {
                misplaced.Add($"{name}: {packages} packages, {allowed} allowed");
            }
        }

        Assert.That(misplaced, Is.Empty);
    }

    [Test]
    public void ArchitecturePage_ListsEveryProjectWithItsRing()
    {
        string page = Checkout.Read("src/README.md");
        Assert.That(
            Rings.Where(project => !page.Contains($"| {project.Value} | `{project.Key}` |", StringComparison.Ordinal)).Select(static p => p.Key),
            Is.Empty);
    }

    private static int Ring(string project) => int.Parse(
        XDocument.Load(Checkout.Full(project)).Descendants("HotPathRing").Single().Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Includes(string project, string element) =>
        XDocument.Load(Checkout.Full(project)).Descendants(element).Select(static e => (string)e.Attribute("Include")!);
}
