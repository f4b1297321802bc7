using System.Text;
using System.Threading;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace HotPath.Sbe.Generator;

/// <summary>
/// Writes encoders and decoders of SBE schemas while a project is compiled: the same text as
/// <c>hotpath schema generate</c>. Schemas are additional files whose metadata <c>HotPathSbe</c> is <c>schema</c>.
/// </summary>
/// <remarks>
/// Each step is compared by value: a schema that did not change is not read again, and one whose change says nothing
/// new, a comment or a blank line, is not written again.
/// </remarks>
[Generator]
public sealed class SbeGenerator : IIncrementalGenerator
{
    /// <summary>Name of the step that gathers texts, for tests of the cache.</summary>
    public const string TextStep = "SbeText";

    /// <summary>Name of the step that reads a schema, for tests of the cache.</summary>
    public const string ReadStep = "SbeRead";

    /// <summary>Name of the step that writes code, for tests of the cache.</summary>
    public const string EmitStep = "SbeEmit";

    private const string Key = "build_metadata.AdditionalFiles.HotPathSbe";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<SchemaFile> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => Open(pair.Left, pair.Right, cancellation))
            .Where(static file => file is not null)
            .Select(static (file, _) => file!);
        IncrementalValueProvider<ModelList<SchemaFile>> all =
            files.Collect().Select(static (list, _) => new ModelList<SchemaFile>(list));
        IncrementalValuesProvider<(string? CodeNamespace, SchemaReadResult Result)> read = files
            .Where(static file => file.IsSchema)
            .Combine(all)
            .Select(static (pair, _) => SchemaTexts.Gather(pair.Left, pair.Right))
            .WithTrackingName(TextStep)
            .Select(static (text, _) => (text.CodeNamespace, Read(text)))
            .WithTrackingName(ReadStep);
        context.RegisterSourceOutput(
            read.Select(static (schema, _) => schema.Result.Diagnostics),
            static (output, findings) => Report(output, findings));
        context.RegisterSourceOutput(
            read.Where(static schema => schema.Result.Schema is not null)
                .Select(static (schema, _) => (schema.CodeNamespace, Schema: schema.Result.Schema!))
                .Select(static (schema, _) => CodecEmitter.Emit(schema.Schema, schema.CodeNamespace))
                .WithTrackingName(EmitStep),
            static (output, generated) => Add(output, generated));
    }

    private static SchemaFile? Open(
        AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        AnalyzerConfigOptions own = options.GetOptions(file);
        if (!own.TryGetValue(Key, out string? kind) || kind is not ("schema" or "include"))
        {
            return null;
        }

        bool hasNamespace = own.TryGetValue(Key + "Namespace", out string? codeNamespace) && codeNamespace.Length > 0;
        string text = file.GetText(cancellation)?.ToString() ?? "";
        string path = file.Path.Replace('\\', '/');
        return new SchemaFile(path, text, kind == "schema", hasNamespace ? codeNamespace : null);
    }

    private static SchemaReadResult Read(SchemaSource text) =>
        SchemaReader.Read(text.Path, new SchemaTexts(text.Files));

    private static void Add(SourceProductionContext output, ModelList<GeneratedFile> generated)
    {
        foreach (GeneratedFile file in generated)
        {
            output.AddSource(file.Name, SourceText.From(file.Text, Encoding.UTF8));
        }
    }

    private static void Report(SourceProductionContext output, ModelList<SchemaDiagnostic> findings)
    {
        foreach (SchemaDiagnostic finding in findings)
        {
            output.ReportDiagnostic(Convert(finding));
        }
    }

    private static Diagnostic Convert(SchemaDiagnostic finding)
    {
        DiagnosticSeverity severity =
            finding.Severity == SchemaSeverity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        var place = new LinePosition(System.Math.Max(0, finding.Line - 1), System.Math.Max(0, finding.Column - 1));
        Location location = Location.Create(finding.File, default, new LinePositionSpan(place, place));
        return Diagnostic.Create(
            finding.Code, "HotPath.Sbe", $"{finding.Message}; {finding.Remedy}", severity, severity, true,
            severity == DiagnosticSeverity.Error ? 0 : 1, location: location);
    }
}
