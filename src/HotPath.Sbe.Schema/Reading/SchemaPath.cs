using System.Collections.Generic;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Paths of includes. Text only: what a path means is the business of <see cref="ISchemaFiles"/>.</summary>
internal static class SchemaPath
{
    /// <summary>Path of a file that another one names.</summary>
    /// <param name="includingPath">Path of the file that has the include.</param>
    /// <param name="reference">Path relative to it.</param>
    /// <returns>
    /// A path like <paramref name="includingPath"/>, without <c>.</c> and with as few <c>..</c> as can be.
    /// </returns>
    public static string Combine(string includingPath, string reference)
    {
        string[] including = includingPath.Replace('\\', '/').Split('/');
        var parts = new List<string>();
        for (int index = 0; index < including.Length - 1; index++)
        {
            Add(parts, including[index]);
        }

        foreach (string part in reference.Replace('\\', '/').Split('/'))
        {
            Add(parts, part);
        }

        return string.Join("/", parts);
    }

    private static void Add(List<string> parts, string part)
    {
        bool canGoUp = parts.Count > 0 && parts[parts.Count - 1] is not (".." or "");
        if (part == ".." && canGoUp)
        {
            parts.RemoveAt(parts.Count - 1);
        }
        else if (part != "." && (part.Length > 0 || parts.Count == 0))
        {
            parts.Add(part);
        }
    }
}
