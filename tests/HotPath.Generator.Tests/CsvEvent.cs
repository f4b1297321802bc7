using System;
using System.Globalization;

namespace HotPath.Generator.Tests;

/// <summary>A line of events.csv, read by its places: what the tests know of the data, they know from the file.</summary>
internal sealed record CsvEvent(
    string Line, string Id, string Type, DateTime Time, int Tenant, int Source, long Sequence, string Session, string User, decimal? Total, decimal? Amount, string Status)
{
    private const int Fields = 20;

    /// <summary>Null for a line that is no event.</summary>
    public static CsvEvent? Parse(string line)
    {
        string[] f = line.Split(',');
        return f.Length != Fields
            ? null
            : new CsvEvent(
                line,
                f[0],
                f[1],
                DateTime.ParseExact(f[2], "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
                int.Parse(f[3], CultureInfo.InvariantCulture),
                int.Parse(f[4], CultureInfo.InvariantCulture),
                long.Parse(f[5], CultureInfo.InvariantCulture),
                f[6],
                f[7],
                Number(f[14]),
                Number(f[16]),
                f[17]);
    }

    private static decimal? Number(string text) => text == "NULL" ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
