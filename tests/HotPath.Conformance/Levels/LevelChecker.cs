using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Conformance.Levels;

/// <summary>
/// Compares a result with an expectation at the prescribed levels. A level is a projection of the changes; two results
/// agree at a level when their projections are equal: a multiset for F, N, C and T, a sequence per key for K.
/// </summary>
/// <remarks>Pure: no state, no input or output. Source: golden/sql/README.md, "Levels".</remarks>
public static class LevelChecker
{
    private const int DifferencesMax = 6;

    /// <summary>Compares.</summary>
    /// <param name="expectation">What is expected.</param>
    /// <param name="actual">Changes in the order they came out.</param>
    /// <returns>The levels that hold, and the first differences at the first that does not.</returns>
    public static LevelVerdict Check(Expectation expectation, IReadOnlyList<Change> actual)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        ArgumentNullException.ThrowIfNull(actual);
        string reached = string.Empty;
        char? failed = null;
        IReadOnlyList<string> differences = [];
        foreach (char level in expectation.Levels.Letters)
        {
            List<string> found = DifferencesAt(level, expectation, actual);
            if (found.Count == 0)
            {
                reached += level;
            }
            else if (failed is null)
            {
                failed = level;
                differences = found;
            }
        }

        return new LevelVerdict(reached, failed, differences);
    }

    private static List<string> DifferencesAt(char level, Expectation expectation, IReadOnlyList<Change> actual) =>
        level switch
        {
            'F' => Compare(FinalOf(expectation), Net(actual, _ => string.Empty)),
            'N' => Compare(Net(expectation.Changes, c => c.LineText), Net(actual, c => c.LineText)),
            'C' => Compare(Count(expectation.Changes, c => c.Op), Count(actual, c => c.Op)),
            'T' => Compare(
                Count(expectation.Changes, c => Change.Key(c.LineText, c.Op)),
                Count(actual, c => Change.Key(c.LineText, c.Op))),
            'K' => CompareSequences(expectation, actual),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };

    private static Dictionary<string, long> FinalOf(Expectation expectation)
    {
        if (expectation.Final is null)
        {
            return Net(expectation.Changes, _ => string.Empty);
        }

        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in expectation.Final)
        {
            Add(rows, Change.Key(string.Empty, Change.Key(row)), 1);
        }

        return rows;
    }

    private static Dictionary<string, long> Net(IEnumerable<Change> changes, Func<Change, string> prefix) =>
        Sum(changes, prefix, c => c.Sign);

    private static Dictionary<string, long> Count(IEnumerable<Change> changes, Func<Change, string> prefix) =>
        Sum(changes, prefix, _ => 1);

    private static Dictionary<string, long> Sum(
        IEnumerable<Change> changes, Func<Change, string> prefix, Func<Change, int> weight)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (Change change in changes)
        {
            Add(rows, Change.Key(prefix(change), change.Row), weight(change));
        }

        return rows;
    }

    private static void Add(Dictionary<string, long> rows, string key, long weight)
    {
        long sum = rows.GetValueOrDefault(key) + weight;
        if (sum == 0)
        {
            rows.Remove(key);
        }
        else
        {
            rows[key] = sum;
        }
    }

    private static List<string> Compare(Dictionary<string, long> expected, Dictionary<string, long> actual)
    {
        var missing = new List<string>();
        var extra = new List<string>();
        foreach (string key in expected.Keys.Concat(actual.Keys.Where(k => !expected.ContainsKey(k))))
        {
            long wanted = expected.GetValueOrDefault(key);
            long given = actual.GetValueOrDefault(key);
            string row = $"{Change.Readable(key).TrimStart(',')} (expected {wanted}, got {given})";
            if (wanted > given)
            {
                missing.Add("missing: " + row);
            }
            else if (wanted < given)
            {
                extra.Add("extra: " + row);
            }
        }

        return [.. missing.Take(DifferencesMax / 2), .. extra.Take(DifferencesMax / 2)];
    }

    private static List<string> CompareSequences(Expectation expectation, IReadOnlyList<Change> actual)
    {
        int[] key = [.. expectation.Levels.KeyColumns.Select(expectation.ColumnIndex)];
        Dictionary<string, List<string>> wanted = Sequences(expectation.Changes, key);
        Dictionary<string, List<string>> given = Sequences(actual, key);
        var differences = new List<string>();
        foreach (string name in wanted.Keys.Concat(given.Keys.Where(k => !wanted.ContainsKey(k))))
        {
            List<string> left = wanted.GetValueOrDefault(name) ?? [];
            List<string> right = given.GetValueOrDefault(name) ?? [];
            int same = left.Zip(right).TakeWhile(p => p.First == p.Second).Count();
            if ((same < left.Count || same < right.Count) && differences.Count < DifferencesMax)
            {
                differences.Add($"key {Change.Readable(name)}, change {same + 1}: expected {At(left, same)}, got {At(right, same)}");
            }
        }

        return differences;
    }

    private static string At(List<string> changes, int index) => index < changes.Count ? Change.Readable(changes[index]) : "nothing";

    private static Dictionary<string, List<string>> Sequences(IEnumerable<Change> changes, int[] key)
    {
        var sequences = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (Change change in changes)
        {
            string name = Change.Key(key.Select(k => k < change.Fields.Count ? change.Fields[k] : "<no column>"));
            if (!sequences.TryGetValue(name, out List<string>? sequence))
            {
                sequences.Add(name, sequence = []);
            }

            sequence.Add(Change.Key(change.Op, change.Row));
        }

        return sequences;
    }
}
