using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Generator.Tests;

/// <summary>
/// The answers once more, slowly and from the lines of the file: every row looks at all rows before it, every session
/// at all events of its user.
/// </summary>
internal sealed class BruteForce
{
    private readonly IReadOnlyList<CsvEvent> _events;
    private readonly IReadOnlyList<CsvEvent> _once;
    private readonly GeneratorOptions _options;

    public BruteForce(IReadOnlyList<CsvEvent?> lines, GeneratorOptions options)
    {
        _events = [.. lines.OfType<CsvEvent>()];
        _once = [.. _events.DistinctBy(static e => (e.Tenant, e.Id))];
        _options = options;
    }

    /// <summary>Rows of minutes.csv, and late rows of each tenant.</summary>
    public (string[] Rows, Dictionary<int, int> Late, Dictionary<int, int> Stale) Minutes(bool hasIds)
    {
        var late = new Dictionary<int, int>();
        var stale = new Dictionary<int, int>();
        var kept = new List<CsvEvent>();
        foreach (IGrouping<int, CsvEvent> tenant in _events.GroupBy(static e => e.Tenant))
        {
            late[tenant.Key] = stale[tenant.Key] = 0;
            var admitted = new List<CsvEvent>();
            foreach (CsvEvent next in tenant)
            {
                DateTime watermark = admitted.Count == 0 ? DateTime.MinValue : admitted.Max(static e => e.Time).AddMilliseconds(-_options.BoundMs);
                if (hasIds && watermark > DateTime.UnixEpoch && next.Time < watermark.AddMilliseconds(-_options.DedupWindowMs))
                {
                    stale[tenant.Key]++;
                    continue;
                }

                if (hasIds && admitted.Exists(e => e.Id == next.Id))
                {
                    continue;
                }

                admitted.Add(next);
                if (Minute(next).AddMinutes(1).AddMilliseconds(-1) <= watermark)
                {
                    late[tenant.Key]++;
                }
                else
                {
                    kept.Add(next);
                }
            }
        }

        return ([.. kept.GroupBy(static e => (e.Tenant, Minute(e))).Select(static w => MinuteRow(w.Key.Tenant, w.Key.Item2, [.. w])).Order(StringComparer.Ordinal)], late, stale);
    }

    public string[] Sessions()
    {
        var rows = new List<string>();
        foreach (IGrouping<(int Tenant, string User), CsvEvent> user in _once.Where(static e => e.User != "NULL").GroupBy(static e => (e.Tenant, e.User)))
        {
            var open = user.OrderBy(static e => e.Time).ToList();
            while (open.Count > 0)
            {
                var session = new List<CsvEvent> { open[0] };
                session.AddRange(open.Skip(1).TakeWhile((e, i) => (e.Time - open[i].Time).TotalMilliseconds <= _options.SessionGapMs));
                open.RemoveRange(0, session.Count);
                rows.Add($"{user.Key.Tenant},{user.Key.User},{Text(session[0].Time)},{Text(session[^1].Time.AddMilliseconds(_options.SessionGapMs))},{session.Count}");
            }
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    public string[] Funnels() => [.. _once.GroupBy(static e => e.Tenant).Select(static tenant => FunnelRow(tenant.Key, [.. tenant])).Order(StringComparer.Ordinal)];

    private static string FunnelRow(int tenant, CsvEvent[] events)
    {
        CsvEvent[][] sessions = [.. events.Where(static e => e.Session != "NULL").GroupBy(static e => e.Session).Select(static s => s.ToArray())];
        CsvEvent[] orders = [.. events.Where(static e => e.Type == "OrderPlaced")];
        CsvEvent[] paid = [.. events.Where(static e => e.Status == "CAPTURED")];
        CsvEvent[] refunds = [.. events.Where(static e => e.Type == "RefundIssued")];
        int[] reached =
        [
            sessions.Length,
            sessions.Count(static s => Views(s).Any()),
            sessions.Count(static s => Carts(s).Any()),
            sessions.Count(static s => Orders(s).Any()),
            sessions.Count(static s => Orders(s).Any(order => s.Any(p => p.Status == "CAPTURED" && p.Time >= order.Time))),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{tenant},{string.Join(',', reached)},{orders.Length},{Sum(orders.Sum(static e => e.Total), orders)},{paid.Length},"
            + $"{Sum(paid.Sum(static e => e.Amount), paid)},{refunds.Length},{Sum(refunds.Sum(static e => e.Amount), refunds)}");
    }

    private static string Sum(decimal? sum, CsvEvent[] events) =>
        events.Length == 0 ? "NULL" : sum!.Value.ToString("F4", CultureInfo.InvariantCulture);

    private static IEnumerable<CsvEvent> Views(CsvEvent[] s) => s.Where(static e => e.Type == "PageView");

    private static IEnumerable<CsvEvent> Carts(CsvEvent[] s) => s.Where(c => c.Type == "CartItemAdded" && Views(s).Any(v => v.Time <= c.Time));

    private static IEnumerable<CsvEvent> Orders(CsvEvent[] s) => s.Where(o => o.Type == "OrderPlaced" && Carts(s).Any(c => c.Time <= o.Time));

    private static string MinuteRow(int tenant, DateTime minute, CsvEvent[] events)
    {
        CsvEvent[] orders = [.. events.Where(static e => e.Type == "OrderPlaced")];
        string revenue = orders.Length == 0 ? "NULL" : orders.Sum(static e => e.Total!.Value).ToString("F4", CultureInfo.InvariantCulture);
        int views = events.Count(static e => e.Type == "PageView");
        int carts = events.Count(static e => e.Type == "CartItemAdded");
        return string.Create(CultureInfo.InvariantCulture, $"{tenant},\"{minute:yyyy-MM-dd HH:mm:ss}\",{events.Length},{views},{carts},{orders.Length},{revenue}");
    }

    private static DateTime Minute(CsvEvent e) => new(e.Time.Year, e.Time.Month, e.Time.Day, e.Time.Hour, e.Time.Minute, 0);

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
