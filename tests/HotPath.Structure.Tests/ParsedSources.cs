using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HotPath.Structure.Tests;

/// <summary>Syntax trees of all sources, parsed once: braces are counted by a compiler, not by a regular expression.</summary>
internal static class ParsedSources
{
    public static readonly IReadOnlyList<(string File, CompilationUnitSyntax Root)> All =
    [
        .. Checkout.Sources
            .AsParallel()
            .AsOrdered()
            .Select(static file => (file, CSharpSyntaxTree.ParseText(Checkout.Read(file)).GetCompilationUnitRoot())),
    ];

    public static IEnumerable<(string File, CompilationUnitSyntax Root)> Product =>
        All.Where(static source => source.File.StartsWith("src/", System.StringComparison.Ordinal));

    /// <summary>First and last line a node covers. Unit: lines.</summary>
    public static int Lines(Microsoft.CodeAnalysis.SyntaxNode node)
    {
        Microsoft.CodeAnalysis.FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    /// <summary>Types that are not inside other types.</summary>
    public static IEnumerable<BaseTypeDeclarationSyntax> TopLevelTypes(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(static type => type.Parent is not BaseTypeDeclarationSyntax);
}
