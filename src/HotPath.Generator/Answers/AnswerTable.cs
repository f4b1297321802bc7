using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace HotPath.Generator.Answers;

/// <summary>One file of answers: a header, then the rows in bytewise order, as csv sinks write them.</summary>
internal sealed class AnswerTable
{
    private readonly string _header;
    private readonly List<string> _rows = [];

    public AnswerTable(string header) => _header = header;

    public void Add(FormattableString row) => _rows.Add(row.ToString(CultureInfo.InvariantCulture));

    public void Write(string path)
    {
        _rows.Sort(StringComparer.Ordinal);
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false));
        text.Write(_header + "\n");
        foreach (string row in _rows)
        {
            text.Write(row + "\n");
        }
    }
}
