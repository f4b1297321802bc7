using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>Turns offsets into lines and columns. Offsets asked in growing order cost one pass over the text.</summary>
internal sealed class PlaceFinder
{
    private readonly string _file;
    private readonly string _text;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="script">Script as the user sees it.</param>
    public PlaceFinder(ScriptText script)
    {
        _file = script.File;
        _text = script.Text;
    }

    /// <summary>Line and column of an offset; a character outside the Unicode BMP is one column.</summary>
    /// <param name="offset">Unit: chars.</param>
    /// <returns>The place.</returns>
    public SourcePlace At(int offset)
    {
        if (offset < _offset)
        {
            (_offset, _line, _column) = (0, 1, 1);
        }

        for (; _offset < offset && _offset < _text.Length; _offset++)
        {
            char c = _text[_offset];
            if (c == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(c) && c != '\uFEFF')
            {
                _column++;
            }
        }

        return new SourcePlace(_file, _line, _column);
    }
}
