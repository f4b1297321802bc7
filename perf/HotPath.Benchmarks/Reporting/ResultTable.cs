using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HotPath.Benchmarks.Reporting;

/// <summary>Figures as a Markdown table.</summary>
/// <param name="header">Column titles, with units.</param>
public sealed class ResultTable(IReadOnlyList<string> header)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="fields">One field a column.</param>
    public void Add(params string[] fields) => _rows.Add(fields);

    /// <summary>The table.</summary>
    /// <returns>Markdown.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, header);
        Line(text, header.Select((_, i) => i == 0 ? "---" : "--:"));
        foreach (string[] row in _rows)
        {
            Line(text, row);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> fields) =>
        text.Append("| ").AppendJoin(" | ", fields).Append(" |\n");
}
