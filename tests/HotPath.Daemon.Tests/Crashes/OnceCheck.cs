using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// Whether a sink holds every record of every client exactly once, and each client's in its order. A line begins with the
/// client's name and the record's number.
/// </summary>
internal static class OnceCheck
{
    /// <summary>Looks at a sink.</summary>
    /// <param name="lines">What it holds.</param>
    /// <param name="acknowledged">Records of each client that must be there.</param>
    /// <param name="areOthersAllowed">Whether there may be records behind those: sent, but not acknowledged yet.</param>
    /// <returns>The first thing that is wrong, or <see langword="null"/>.</returns>
    public static string? Problem(
        IEnumerable<string> lines, IReadOnlyDictionary<string, long> acknowledged, bool areOthersAllowed)
    {
        Dictionary<string, long> newest = acknowledged.ToDictionary(static client => client.Key, static _ => 0L);
        foreach (string line in lines)
        {
            string[] fields = line.Split(',');
            if (!newest.TryGetValue(fields[0], out long last))
            {
                return $"'{line}' is of no client";
            }

            long record = long.Parse(fields[1], CultureInfo.InvariantCulture);
            if (record != last + 1)
            {
                return record <= last
                    ? $"record {record} of {fields[0]} comes again behind {last}"
                    : $"record {record} of {fields[0]} comes behind {last}: {last + 1} is missing";
            }

            newest[fields[0]] = record;
        }

        foreach ((string client, long count) in acknowledged)
        {
            if (newest[client] < count || (newest[client] > count && !areOthersAllowed))
            {
                return $"{newest[client]} records of {client} are there, {count} were acknowledged";
            }
        }

        return null;
    }
}
