using System.Collections.Generic;
using System.Text;

namespace HotPath.Sbe.CSharp.Naming;

/// <summary>Names of a schema as C# can have them.</summary>
internal static class Identifiers
{
    // Words that C# gives a meaning only in places where no name stands are left out: they may be names.
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern",
        "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
        "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params",
        "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>A name with a capital, as types and members have it.</summary>
    public static string Pascal(string name)
    {
        string plain = Plain(name);
        return Escape(char.ToUpperInvariant(plain[0]) + plain.Substring(1));
    }

    /// <summary>A name as the schema writes it, as values of enums have it.</summary>
    public static string AsWritten(string name) => Escape(Plain(name));

    /// <summary>A namespace: each part of a package with a capital.</summary>
    public static string Namespace(string package)
    {
        string[] parts = package.Split('.');
        for (int index = 0; index < parts.Length; index++)
        {
            parts[index] = Pascal(parts[index].Trim());
        }

        return string.Join(".", parts);
    }

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (char one in name)
        {
            bool isAllowed = one < 0x80 ? char.IsLetterOrDigit(one) : char.IsLetter(one);
            plain.Append(isAllowed ? one : '_');
        }

        bool startsBadly = plain.Length == 0 || char.IsDigit(plain[0]);
        return startsBadly ? "_" + plain : plain.ToString();
    }

    private static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;
}
