using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// FIRST_VALUE, LAST_VALUE and LISTAGG over rows that change, slow and obvious: lists of values, out of which the first
/// that is equal goes. A set has a value from its first copy until the last has gone.
/// </summary>
internal sealed class ArrivalAnswer(bool isSet)
{
    private readonly List<object> _values = [];
    private readonly List<object> _copies = [];

    /// <summary>The answer: g, first and last v, first and last s, all s, and those where v is above 2.</summary>
    public static IEnumerable<string> Of(IEnumerable<(ChainRow? Old, ChainRow New)> changes, bool isSet)
    {
        var groups = new Dictionary<string, ArrivalAnswer[]>();
        foreach ((ChainRow? old, ChainRow now) in changes)
        {
            string key = now.G ?? "NULL";
            ArrivalAnswer[] lists = groups.TryGetValue(key, out ArrivalAnswer[]? found)
                ? found
                : groups[key] = [new(isSet), new(isSet: false), new(isSet), new(isSet: false)];
            object?[] gone = old is null ? [null, null, null, null] : ValuesOf(old);
            object?[] come = ValuesOf(now);
            for (int i = 0; i < lists.Length; i++)
            {
                lists[i].Remove(gone[i]);
                lists[i].Add(come[i]);
            }
        }

        return groups.Select(static g => string.Join(
            ',', g.Key, g.Value[0].First, g.Value[0].Last, g.Value[1].First, g.Value[1].Last, g.Value[2].Joined("+"), g.Value[3].Joined(",")));
    }

    private object First => _values.FirstOrDefault("NULL");

    private object Last => _values.LastOrDefault("NULL");

    private static object?[] ValuesOf(ChainRow row) => [row.V, row.S, row.S, row.V > 2 ? row.S : null];

    private string Joined(string separator) => _values.Count == 0 ? "NULL" : string.Join(separator, _values);

    private void Add(object? value)
    {
        if (value is not null)
        {
            if (!isSet || !_copies.Contains(value))
            {
                _values.Add(value);
            }

            _copies.Add(value);
        }
    }

    private void Remove(object? value)
    {
        if (value is not null)
        {
            _copies.Remove(value);
            if (!isSet || !_copies.Contains(value))
            {
                _values.Remove(value);
            }
        }
    }
}
