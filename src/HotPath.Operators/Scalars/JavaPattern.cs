using System;
using System.Text.RegularExpressions;

namespace HotPath.Operators.Scalars;

/// <summary>
/// A regular expression of Java's rules, compiled. Without looks around, back references and parts that never give
/// back it takes time in proportion to the text, whatever the text.
/// </summary>
/// <remarks>Threading: single-threaded, since it compiles when it is first needed.</remarks>
internal sealed class JavaPattern
{
    private readonly JavaRegex? _translated;
    private readonly Regex? _plain;
    private Regex? _paired;

    private JavaPattern(JavaRegex translated, Regex? plain)
    {
        _translated = translated;
        _plain = plain;
        Problem = translated.Problem;
    }

    /// <summary>What Java has and HotPath has not; else empty.</summary>
    internal string Problem { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="pattern">Java's.</param>
    /// <returns>The pattern, which may have a <see cref="Problem"/>; null for one that Java refuses.</returns>
    internal static JavaPattern? TryCompile(string pattern)
    {
        if (JavaRegex.Translate(pattern) is not { } translated)
        {
            return null;
        }

        return translated.Problem.Length > 0
            ? new JavaPattern(translated, plain: null)
            : new JavaPattern(translated, Compile(translated.Plain, translated.IsRegular));
    }

    /// <summary>The expression for a text.</summary>
    internal Regex For(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return _plain!;
        }

        return _paired ??= Compile(_translated!.Paired, _translated.IsRegular);
    }

    // .NET's engine without backtracking finds the same matches and groups, but does not take every expression.
    private static Regex Compile(string pattern, bool isRegular)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        if (!isRegular)
        {
            return new Regex(pattern, Options);
        }

        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, Options);
        }
    }
}
