using System;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Durability;

/// <summary>Refuses a data directory that was made under another plan: its state would not mean the same.</summary>
public static class PlanCheck
{
    /// <summary>Compares plans.</summary>
    /// <param name="known">Text of the plan that the data directory was made with.</param>
    /// <param name="given">Text of the plan of this run.</param>
    /// <exception cref="HotPathException">HP2009: they differ; names the first line that does.</exception>
    public static void Compare(string known, string given)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(given);
        if (string.Equals(known, given, StringComparison.Ordinal))
        {
            return;
        }

        string[] was = known.Split('\n');
        string[] now = given.Split('\n');
        int line = 0;
        while (line < was.Length && line < now.Length && was[line] == now[line])
        {
            line++;
        }

        throw new HotPathException(
            ErrorCode.DataDirectoryRefused,
            $"the data directory was made under another plan; line {line + 1} of it was '{Line(was, line)}' and is "
            + $"now '{Line(now, line)}'; run the script it was made with, or give another --data directory");
    }

    private static string Line(string[] lines, int index) =>
        index < lines.Length ? lines[index].Trim() : string.Empty;
}
