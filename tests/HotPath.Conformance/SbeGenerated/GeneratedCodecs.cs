using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.Schema.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace HotPath.Conformance.SbeGenerated;

/// <summary>Generated code of many schemas, compiled at once: each compilation of its own would cost a second.</summary>
internal sealed class GeneratedCodecs
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => IsNeeded(Path.GetFileName(path)))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Dictionary<string, GeneratedCodec> _codecs = [];

    /// <summary>Compiles.</summary>
    /// <param name="schemas">Schemas by their names.</param>
    /// <param name="isChecked">Whether the order of writing is checked.</param>
    /// <param name="rewrite">Changes the assembly before it is loaded; null leaves it alone.</param>
    public GeneratedCodecs(
        IReadOnlyList<(string Name, MessageSchema Schema)> schemas, bool isChecked, Func<byte[], byte[]>? rewrite = null)
    {
        string[] symbols = isChecked ? ["SBE_CHECKED"] : [];
        var parsing = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose, preprocessorSymbols: symbols);
        var trees = new List<SyntaxTree>();
        for (int index = 0; index < schemas.Count; index++)
        {
            foreach (GeneratedFile file in CodecEmitter.Emit(schemas[index].Schema, $"S{index}"))
            {
                trees.Add(CSharpSyntaxTree.ParseText(file.Text, parsing, file.Name));
            }

            string driver = new DriverSource(new SchemaPlan(schemas[index].Schema, $"S{index}")).Write();
            trees.Add(CSharpSyntaxTree.ParseText(driver, parsing, $"Driver{index}.cs"));
        }

        using var emitted = new MemoryStream();
        EmitResult result = Compilation(trees).Emit(emitted);
        ILookup<string, string> findings = result.Diagnostics
            .Where(static finding => finding.Severity != DiagnosticSeverity.Hidden)
            .ToLookup(static finding => (finding.Location.SourceTree?.FilePath ?? "").Split('.')[0], static finding => finding.ToString());
        if (!result.Success)
        {
            IEnumerable<Diagnostic> errors = result.Diagnostics.Where(static finding => finding.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException("generated code does not compile:\n" + string.Join('\n', errors.Take(20)));
        }

        using var image = new MemoryStream(rewrite is null ? emitted.ToArray() : rewrite(emitted.ToArray()));
        Assembly assembly = new AssemblyLoadContext("sbe", isCollectible: true).LoadFromStream(image);
        for (int index = 0; index < schemas.Count; index++)
        {
            Type driver = assembly.GetType($"Driver.S{index}.Codec", throwOnError: true)!;
            _codecs.Add(schemas[index].Name, new GeneratedCodec(
                schemas[index].Schema,
                [.. findings[$"S{index}"], .. findings[$"Driver{index}"], .. findings[""]],
                Bind<CheckFrame>(driver, "Check"),
                Bind<PrintFrame>(driver, "Print"),
                Bind<CopyFrame>(driver, "Copy")));
        }
    }

    /// <summary>The codec of a schema.</summary>
    /// <param name="name">Name that it was given with.</param>
    public GeneratedCodec this[string name] => _codecs[name];

    private static T Bind<T>(Type driver, string method)
        where T : Delegate => driver.GetMethod(method)!.CreateDelegate<T>();

    private static bool IsNeeded(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name is "HotPath.Foundation.dll" or "HotPath.Sbe.dll" or "HotPath.Sbe.Schema.dll" or "netstandard.dll" or "mscorlib.dll";

    private static CSharpCompilation Compilation(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(
        "generated", trees, References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable));
}
