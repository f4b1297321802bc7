using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Examples.Functions;
using HotPath.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>Assemblies of functions as a user would build them, from source that a test holds.</summary>
internal static class FunctionAssembly
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(ScalarFunctionAttribute).Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The assembly of docs/examples/functions.</summary>
    public static string Examples => typeof(TextFunctions).Assembly.Location;

    /// <summary>SET of the examples.</summary>
    public static string UseExamples => Use(Examples);

    /// <summary>SET of an assembly.</summary>
    public static string Use(string path) => $"SET 'hotpath.functions' = '{path}';\n";

    /// <summary>Builds a file out of members of a namespace.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">Name of the assembly.</param>
    /// <param name="source">Types.</param>
    /// <param name="more">Further references.</param>
    public static string Build(string folder, string name, string source, params string[] more)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, deterministic: true, optimizationLevel: OptimizationLevel.Release);
        const string usings = "using System; using System.Runtime.InteropServices; using HotPath.Functions; namespace Shop;\n";
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(usings + source, new CSharpParseOptions(LanguageVersion.Latest))],
            [.. References, .. more.Select(static path => MetadataReference.CreateFromFile(path))],
            options);
        string path = Path.Combine(folder, name + ".dll");
        IEnumerable<string> errors = compilation.Emit(path).Diagnostics
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(static diagnostic => diagnostic.ToString());
        Assert.That(errors, Is.Empty);
        return path;
    }

    /// <summary>A folder that is the test's own, under the test host's.</summary>
    public static string NewFolder()
    {
        string folder = Path.Combine(Path.GetTempPath(), "hotpath-functions-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }
}
