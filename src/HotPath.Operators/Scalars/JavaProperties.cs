using System;
using System.Collections.Concurrent;
using System.Globalization;

namespace HotPath.Operators.Scalars;

/// <summary>What <c>\d</c> and the like and <c>\p{...}</c> mean in Java, without UNICODE_CHARACTER_CLASS.</summary>
/// <remarks>Threading: any thread; sets are made once.</remarks>
internal static class JavaProperties
{
    private static readonly ConcurrentDictionary<string, CodePointSet> Categories = new(StringComparer.Ordinal);

    internal static CodePointSet Digit { get; } = CodePointSet.Range('0', '9');

    internal static CodePointSet Alpha { get; } =
        CodePointSet.Range('a', 'z').Or(CodePointSet.Range('A', 'Z'));

    internal static CodePointSet Alnum { get; } = Alpha.Or(Digit);

    internal static CodePointSet Word { get; } = Alnum.Or(CodePointSet.Of('_'));

    internal static CodePointSet Space { get; } = CodePointSet.Range('\t', '\r').Or(CodePointSet.Of(' '));

    internal static CodePointSet Punct { get; } = CodePointSet.Range('!', '~').And(Alnum.Not());

    internal static CodePointSet HorizontalSpace { get; } =
        CodePointSet.Of(' ', '\t', 0xA0, 0x1680, 0x180E, 0x202F, 0x205F, 0x3000)
            .Or(CodePointSet.Range(0x2000, 0x200A));

    internal static CodePointSet VerticalSpace { get; } =
        CodePointSet.Range('\n', '\r').Or(CodePointSet.Of(0x85, 0x2028, 0x2029));

    /// <summary>What the dot does not match, unless a flag says so.</summary>
    internal static CodePointSet LineEnds { get; } = CodePointSet.Of('\n', '\r', 0x85, 0x2028, 0x2029);

    /// <summary>A property by name.</summary>
    /// <param name="name">As in braces, without <c>Is</c> or <c>general_category=</c>.</param>
    /// <returns>The set; null for a name that is none of a POSIX class or a category.</returns>
    internal static CodePointSet? Find(string name) => name switch
    {
        "Lower" => CodePointSet.Range('a', 'z'),
        "Upper" => CodePointSet.Range('A', 'Z'),
        "Alpha" => Alpha,
        "Digit" => Digit,
        "Alnum" => Alnum,
        "Punct" => Punct,
        "Graph" => CodePointSet.Range('!', '~'),
        "Print" => CodePointSet.Range(' ', '~'),
        "Space" => Space,
        "Blank" => CodePointSet.Of(' ', '\t'),
        "XDigit" => Digit.Or(CodePointSet.Range('a', 'f')).Or(CodePointSet.Range('A', 'F')),
        "Cntrl" => CodePointSet.Range(0, 0x1F).Or(CodePointSet.Of(0x7F)),
        "ASCII" => CodePointSet.Range(0, 0x7F),
        "L1" => CodePointSet.Range(0, 0xFF),
        "all" => CodePointSet.All,
        _ => Category(name),
    };

    /// <summary>A Unicode category of one or two letters, <c>LC</c> or <c>LD</c>.</summary>
    internal static CodePointSet? Category(string name)
    {
        if (Categories.TryGetValue(name, out CodePointSet? known))
        {
            return known;
        }

        string all = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn";
        string members = name switch
        {
            "LC" => "Lu Ll Lt",
            "LD" => "Lu Ll Lt Lm Lo Nd",
            { Length: 1 or 2 } => name,
            _ => "?",
        };
        string[] categories = all.Split(' ');
        bool IsMember(UnicodeCategory category)
        {
            string code = categories[(int)category];
            return members.Length == 1 ? code[0] == members[0] : members.Contains(code, StringComparison.Ordinal);
        }

        return Array.Exists(categories, c => IsMember((UnicodeCategory)Array.IndexOf(categories, c)))
            ? Categories.GetOrAdd(name, CodePointSet.OfCategories(IsMember))
            : null;
    }
}
