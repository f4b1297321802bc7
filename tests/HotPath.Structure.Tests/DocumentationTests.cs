using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>What the compiler does not check about documentation comments.</summary>
public sealed partial class DocumentationTests
{
    [Test]
    public void RawNumbers_InPublicSignatures_SayTheirUnit()
    {
        int seen = 0;
        var silent = new List<string>();
        foreach ((string file, CompilationUnitSyntax root) in ParsedSources.Product)
        {
            foreach (PropertyDeclarationSyntax property in root.DescendantNodes().OfType<PropertyDeclarationSyntax>().Where(IsPublicNumber))
            {
                seen++;
                string documentation = property.GetLeadingTrivia().ToFullString();
                string name = property.Identifier.Text;
                bool saysUnit = documentation.Contains("Unit:", System.StringComparison.Ordinal)
                    || documentation.Contains("<inheritdoc", System.StringComparison.Ordinal)
                    || UnitSuffix().IsMatch(name)
                    || Ordinal().IsMatch(name);
                if (!saysUnit)
                {
                    silent.Add($"{file}: {name}");
                }
            }
        }

        Assert.That(seen, Is.GreaterThan(20), "the guard must see numbers");
        Assert.That(silent, Is.Empty);
    }

    private static bool IsPublicNumber(PropertyDeclarationSyntax property) =>
        property.Modifiers.Any(SyntaxKind.PublicKeyword)
        && property.Parent is TypeDeclarationSyntax type
        && type.Modifiers.Any(SyntaxKind.PublicKeyword)
        && property.Type.ToString() is "long" or "double";

    [GeneratedRegex("(Ms|Ns|Seconds|Bytes|Rows|Frames|Events|Entries|PerSecond|Max|Count|Hash)$")]
    private static partial Regex UnitSuffix();

    // Identities and hashes are not measured in anything.
    [GeneratedRegex("(Id|Index|Position|Sequence|Chain|Seed|Number|Offset|Version|Tag|Detail)$")]
    private static partial Regex Ordinal();
}
