using System.Collections.Generic;
using System.Globalization;
using System.Text;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Writing;

/// <summary>Documentation comments and attributes of what a schema describes.</summary>
internal static class Documentation
{
    /// <summary>Writes a summary that the emitter itself words.</summary>
    public static void Summary(this SourceWriter writer, string text) =>
        writer.Lines($"/// <summary>{Escape(text)}</summary>");

    /// <summary>Writes the schema's description, the facts about a member, and whether it is deprecated.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="element">The member.</param>
    /// <param name="what">What it is called when the schema describes nothing.</param>
    /// <param name="facts">Sentences: place, length, unit.</param>
    public static void Describe(this SourceWriter writer, SchemaElementModel element, string what, string facts)
    {
        string description = element.Description.Trim();
        Summary(writer, description.Length > 0 ? Sentence(description) : what);
        var remarks = new List<string>();
        Add(remarks, facts.Length > 0, facts);
        Add(remarks, element.SinceVersion > 0, $"Since version {element.SinceVersion}.");
        Add(remarks, element.DeprecatedVersion is not null, $"Deprecated since version {element.DeprecatedVersion}.");
        Add(remarks, element.SemanticType is not null, $"Semantic type: {element.SemanticType}.");
        if (remarks.Count > 0)
        {
            writer.Lines($"/// <remarks>{Escape(string.Join(" ", remarks))}</remarks>");
        }

        Deprecate(writer, element);
    }

    /// <summary>Marks a deprecated member, so that a compiler warns of its use.</summary>
    public static void Deprecate(this SourceWriter writer, SchemaElementModel element)
    {
        if (element.DeprecatedVersion is { } version)
        {
            writer.Lines($"[global::System.Obsolete(\"Deprecated since version {version} of the schema.\")]");
        }
    }

    public static string Sentence(string text) =>
        text.EndsWith(".", System.StringComparison.Ordinal) ? text : text + ".";

    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char one in text)
        {
            bool isPlain = one is >= ' ' and < (char)0x7f and not '"' and not '\\';
            literal.Append(isPlain ? one.ToString() : "\\u" + ((int)one).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    private static void Add(List<string> remarks, bool isSaid, string text)
    {
        if (isSaid)
        {
            remarks.Add(text);
        }
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char one in text)
        {
            escaped.Append(one switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\u2028' or '\u2029' or >= '\ufffe' => " ",
                _ when char.IsControl(one) || char.IsSurrogate(one) => " ",
                _ => one.ToString(),
            });
        }

        return escaped.ToString();
    }
}
