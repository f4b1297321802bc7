using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// What was compiled from patterns (regular expressions, time formats), by the pattern's bytes. A hit allocates
/// nothing. When full it starts again empty: patterns made of data must not grow it without bound.
/// </summary>
/// <typeparam name="T">What a pattern compiles to.</typeparam>
/// <remarks>Threading: single-threaded; owned by a <see cref="ScalarContext"/>.</remarks>
internal sealed class PatternCache<T>
    where T : class
{
    private const int MaxPatterns = 256;

    private readonly Dictionary<ulong, List<Entry>> _entries = [];
    private readonly Func<string, T?> _compile;
    private int _count;

    /// <summary>An empty cache.</summary>
    /// <param name="compile">Compiles a pattern; null for one that is not valid.</param>
    internal PatternCache(Func<string, T?> compile) => _compile = compile;

    /// <summary>What the pattern compiles to, or null when it is not valid.</summary>
    internal T? Get(Utf8View pattern)
    {
        ulong hash = StableHash.Of(pattern.Span);
        if (_entries.TryGetValue(hash, out List<Entry>? found))
        {
            foreach (Entry entry in found)
            {
                if (pattern.Span.SequenceEqual(entry.Pattern))
                {
                    return entry.Value;
                }
            }
        }

        return Add(hash, pattern);
    }

    private T? Add(ulong hash, Utf8View pattern)
    {
        if (_count == MaxPatterns)
        {
            _entries.Clear();
            _count = 0;
        }

        if (!_entries.TryGetValue(hash, out List<Entry>? found))
        {
            found = [];
            _entries.Add(hash, found);
        }

        T? value = _compile(pattern.ToString());
        found.Add(new Entry(pattern.Span.ToArray(), value));
        _count++;
        return value;
    }

    private readonly record struct Entry(byte[] Pattern, T? Value);
}
