using System;
using System.Linq;
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

    private const string NamespaceTaken = "SBE2001";
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
        IncrementalValuesProvider<(SchemaSource Source, SchemaReadResult Result)> read = files
            .Where(static file => file.IsSchema)
            .Combine(all)
            .Select(static (pair, _) => SchemaTexts.Gather(pair.Left, pair.Right))
            .WithTrackingName(TextStep)
            .Select(static (text, _) => (text, Read(text)))
            .WithTrackingName(ReadStep);
        context.RegisterSourceOutput(
            read.Select(static (schema, _) => schema.Result.Diagnostics),
            static (output, findings) => Report(output, findings));
        IncrementalValuesProvider<SchemaCode> code = read
            .Where(static schema => schema.Result.Schema is not null)
            .Select(static (schema, _) =>
                (schema.Source.Path, schema.Source.CodeNamespace, Schema: schema.Result.Schema!))
            .Select(static (schema, _) => Emit(schema.Path, schema.CodeNamespace, schema.Schema))
            .WithTrackingName(EmitStep);
        IncrementalValueProvider<ModelList<string>> namespaces = code
            .Select(static (schema, _) => schema.CodeNamespace)
            .Collect()
            .Select(static (names, _) => new ModelList<string>(names));
        context.RegisterSourceOutput(
            code.Combine(namespaces), static (output, pair) => Add(output, pair.Left, pair.Right));
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

    private static SchemaCode Emit(string path, string? codeNamespace, MessageSchema schema) => new(
        path, CodecEmitter.Namespace(schema, codeNamespace), CodecEmitter.Emit(schema, codeNamespace));

    // Files of one name would make the compiler drop the code of every schema.
    private static void Add(SourceProductionContext output, SchemaCode code, ModelList<string> namespaces)
    {
        if (namespaces.Count(name => name.Equals(code.CodeNamespace, StringComparison.OrdinalIgnoreCase)) > 1)
        {
            output.ReportDiagnostic(Convert(NamespaceTaken, DiagnosticSeverity.Error, code.Path, default,
                $"more than one schema gives code in namespace {code.CodeNamespace}; "
                + "give each SbeSchema a Namespace of its own"));
            return;
        }

        foreach (GeneratedFile file in code.Files)
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
        var place = new LinePosition(Math.Max(0, finding.Line - 1), Math.Max(0, finding.Column - 1));
        return Convert(finding.Code, severity, finding.File, place, $"{finding.Message}; {finding.Remedy}");
    }

    private static Diagnostic Convert(
        string code, DiagnosticSeverity severity, string file, LinePosition place, string message) => Diagnostic.Create(
        code, "HotPath.Sbe", message, severity, severity, isEnabledByDefault: true,
        warningLevel: severity == DiagnosticSeverity.Error ? 0 : 1,
        location: Location.Create(file, default, new LinePositionSpan(place, place)));
}
