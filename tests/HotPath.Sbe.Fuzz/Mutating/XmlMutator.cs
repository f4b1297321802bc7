using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Foundation.Hashing;

namespace HotPath.Sbe.Fuzz.Mutating;

/// <summary>Makes hostile schemas from valid ones: other attribute values, elements taken away, doubled, moved and nested.</summary>
internal sealed partial class XmlMutator
{
    private static readonly string[] Words =
    [
        "", "0", "-1", "1", "2147483647", "2147483648", "99999999999999999999", "1e400", "NaN", "65535", "constant", "optional", "required",
        "char", "uint8", "uint64", "float", "bigEndian", "messageHeader", "groupSizeEncoding", "a.b", ".", "&#0;", "&amp;", "\u00e9", "class",
    ];

    private static readonly string[] Pieces =
    [
        "<!DOCTYPE a [<!ENTITY b 'cc'>]>", "&b;", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "</types>", "<types>", "<composite name='q'>",
        "<ref name='r' type='all'/>", "<group name='x' id='9'>", "</group>", "<data name='y' id='8' type='text'/>", "\0", "\"", "<", ">",
        "<xi:include href='main.xml' xmlns:xi='http://www.w3.org/2001/XInclude'/>",
    ];

    private readonly string[][] _seeds;
    private readonly string[] _values;

    /// <summary>Takes schemas apart.</summary>
    /// <param name="seeds">Valid schemas.</param>
    public XmlMutator(IEnumerable<string> seeds)
    {
        _seeds = [.. seeds.Select(static text => Token().Matches(text).Select(static match => match.Value).ToArray())];
        _values = [.. _seeds.SelectMany(static tokens => tokens).Where(static token => token[0] == '"').Select(static token => token.Trim('"')).Distinct(), .. Words];
    }

    /// <summary>Makes a schema.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="to">Room for it.</param>
    /// <returns>Its length. Unit: bytes.</returns>
    public int Make(SplitMix64 random, Span<byte> to)
    {
        var tokens = new List<string>(_seeds[random.Below(_seeds.Length)]);
        for (int times = 1 + random.Below(3); times > 0 && tokens.Count > 1; times--)
        {
            Change(tokens, random);
        }

        string text = string.Concat(tokens);
        int length = Encoding.UTF8.GetByteCount(text) > to.Length
            ? Encoding.UTF8.GetBytes(text.AsSpan(0, to.Length / 4), to)
            : Encoding.UTF8.GetBytes(text, to);
        int damage = random.Below(12);
        if (damage == 0)
        {
            return random.Below(length + 1);
        }

        if (damage == 1 && length > 0)
        {
            to[random.Below(length)] = (byte)random.Next();
        }

        return length;
    }

    private void Change(List<string> tokens, SplitMix64 random)
    {
        int at = random.Below(tokens.Count);
        int span = Math.Min(1 + random.Below(12), tokens.Count - at);
        switch (random.Below(8))
        {
            case 0:
                tokens.RemoveRange(at, span);
                break;
            case 1:
                tokens.InsertRange(random.Below(tokens.Count), tokens.GetRange(at, span));
                break;
            case 2:
                tokens.Insert(at, Pieces[random.Below(Pieces.Length)]);
                break;
            default:
                int value = tokens.FindIndex(at, static token => token[0] == '"');
                if (value >= 0)
                {
                    tokens[value] = $"\"{_values[random.Below(_values.Length)]}\"";
                }

                break;
        }
    }

    [GeneratedRegex("\"[^\"]*\"|<[^\\s\">]*|/?>|[^\"<>]+|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
