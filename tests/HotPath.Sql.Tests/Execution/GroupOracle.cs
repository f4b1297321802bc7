using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// GROUP BY without a window, slow and obvious: every group keeps its rows, and every answer is computed from them anew.
/// </summary>
internal sealed class GroupOracle(GroupQuery query)
{
    private readonly Dictionary<(string Scope, string Key), Group> _groups = [];
    private readonly Dictionary<string, long> _watermarks = [];
    private long _ingestMs;

    /// <summary>Groups that a row found over.</summary>
    public int Restarts { get; private set; }

    /// <summary>Groups that are not over, with the elements of their two sets.</summary>
    public int Entries => _groups.Where(g => !IsOver(g.Value, _ingestMs, _watermarks.GetValueOrDefault(g.Key.Scope)))
        .Sum(static g => 1 + (2 * g.Value.Texts.Distinct().Count()));

    public IReadOnlyList<string> Apply(GroupRow row)
    {
        _ingestMs = row.IngestMs;
        if (row.TimeMs is not { } timeMs)
        {
            return [];
        }

        string scope = query.IsTenantScoped ? row.Tenant : "";
        long watermark = Math.Max(_watermarks.GetValueOrDefault(scope), timeMs - GroupQuery.DelayMs);
        _watermarks[scope] = watermark;
        if (query.IsFiltered && row.V is null or 3)
        {
            return [];
        }

        (string, string) key = (scope, query.KeyOf(row));
        if (_groups.TryGetValue(key, out Group? group) && IsOver(group, row.IngestMs, watermark))
        {
            Restarts++;
            _groups.Remove(key);
            group = null;
        }

        string? before = group?.Text(query);
        bool showedBefore = group is not null && query.Shows(group.Rows.Count);
        group ??= _groups[key] = new Group();
        group.Rows.Add(row);
        group.IngestMs = row.IngestMs;
        group.WatermarkMs = watermark;
        return Changes(before, showedBefore, group, query.KeyOf(row));
    }

    private List<string> Changes(string? before, bool showedBefore, Group group, string key)
    {
        string after = group.Text(query);
        bool shows = query.Shows(group.Rows.Count);
        var changes = new List<string>();
        if (before is null)
        {
            return shows ? [Line("+I", key, after)] : [];
        }

        // HAVING COUNT(*) counts among the aggregates: Flink compares them all.
        if (before == after && query.HavingAbove == 0 && !query.HasTtl)
        {
            return [];
        }

        if (showedBefore)
        {
            changes.Add(Line("-U", key, before));
        }

        if (shows)
        {
            changes.Add(Line("+U", key, after));
        }

        return changes;
    }

    private static string Line(string op, string key, string values) => $"{op} 1|{(key + values).TrimStart(',')}";

    private bool IsOver(Group group, long ingestMs, long watermarkMs) =>
        (query.IngestTtlMs > 0 && ingestMs >= group.IngestMs + query.IngestTtlMs)
        || (query.EventTtlMs > 0 && watermarkMs >= group.WatermarkMs + query.EventTtlMs);

    private sealed class Group
    {
        public List<GroupRow> Rows { get; } = [];

        public long IngestMs { get; set; }

        public long WatermarkMs { get; set; }

        public IEnumerable<string> Texts => Rows.Where(static r => r.S is not null).Select(static r => r.S!);

        public string Text(GroupQuery query)
        {
            int[] numbers = [.. Rows.Where(static r => r.V is not null).Select(static r => r.V!.Value)];
            string sum = numbers.Length > 0 ? numbers.Sum().ToString(CultureInfo.InvariantCulture) : "NULL";
            string least = Texts.Min(StringComparer.Ordinal) ?? "NULL";
            string count = query.Counts ? $",{Rows.Count}" : string.Empty;
            string first = numbers.Length > 0 ? numbers[0].ToString(CultureInfo.InvariantCulture) : "NULL";
            string list = Texts.Any() ? string.Join('-', Texts) : "NULL";
            string parts = numbers.Length > 0 ? $"{Sketches.Percentile(numbers, 700_000_000)},{numbers.Min()}" : "NULL,NULL";
            return $"{count},{sum},{least},{Texts.Distinct().Count()},{first},{Texts.LastOrDefault("NULL")},{list},"
                + $"{Sketches.Count(Texts)},{Texts.FirstOrDefault("NULL")},{Texts.Distinct().LastOrDefault("NULL")},{parts}";
        }
    }
}
