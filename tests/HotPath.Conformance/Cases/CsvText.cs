using System;
using System.Collections.Generic;
using System.Text;

namespace HotPath.Conformance.Cases;

/// <summary>Reads the CSV of expectation files: RFC 4180, whole text in memory, slow and obvious on purpose.</summary>
public static class CsvText
{
    /// <summary>Splits a text into records of fields; empty lines are skipped.</summary>
    /// <param name="text">Whole text.</param>
    /// <returns>Records in order.</returns>
    /// <exception cref="FormatException">A quoted field does not end.</exception>
    public static IReadOnlyList<string[]> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var records = new List<string[]>();
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        bool wasQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = wasQuoted = true;
            }
            else if (c == ',')
            {
                fields.Add(Taken(field));
            }
            else if (c == '\n')
            {
                EndRecord(records, fields, field, wasQuoted);
                wasQuoted = false;
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        if (quoted)
        {
            throw new FormatException("a quoted field does not end");
        }

        EndRecord(records, fields, field, wasQuoted);
        return records;
    }

    private static void EndRecord(List<string[]> records, List<string> fields, StringBuilder field, bool wasQuoted)
    {
        if (fields.Count == 0 && field.Length == 0 && !wasQuoted)
        {
            return;
        }

        fields.Add(Taken(field));
        records.Add([.. fields]);
        fields.Clear();
    }

    private static string Taken(StringBuilder field)
    {
        string text = field.ToString();
        field.Clear();
        return text;
    }
}
