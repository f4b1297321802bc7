using System.Text;

namespace HotPath.Sbe.CSharp.Writing;

/// <summary>Lines of C#, indented.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, each at the present depth; an empty string is an empty line.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            // What belongs to the compiler stands at the margin.
            bool isDirective = line.Length > 0 && line[0] == '#';
            int indent = line.Length == 0 || isDirective ? 0 : _depth * 4;
            _text.Append(' ', indent).Append(line).Append('\n');
        }
    }

    public void Blank() => Lines("");

    /// <summary>Writes a head and the brace that opens its body.</summary>
    public void Open(string head)
    {
        Lines(head);
        Lines("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Lines("}" + after);
    }

    public override string ToString() => _text.ToString();
}
