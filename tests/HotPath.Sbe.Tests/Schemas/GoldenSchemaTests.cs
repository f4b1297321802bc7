using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Schemas;

/// <summary>Every schema of the shared cases is judged as they say.</summary>
public sealed class GoldenSchemaTests
{
    private static IEnumerable<string> RepoValid => Goldens.Files("schemas/repo-valid", "*.xml").Where(static f => f != "common-types.xml");

    private static IEnumerable<string> Own => Goldens.Files("schemas/own", "*.xml");

    private static IEnumerable<string> RepoInvalid => Goldens.Files("schemas/repo-invalid", "*.xml");

    private static IEnumerable<TestCaseData> Probes => Goldens.Table("schemas/probes/verdicts.tsv")
        .Select(static row => new TestCaseData(row[0], row[4]).SetArgDisplayNames(row[0], row[4]));

    [TestCaseSource(nameof(RepoValid))]
    public void Schema_OfTheRealTool_IsAccepted(string file) => AssertAccepted($"schemas/repo-valid/{file}");

    [TestCaseSource(nameof(Own))]
    public void Schema_OfOurs_IsAcceptedWithoutFinding(string file)
    {
        SchemaReadResult result = Read($"schemas/own/{file}");
        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.Schema, Is.Not.Null);
    }

    [Test]
    public void Schema_OfTheFixText_IsAccepted() => AssertAccepted("schemas/fix-spec/Examples.xml");

    [Test]
    public void IncludeFile_ReadAsASchema_SaysWhatItIs()
    {
        SchemaReadResult result = Read("schemas/repo-valid/common-types.xml");
        Assert.That(result.Diagnostics.Select(static d => d.Rule), Is.EqualTo(new[] { SchemaRule.NotASchema }));
    }

    [TestCaseSource(nameof(RepoInvalid))]
    public void Schema_ThatTheRealToolRefuses_IsRefusedWithPlaces(string file)
    {
        SchemaReadResult result = Read($"schemas/repo-invalid/{file}");
        Assert.That(result.Schema, Is.Null);
        AssertTold(result);
    }

    [TestCaseSource(nameof(Probes))]
    public void Probe_OfOneDefect_IsJudgedAsRecommended(string probe, string verdict)
    {
        SchemaReadResult result = Read($"schemas/probes/{probe}.xml");
        string judged = result.Schema is null ? "reject" : result.Diagnostics.Count > 0 ? "warn" : "accept";
        Assert.That(judged, Is.EqualTo(verdict), string.Join('\n', result.Diagnostics));
        AssertTold(result);
    }

    private static void AssertAccepted(string path)
    {
        SchemaReadResult result = Read(path);
        Assert.That(
            result.Diagnostics.Where(static d => d.Severity == SchemaSeverity.Error), Is.Empty, string.Join('\n', result.Diagnostics));
        Assert.That(result.Schema, Is.Not.Null);
    }

    private static void AssertTold(SchemaReadResult result)
    {
        Assert.That(result.Schema is null, Is.EqualTo(result.Diagnostics.Any(static d => d.Severity == SchemaSeverity.Error)));
        Assert.Multiple(() =>
        {
            foreach (SchemaDiagnostic finding in result.Diagnostics)
            {
                Assert.That(finding.Line, Is.GreaterThan(0), finding.ToString());
                Assert.That(finding.Column, Is.GreaterThan(0), finding.ToString());
                Assert.That(finding.Message, Is.Not.Empty);
                Assert.That(finding.Remedy, Is.Not.Empty);
            }
        });
    }

    private static SchemaReadResult Read(string relative) => SchemaReader.Read(Goldens.At(relative), new DiskSchemaFiles());
}
