using System.Collections.Generic;
using System.Text;

namespace HotPath.Connectors.Files.Tests;

/// <summary>CSV one character at a time, without buffers or bounds: slow and obvious.</summary>
internal sealed class CsvOracle
{
    private readonly string _text;
    private readonly bool _allowComments;
    private int _at;

    internal CsvOracle(string text, bool allowComments)
    {
        _text = text;
        _allowComments = allowComments;
    }

    /// <summary>Number of the line at which the record read last starts.</summary>
    internal long Line { get; private set; }

    /// <summary>Whether the record read last has something behind a closing quote.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>Whether the record read last ends inside quotes.</summary>
    internal bool IsOpen { get; private set; }

    private long NextLine { get; set; } = 1;

    /// <summary>The fields of the next record, or null at the end.</summary>
    internal List<string>? Read()
    {
        IsMalformed = IsOpen = false;
        SkipCommentsAndBlanks();
        if (_at == _text.Length)
        {
            return null;
        }

        Line = NextLine;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(Peek() == '"' ? ReadQuoted() : ReadPlain());
            if (Peek() != ',')
            {
                break;
            }

            _at++;
        }

        SkipLineEnd();
        return fields;
    }

    private int Peek() => _at < _text.Length ? _text[_at] : -1;

    private void SkipCommentsAndBlanks()
    {
        while (_allowComments && Peek() is ' ' or '#' or '\n' or '\r')
        {
            if (!_allowComments)
            {
                return;
            }

            if (Peek() == ' ')
            {
                _at++;
            }
            else if (Peek() == '#')
            {
                while (Peek() is not ('\n' or '\r' or -1))
                {
                    _at++;
                }

                NextLine--;
                SkipLineEnd();
            }
            else
            {
                SkipLineEnd();
            }
        }
    }

    private void SkipLineEnd()
    {
        NextLine++;
        _at += Peek() == '\r' ? 1 + (_at + 1 < _text.Length && _text[_at + 1] == '\n' ? 1 : 0) : Peek() == '\n' ? 1 : 0;
    }

    private string ReadPlain()
    {
        var field = new StringBuilder();
        while (Peek() is not (',' or '\n' or '\r' or -1))
        {
            field.Append(_text[_at++]);
        }

        return field.ToString();
    }

    private string ReadQuoted()
    {
        var field = new StringBuilder();
        _at++;
        while (true)
        {
            if (Peek() == -1)
            {
                IsOpen = true;
                return field.ToString();
            }

            char next = _text[_at++];
            if (next != '"')
            {
                NextLine += next == '\n' ? 1 : 0;
                field.Append(next);
            }
            else if (Peek() == '"')
            {
                field.Append('"');
                _at++;
            }
            else
            {
                break;
            }
        }

        string behind = ReadPlain();
        IsMalformed |= behind.Trim(' ').Length > 0;
        return field.ToString();
    }
}
