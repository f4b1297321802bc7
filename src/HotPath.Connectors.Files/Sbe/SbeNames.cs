using System;
using System.Text;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>From the names of a schema, <c>userId</c>, to those of columns, <c>user_id</c>.</summary>
internal static class SbeNames
{
    /// <summary>Name of a column for names that lie within each other.</summary>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>Each in snake case, joined by an underscore.</returns>
    public static string Column(ReadOnlySpan<string> path)
    {
        var text = new StringBuilder();
        foreach (string name in path)
        {
            text.Append(text.Length > 0 ? "_" : string.Empty);
            AppendSnake(name, text);
        }

        return text.ToString();
    }

    /// <summary>What a column's name is compared by: <c>userId</c>, <c>USER_ID</c>, <c>user_id</c> are one.</summary>
    /// <param name="column">Name of a column; dots count as underscores.</param>
    /// <returns>Snake case.</returns>
    public static string Key(string column) => Column(column.Split('.'));

    // A word begins at a capital behind a small letter or a digit, and at the last capital of several: eventID,
    // URLPath.
    private static void AppendSnake(string name, StringBuilder text)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char next = name[i];
            bool isWord = char.IsAsciiLetterUpper(next) && i > 0 && name[i - 1] != '_'
                && (!char.IsAsciiLetterUpper(name[i - 1])
                    || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            text.Append(isWord && name.AsSpan().ContainsAnyInRange('a', 'z') ? "_" : string.Empty);
            text.Append(char.ToLowerInvariant(next));
        }
    }
}
