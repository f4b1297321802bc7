using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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

    /// <summary>Lines of a declaration without its attributes: test cases are data. Unit: lines.</summary>
    public static int LinesWithoutAttributes(SyntaxNode node)
    {
        SyntaxNodeOrToken first = node.ChildNodesAndTokens().First(static child => !child.IsKind(SyntaxKind.AttributeList));
        FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(TextSpan.FromBounds(first.SpanStart, node.Span.End));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    /// <summary>Types that are not inside other types.</summary>
    public static IEnumerable<BaseTypeDeclarationSyntax> TopLevelTypes(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(static type => type.Parent is not BaseTypeDeclarationSyntax);
}
