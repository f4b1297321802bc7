using System;
using System.Globalization;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Recorded;

/// <summary>Finds in a plan's text how the rows of a table were laid out when they were recorded.</summary>
internal static class RecordedSchema
{
    /// <summary>The recorded layout; it must have the columns that the script declares now.</summary>
    /// <param name="planText">Plan frame of the log, whose section 'tables' holds a line a schema, then the
    /// tenant.</param>
    /// <param name="table">Table of the script.</param>
    /// <param name="log">Name of the log, for messages.</param>
    /// <returns>
    /// The layout, with the ids it was recorded under; the script's own when the plan does not name the table.
    /// </returns>
    /// <exception cref="HotPathException">HP1001: the columns differ.</exception>
    public static RowSchema Find(string planText, TableDefinition table, string log)
    {
        RowSchema wanted = table.Schema;
        string expected = Layout(wanted.ToString());
        foreach (string line in Section(planText, "tables").Split('\n'))
        {
            if (!line.StartsWith($"{table.Name} id=", StringComparison.Ordinal))
            {
                continue;
            }

            string found = line[..Math.Max(line.LastIndexOf(" tenant=", StringComparison.Ordinal), 0)];
            if (Layout(found) != expected)
            {
                throw new HotPathException(
                    ErrorCode.ConfigurationInvalid,
                    $"table {table.Name}: log '{log}' was recorded with other columns ({Layout(found)}) than the "
                    + $"script declares ({expected}); declare the table as it was recorded, or import its input again");
            }

            return new RowSchema(wanted.Name, Number(found, "id="), wanted.Columns, Number(found, "version="));
        }

        return wanted;
    }

    /// <summary>Content of a section: a line with name and length of what follows it.</summary>
    private static string Section(string planText, string name)
    {
        int at = planText.IndexOf('\n', StringComparison.Ordinal) + 1;
        while (at > 0 && at < planText.Length)
        {
            int end = planText.IndexOf('\n', at);
            int space = end < 0 ? -1 : planText.IndexOf(' ', at, end - at);
            if (space < 0
                || !int.TryParse(
                    planText.AsSpan(space + 1, end - space - 1), CultureInfo.InvariantCulture, out int length)
                || length < 0
                || length > planText.Length - end - 1)
            {
                return string.Empty;
            }

            if (planText.AsSpan(at, space - at).SequenceEqual(name))
            {
                return planText.Substring(end + 1, length);
            }

            at = end + 1 + length + 1;
        }

        return string.Empty;
    }

    private static string Layout(string schema)
    {
        int start = schema.IndexOf("block=", StringComparison.Ordinal);
        return start < 0 ? schema : schema[start..];
    }

    private static int Number(string schema, string key)
    {
        int start = schema.IndexOf(key, StringComparison.Ordinal) + key.Length;
        int end = schema.IndexOf(' ', start);
        return int.Parse(schema.AsSpan(start, end - start), CultureInfo.InvariantCulture);
    }
}
