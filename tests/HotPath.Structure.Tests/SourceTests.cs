using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace HotPath.Structure.Tests;

/// <summary>Sizes, names and forbidden things in sources. Each guard first shows that it looked at something.</summary>
public sealed partial class SourceTests
{
    private const int FileLinesMax = 600;
    private const int MethodLinesMax = 70;
    private const int LineLengthMax = 120;

    // Lines of rows in test data (tables of cases) may be longer: breaking them hides the table.
    private const int TestLineLengthMax = 200;

    [Test]
    public void Sources_AreFound() => Assert.That(Checkout.ProductSources, Has.Count.GreaterThan(60));

    [Test]
    public void Files_AreAtMost600Lines() => Assert.That(
        Checkout.Sources.Select(static file => (file, Lines: File.ReadLines(Checkout.Full(file)).Count())).Where(static f => f.Lines > FileLinesMax),
        Is.Empty);

    [Test]
    public void Files_OfTheProduct_AreMostlySmall()
    {
        List<int> lines = [.. Checkout.ProductSources.Select(static file => File.ReadLines(Checkout.Full(file)).Count()).Order()];
        Assert.Multiple(() =>
        {
            Assert.That(lines[lines.Count / 2], Is.LessThanOrEqualTo(100), "median");
            Assert.That(lines[lines.Count * 9 / 10], Is.LessThanOrEqualTo(300), "p90");
        });
    }

    [Test]
    public void Methods_AreAtMost70Lines()
    {
        int seen = 0;
        var tooLong = new List<string>();
        foreach ((string file, CompilationUnitSyntax root) in ParsedSources.All)
        {
            foreach (SyntaxNode method in root.DescendantNodes().Where(static n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax))
            {
                seen++;
                if (ParsedSources.LinesWithoutAttributes(method) is > MethodLinesMax and int lines)
                {
                    tooLong.Add($"{file}: {Name(method)} has {lines} lines");
                }
            }
        }

        Assert.That(seen, Is.GreaterThan(500), "the guard must see methods");
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Lines_AreAtMost120Characters()
    {
        int lines = 0;
        var tooLong = new List<string>();
        foreach (string file in Checkout.Sources)
        {
            int max = file.StartsWith("src/", StringComparison.Ordinal) ? LineLengthMax : TestLineLengthMax;
            int number = 0;
            foreach (string line in File.ReadLines(Checkout.Full(file)))
            {
                number++;
                lines++;
                if (line.Length > max)
                {
                    tooLong.Add($"{file}:{number}: {line.Length} characters");
                }
            }
        }

        Assert.That(lines, Is.GreaterThan(5_000), "the guard must see lines");
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Sources_AreAscii()
    {
        var found = new List<string>();
        foreach (string file in Checkout.Files.Where(static f => f.EndsWith(".cs", StringComparison.Ordinal) || f.StartsWith("scripts/", StringComparison.Ordinal)))
        {
            string text = Checkout.Read(file);
            int at = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007f');
            if (at >= 0)
            {
                found.Add($"{file}: U+{(int)text[at]:X4} in line {text.AsSpan(0, at).Count('\n') + 1}");
            }
        }

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Files_HoldOneTypeOfTheirName()
    {
        var wrong = new List<string>();
        foreach ((string file, CompilationUnitSyntax root) in ParsedSources.Product)
        {
            List<string> names = [.. ParsedSources.TopLevelTypes(root).Select(static t => t.Identifier.Text), .. root.DescendantNodes()
                .OfType<DelegateDeclarationSyntax>().Where(static d => d.Parent is BaseNamespaceDeclarationSyntax).Select(static d => d.Identifier.Text)];
            string expected = Path.GetFileNameWithoutExtension(file).Split('`')[0];
            bool isWhole = names.Count == 1 || (names.Count == 0 && file.EndsWith("GlobalSuppressions.cs", StringComparison.Ordinal));
            if (!isWhole || (names.Count == 1 && names[0] != expected && !expected.StartsWith(names[0] + ".", StringComparison.Ordinal)))
            {
                wrong.Add($"{file}: {string.Join(", ", names)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Classes_AreSealedUnlessMadeForInheritance()
    {
        var open = new List<string>();
        HashSet<string> bases = [.. ParsedSources.Product
            .SelectMany(static source => source.Root.DescendantNodes().OfType<BaseTypeSyntax>())
            .Select(static type => type.Type.ToString())];
        foreach ((string file, CompilationUnitSyntax root) in ParsedSources.Product)
        {
            foreach (TypeDeclarationSyntax type in root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                bool isClass = type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax r && !r.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword));
                bool isClosed = type.Modifiers.Any(static m =>
                    m.IsKind(SyntaxKind.SealedKeyword) || m.IsKind(SyntaxKind.StaticKeyword) || m.IsKind(SyntaxKind.AbstractKeyword));
                if (isClass && !isClosed && !bases.Contains(type.Identifier.Text))
                {
                    open.Add($"{file}: {type.Identifier.Text}");
                }
            }
        }

        Assert.That(open, Is.Empty);
    }

    [Test]
    public void UnsafeCode_StaysInFoundation()
    {
        Assert.That(
            Checkout.ProductSources.Where(static f => f.StartsWith("src/HotPath.Foundation/", StringComparison.Ordinal)).Any(IsUnsafe),
            Is.True,
            "the guard must recognise unsafe code");
        Assert.That(
            Checkout.ProductSources.Where(static f => !f.StartsWith("src/HotPath.Foundation/", StringComparison.Ordinal)).Where(IsUnsafe),
            Is.Empty);
    }

    [Test]
    public void MutableStatics_DoNotExist()
    {
        var found = new List<string>();
        foreach ((string file, CompilationUnitSyntax root) in ParsedSources.Product)
        {
            foreach (FieldDeclarationSyntax field in root.DescendantNodes().OfType<FieldDeclarationSyntax>())
            {
                bool isStatic = field.Modifiers.Any(SyntaxKind.StaticKeyword);
                if (isStatic && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword))
                {
                    found.Add($"{file}: {field.Declaration}");
                }
            }
        }

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Sources_HaveNoLooseEnds()
    {
        // Spelt apart, so that this file is not a finding of its own.
        string[] words = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "HA" + "CK"];
        Assert.That(
            Checkout.Sources.SelectMany(file => words.Where(word => Regex.IsMatch(Checkout.Read(file), $@"\b{word}\b")).Select(word => $"{file}: {word}")),
            Is.Empty);
    }

    private static bool IsUnsafe(string file) => UnsafeUse().IsMatch(Checkout.Read(file));

    private static string Name(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => method.Kind().ToString(),
    };

    [GeneratedRegex(@"\bunsafe\s|\bUnsafe\.|\bMemoryMarshal\.|\bNativeMemory\.|\bGCHandle\b|\bfixed\s*\(")]
    private static partial Regex UnsafeUse();
}
