using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Files;
using HotPath.Sbe.Generator;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NUnit.Framework;

namespace HotPath.Sbe.Generated.Tests;

/// <summary>The incremental generator: what it does again, what it reports, and that it writes what the command line writes.</summary>
public sealed class GeneratorTests
{
    private static readonly string Commerce = Path.Combine(SharedFolder.Root, "codecs", "commerce", "v2", "commerce.xml");

    private static readonly SchemaFileText Small = new("small.xml", SchemaText.Of("", "<message name=\"M\" id=\"1\"><field name=\"a\" id=\"1\" type=\"int32\"/></message>"));

    [Test]
    public void Text_OfTheGenerator_IsThatOfTheEmitter()
    {
        GeneratorRunResult result = Run(out _, new SchemaFileText(Commerce, File.ReadAllText(Commerce)));
        IEnumerable<(string, string)> wanted = CodecEmitter.Emit(SchemaReader.Read(Commerce, new DiskSchemaFiles()).Schema!)
            .Select(static file => (file.Name, file.Text));
        Assert.That(result.GeneratedSources.Select(static source => (source.HintName, source.SourceText.ToString())), Is.EqualTo(wanted));
        Assert.That(result.GeneratedSources, Has.Length.GreaterThan(20));
    }

    [Test]
    public void Change_OfOneSchema_DoesNotReadTheOtherAgain()
    {
        var commerce = new SchemaFileText(Commerce, File.ReadAllText(Commerce));
        _ = Run(out GeneratorDriver driver, Small, commerce);
        var changed = new SchemaFileText("small.xml", Small.Text.Replace("name=\"a\"", "name=\"b\"", StringComparison.Ordinal));
        GeneratorRunResult result = Again(driver.ReplaceAdditionalText(Small, changed));
        Assert.That(Reasons(result, SbeGenerator.TextStep), Is.EquivalentTo([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged]));
        Assert.That(Reasons(result, SbeGenerator.ReadStep), Is.EquivalentTo([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached]));
        Assert.That(Reasons(result, SbeGenerator.EmitStep), Is.EquivalentTo([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached]));
    }

    [Test]
    public void Comment_InASchema_DoesNotWriteItAgain()
    {
        _ = Run(out GeneratorDriver driver, Small);
        var changed = new SchemaFileText("small.xml", Small.Text.Replace("<message", "\n<!-- said -->\n<message", StringComparison.Ordinal));
        GeneratorRunResult result = Again(driver.ReplaceAdditionalText(Small, changed));
        Assert.That(Reasons(result, SbeGenerator.TextStep), Is.EqualTo([IncrementalStepRunReason.Modified]));
        Assert.That(Reasons(result, SbeGenerator.EmitStep), Is.EqualTo([IncrementalStepRunReason.Cached]));
    }

    [Test]
    public void Source_OfTheProject_DoesNotReadSchemasAgain()
    {
        _ = Run(out GeneratorDriver driver, Small);
        CSharpCompilation other = CSharpCompilation.Create("other", [CSharpSyntaxTree.ParseText("class C;")]);
        GeneratorRunResult result = driver.RunGenerators(other).GetRunResult().Results[0];
        Assert.That(Reasons(result, SbeGenerator.ReadStep), Is.EqualTo([IncrementalStepRunReason.Cached]));
        Assert.That(Reasons(result, SbeGenerator.EmitStep), Is.EqualTo([IncrementalStepRunReason.Cached]));
    }

    [Test]
    public void Include_ThatChanges_ReadsTheSchemaAgain()
    {
        const string Main = "<messageSchema xmlns:xi=\"http://www.w3.org/2001/XInclude\" package=\"p\" id=\"7\"><xi:include href=\"../types/t.xml\"/>"
            + "<message name=\"M\" id=\"1\"><field name=\"a\" id=\"1\" type=\"T\"/></message></messageSchema>";
        var types = new SchemaFileText("types/t.xml", $"<types>{SchemaText.Header}<type name=\"T\" primitiveType=\"int32\"/></types>", "include");
        GeneratorRunResult first = Run(out GeneratorDriver driver, new SchemaFileText("main/m.xml", Main), types);
        Assert.That(first.Diagnostics, Is.Empty);
        Assert.That(Source(first, "P.M.g.cs"), Does.Contain("public int A =>"));
        var changed = new SchemaFileText("types/t.xml", types.Text.Replace("int32", "int64", StringComparison.Ordinal), "include");
        Assert.That(Source(Again(driver.ReplaceAdditionalText(types, changed)), "P.M.g.cs"), Does.Contain("public long A =>"));
    }

    [Test]
    public void Error_InASchema_IsReportedAtItsPlace()
    {
        var bad = new SchemaFileText("bad.xml", "<messageSchema package=\"p\" id=\"1\">\n<types/>\n<message name=\"M\"/></messageSchema>");
        GeneratorRunResult result = Run(out _, bad, Small);
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.Some.StartsWith("bad.xml(3,2): error SBE0101: message 'M' has no 'id'; give it id="));
        Assert.That(result.GeneratedSources.Select(static source => source.HintName), Has.Member("P.M.g.cs"), "the other schema is written all the same");
    }

    [Test]
    public void Schemas_OfOneNamespace_AreRefusedAndTheOthersWritten()
    {
        var twin = new SchemaFileText("twin.xml", Small.Text);
        GeneratorRunResult result = Run(out _, Small, twin, new SchemaFileText(Commerce, File.ReadAllText(Commerce)));
        Assert.That(
            result.Diagnostics.Select(static d => d.ToString()),
            Is.EqualTo(new[] { "small.xml(1,1)", "twin.xml(1,1)" }.Select(static file =>
                $"{file}: error SBE2001: more than one schema gives code in namespace P; give each SbeSchema a Namespace of its own")));
        Assert.That(result.GeneratedSources.Select(static source => source.HintName), Has.Member("Hotpath.Commerce.OrderPlaced.g.cs"));
    }

    [Test]
    public void Files_ThatAreNotMarked_AreLeftAlone()
    {
        GeneratorRunResult result = Run(out _, new SchemaFileText("other.xml", "<notASchema/>", ""));
        Assert.That((result.GeneratedSources.Length, result.Diagnostics.Length), Is.EqualTo((0, 0)));
    }

    private static string Source(GeneratorRunResult result, string name) =>
        result.GeneratedSources.Single(source => source.HintName == name).SourceText.ToString();

    private static GeneratorRunResult Again(GeneratorDriver driver) =>
        driver.RunGenerators(CSharpCompilation.Create("test")).GetRunResult().Results[0];

    private static GeneratorRunResult Run(out GeneratorDriver driver, params SchemaFileText[] files)
    {
        driver = CSharpGeneratorDriver.Create(
                [new SbeGenerator().AsSourceGenerator()],
                files,
                optionsProvider: new Options(),
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(CSharpCompilation.Create("test"));
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        Assert.That(result.Exception, Is.Null);
        return result;
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    private sealed class SchemaFileText(string path, string text, string kind = "schema") : AdditionalText
    {
        public override string Path => path;

        public string Text => text;

        public string Kind => kind;

        public override Microsoft.CodeAnalysis.Text.SourceText GetText(System.Threading.CancellationToken cancellationToken = default) =>
            Microsoft.CodeAnalysis.Text.SourceText.From(text);
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values("");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(((SchemaFileText)textFile).Kind);
    }

    private sealed class Values(string kind) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = kind;
            return key == "build_metadata.AdditionalFiles.HotPathSbe" && kind.Length > 0;
        }
    }
}
