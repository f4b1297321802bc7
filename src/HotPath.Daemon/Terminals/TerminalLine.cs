using System.Text;

namespace HotPath.Daemon.Terminals;

/// <summary>Text that is to stay on one line of a terminal.</summary>
internal static class TerminalLine
{
    private const char CutMark = '>'; // as less -S has it: a number that is cut would pass for a smaller one
    private const int FirstWide = 0x1100;

    /// <summary>Cuts a line to a width.</summary>
    /// <param name="text">The line; characters that would move the cursor are replaced.</param>
    /// <param name="columnsMax">Columns that there are, at least 1.</param>
    /// <returns>The line, or its start and a mark.</returns>
    public static string Fit(string text, int columnsMax)
    {
        var line = new StringBuilder(text.Length);
        int columns = 0;
        int end = 0; // of what leaves room for the mark
        foreach (Rune rune in text.EnumerateRunes())
        {
            // Which characters are wide differs by terminal: one too many is cut rather than one line wrapped.
            columns += rune.Value < FirstWide ? 1 : 2;
            if (columns > columnsMax)
            {
                line.Length = end;
                return line.Append(CutMark).ToString();
            }

            line.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
            end = columns < columnsMax ? line.Length : end;
        }

        return line.ToString();
    }
}
