using System;
using System.Text;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>Names of the text functions.</summary>
internal static class TextFunctionTable
{
    private static readonly SqlType S = SqlType.String;
    private static readonly SqlType I = SqlType.Int;

    internal static void AddTo(FunctionTable table)
    {
        AddCutting(table);
        AddSearching(table);
        AddTrimming(table);
        table.Add("LOWER", "LOWER(text)", Of(typeof(TextCasing), nameof(TextCasing.Lower), S, S));
        table.Add("UPPER", "UPPER(text)", Of(typeof(TextCasing), nameof(TextCasing.Upper), S, S));
        table.Add("INITCAP", "INITCAP(text)", Of(typeof(TextCasing), nameof(TextCasing.InitCap), S, S));
        table.Add("MD5", "MD5(text)", Of(typeof(TextDigests), nameof(TextDigests.Md5), S, S));
        table.Add("SHA1", "SHA1(text)", Of(typeof(TextDigests), nameof(TextDigests.Sha1), S, S));
        table.Add("SHA256", "SHA256(text)", Of(typeof(TextDigests), nameof(TextDigests.Sha256), S, S));
    }

    private static Overload Of(Type holder, string method, SqlType result, params SqlType[] parameters) =>
        new(holder, method, result, parameters);

    private static void AddCutting(FunctionTable table)
    {
        Type t = typeof(TextFunctions);
        Overload concat = Of(t, nameof(TextFunctions.Concat), S, S, S);
        table.Add("CONCAT", "CONCAT(text, text)", concat);
        foreach (string name in (string[])["CHAR_LENGTH", "CHARACTER_LENGTH"])
        {
            table.Add(name, $"{name}(text)", Of(t, nameof(TextFunctions.CharLength), I, S));
        }

        foreach (string name in (string[])["SUBSTRING", "SUBSTR"])
        {
            table.Add(
                name,
                $"{name}(text, start [, length])",
                Of(t, nameof(TextFunctions.SubstringFrom), S, S, I),
                Of(t, nameof(TextFunctions.Substring), S, S, I, I));
        }

        table.Add("LEFT", "LEFT(text, length)", Of(t, nameof(TextFunctions.Left), S, S, I));
        table.Add("RIGHT", "RIGHT(text, length)", Of(t, nameof(TextFunctions.Right), S, S, I));
        table.Add("LPAD", "LPAD(text, length, pad)", Of(t, nameof(TextFunctions.PadLeft), S, S, I, S));
        table.Add("RPAD", "RPAD(text, length, pad)", Of(t, nameof(TextFunctions.PadRight), S, S, I, S));
        table.Add("REPEAT", "REPEAT(text, count)", Of(t, nameof(TextFunctions.Repeat), S, S, I));
        table.Add("REVERSE", "REVERSE(text)", Of(t, nameof(TextFunctions.Reverse), S, S));
        table.Add("REPLACE", "REPLACE(text, search, replacement)", Of(t, nameof(TextFunctions.Replace), S, S, S, S));
        table.Add("CHR", "CHR(code)", Of(t, nameof(TextFunctions.Chr), S, SqlType.BigInt));
        table.Add(
            "OVERLAY",
            "OVERLAY(text, replacement, start [, length])",
            Of(t, nameof(TextFunctions.OverlayFrom), S, S, S, I),
            Of(t, nameof(TextFunctions.Overlay), S, S, S, I, I));
    }

    private static ScalarCall? Like(FunctionCall call)
    {
        if (call.Literal(2) is { } escape)
        {
            byte[] character = Encoding.UTF8.GetBytes(escape);
            if (Utf8.Count(character) > 1)
            {
                call.Problem = $"ESCAPE takes one character, not '{escape}'";
                return null;
            }

            if (character.Length > 0
                && call.Literal(1) is { } pattern
                && !LikePattern.IsValid(Encoding.UTF8.GetBytes(pattern), character))
            {
                call.Problem = $"the pattern '{pattern}' has its escape character '{escape}' in front of something "
                    + "else than %, _ or itself; write the character twice, or choose another";
                return null;
            }
        }

        Type t = typeof(TextSearch);
        return FunctionTable.Resolve(
            call,
            [
                Of(t, nameof(TextSearch.Like), SqlType.Boolean, S, S),
                Of(t, nameof(TextSearch.LikeEscape), SqlType.Boolean, S, S, S),
            ]);
    }

    private static void AddSearching(FunctionTable table)
    {
        Type t = typeof(TextSearch);
        Type r = typeof(TextRegex);
        table.Add("POSITION", "POSITION(search IN text)", Of(t, nameof(TextSearch.Position), I, S, S));
        table.Add(
            "LOCATE",
            "LOCATE(search, text [, from])",
            Of(t, nameof(TextSearch.Position), I, S, S),
            Of(t, nameof(TextSearch.LocateFrom), I, S, S, I));
        table.Add("INSTR", "INSTR(text, search)", Of(t, nameof(TextSearch.Instr), I, S, S));
        table.Add("ASCII", "ASCII(text)", Of(t, nameof(TextSearch.Ascii), I, S));
        table.Add(
            "SPLIT_INDEX",
            "SPLIT_INDEX(text, separator, index)",
            Of(t, nameof(TextSearch.SplitIndex), S, S, S, I),
            Of(t, nameof(TextSearch.SplitIndexCode), S, S, I, I));
        table.Add("LIKE", "text LIKE pattern [ESCAPE character]", Like);
        AddRegex(table, "REGEXP", "REGEXP(text, pattern)", Of(r, nameof(TextRegex.IsFound), SqlType.Boolean, S, S));
        AddRegex(
            table,
            "REGEXP_REPLACE",
            "REGEXP_REPLACE(text, pattern, replacement)",
            Of(r, nameof(TextRegex.Replace), S, S, S, S));
        AddRegex(
            table,
            "REGEXP_EXTRACT",
            "REGEXP_EXTRACT(text, pattern [, group])",
            Of(r, nameof(TextRegex.Extract), S, S, S),
            Of(r, nameof(TextRegex.ExtractGroup), S, S, S, I));
    }

    private static void AddRegex(FunctionTable table, string name, string signature, params Overload[] overloads) =>
        table.Add(name, signature, call =>
        {
            call.Problem = call.Literal(1) is { } pattern ? JavaRegex.Translate(pattern)?.Problem ?? "" : "";
            return call.Problem.Length == 0 ? FunctionTable.Resolve(call, overloads) : null;
        });

    private static void AddTrimming(FunctionTable table)
    {
        Type t = typeof(TextSearch);
        table.Add(
            "TRIM",
            "TRIM([BOTH | LEADING | TRAILING] [characters FROM] text)",
            Of(t, nameof(TextSearch.TrimBlanks), S, S),
            Of(t, nameof(TextSearch.TrimSide), S, S, S, S));
        table.Add(
            "LTRIM",
            "LTRIM(text [, characters])",
            Of(t, nameof(TextSearch.TrimLeadingBlanks), S, S),
            Of(t, nameof(TextSearch.TrimLeading), S, S, S));
        table.Add(
            "RTRIM",
            "RTRIM(text [, characters])",
            Of(t, nameof(TextSearch.TrimTrailingBlanks), S, S),
            Of(t, nameof(TextSearch.TrimTrailing), S, S, S));
        table.Add(
            "BTRIM",
            "BTRIM(text [, characters])",
            Of(t, nameof(TextSearch.TrimBlanks), S, S),
            Of(t, nameof(TextSearch.TrimBoth), S, S, S));
    }
}
