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
    /// <param name="planText">Plan frame of the log, holding each schema as <see cref="RowSchema.ToString"/> gives it.</param>
    /// <param name="table">Table of the script.</param>
    /// <param name="log">Name of the log, for messages.</param>
    /// <returns>The layout, with the ids it was recorded under; the script's own when the plan does not name the table.</returns>
    /// <exception cref="HotPathException">HP1001: the columns differ.</exception>
    public static RowSchema Find(string planText, TableDefinition table, string log)
    {
        RowSchema wanted = table.Schema;
        string expected = Layout(wanted.ToString());
        foreach (string line in planText.Split('\n'))
        {
            int start = line.IndexOf($"{table.Name} id=", StringComparison.Ordinal);
            if (start < 0 || line[..start].Trim().Contains(' ', StringComparison.Ordinal))
            {
                continue;
            }

            string found = line[start..].TrimEnd();
            if (Layout(found) != expected)
            {
                throw new HotPathException(
                    ErrorCode.ConfigurationInvalid,
                    $"table {table.Name}: log '{log}' was recorded with other columns ({Layout(found)}) than the script "
                    + $"declares ({expected}); declare the table as it was recorded, or import its input again");
            }

            return new RowSchema(wanted.Name, Number(found, "id="), wanted.Columns, Number(found, "version="));
        }

        return wanted;
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
