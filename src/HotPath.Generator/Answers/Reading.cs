using System.Collections.Generic;
using System.IO;
using HotPath.Foundation.Time;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Answers;

/// <summary>
/// The records in the order of arrival, windows and clocks by the book: a row is late when its window was over before
/// it came. Read as they come, or with event ids, when a copy counts nothing and what is older than the window of ids
/// is refused. Every tenant has a clock; what asks no tenant goes by one clock for all.
/// </summary>
internal sealed class Reading
{
    private readonly GeneratorOptions _options;
    private readonly bool _hasIds;
    private readonly SortedDictionary<int, TenantReading> _tenants = [];
    private readonly Dictionary<(int TenantId, long StartMs), MinuteTally> _minutes = [];
    private readonly Dictionary<(int TenantId, long StartMs), HourTally> _hours = [];
    private readonly Dictionary<long, MinuteTally> _allMinutes = [];
    private readonly Clock _clock;
    private long _lateAllMinutes;

    public Reading(GeneratorOptions options, bool hasIds)
    {
        _options = options;
        _hasIds = hasIds;
        _clock = new Clock(options.BoundMs);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="shopEvent">Event.</param>
    /// <param name="isCopy">Whether one with its id came before.</param>
    public void Add(in ShopEvent shopEvent, bool isCopy)
    {
        if (!_tenants.TryGetValue(shopEvent.TenantId, out TenantReading? tenant))
        {
            _tenants.Add(shopEvent.TenantId, tenant = new TenantReading(_options.BoundMs));
        }

        tenant.Read++;
        if (_hasIds && IsStale(shopEvent.TimeMs, tenant.Clock.WatermarkMs))
        {
            tenant.Stale++;
        }
        else if (_hasIds && isCopy)
        {
            tenant.Copies++;
        }
        else
        {
            Admit(shopEvent, tenant);
        }
    }

    /// <summary>Writes the files of this reading.</summary>
    /// <param name="folder">Where to.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var minutes = new AnswerTable("tenant_id,window_start,events,page_views,cart_adds,orders,revenue");
        foreach (((int tenantId, long startMs), MinuteTally tally) in _minutes)
        {
            minutes.Add($"{tenantId},{AnswerText.Second(startMs)},{Columns(tally)}");
        }

        var allMinutes = new AnswerTable("window_start,events,page_views,cart_adds,orders,revenue");
        foreach ((long startMs, MinuteTally tally) in _allMinutes)
        {
            allMinutes.Add($"{AnswerText.Second(startMs)},{Columns(tally)}");
        }

        var hours = new AnswerTable("tenant_id,window_start,events,users,sessions,captured,refunded");
        foreach (((int tenantId, long startMs), HourTally tally) in _hours)
        {
            string money = $"{AnswerText.Sum(tally.Captured)},{AnswerText.Sum(tally.Refunded)}";
            hours.Add(
                $"{tenantId},{AnswerText.Second(startMs)},{tally.Events},{tally.Users},{tally.Sessions},{money}");
        }

        minutes.Write(Path.Combine(folder, "minutes.csv"));
        hours.Write(Path.Combine(folder, "hours.csv"));
        allMinutes.Write(Path.Combine(folder, "all_minutes.csv"));
        WriteLedger(folder);
    }

    private void WriteLedger(string folder)
    {
        var ledger = new AnswerTable("tenant_id,read,sequenced,deduplicated,stale");
        var late = new AnswerTable("statement,tenant_id,late");
        foreach ((int id, TenantReading tenant) in _tenants)
        {
            long sequenced = tenant.Read - tenant.Copies - tenant.Stale;
            ledger.Add($"{id},{tenant.Read},{sequenced},{tenant.Copies},{tenant.Stale}");
            late.Add($"minutes,{id},{tenant.LateMinutes}");
            late.Add($"hours,{id},{tenant.LateHours}");
        }

        late.Add($"all_minutes,,{_lateAllMinutes}");
        ledger.Write(Path.Combine(folder, "ledger.csv"));
        late.Write(Path.Combine(folder, "late.csv"));
    }

    private bool IsStale(long timeMs, long watermarkMs) =>
        watermarkMs != long.MinValue && timeMs < watermarkMs - _options.DedupWindowMs;

    private void Admit(in ShopEvent shopEvent, TenantReading tenant)
    {
        int id = shopEvent.TenantId;
        long minuteMs = Start(shopEvent.TimeMs, CivilTime.MinuteMs);
        long hourMs = Start(shopEvent.TimeMs, CivilTime.HourMs);
        if (tenant.Clock.IsOver(minuteMs + CivilTime.MinuteMs))
        {
            tenant.LateMinutes++;
        }
        else
        {
            Tally(_minutes, (id, minuteMs)).Add(shopEvent);
        }

        if (tenant.Clock.IsOver(hourMs + CivilTime.HourMs))
        {
            tenant.LateHours++;
        }
        else
        {
            Tally(_hours, (id, hourMs)).Add(shopEvent);
        }

        if (_clock.IsOver(minuteMs + CivilTime.MinuteMs))
        {
            _lateAllMinutes++;
        }
        else
        {
            Tally(_allMinutes, minuteMs).Add(shopEvent);
        }

        tenant.Clock.Advance(shopEvent.TimeMs);
        _clock.Advance(shopEvent.TimeMs);
    }

    private static string Columns(MinuteTally tally) => System.FormattableString.Invariant(
        $"{tally.Events},{tally.Views},{tally.Carts},{tally.Orders},{AnswerText.Sum(tally.Revenue)}");

    private static TTally Tally<TKey, TTally>(Dictionary<TKey, TTally> tallies, TKey key)
        where TKey : notnull
        where TTally : new()
    {
        if (!tallies.TryGetValue(key, out TTally? tally))
        {
            tallies.Add(key, tally = new TTally());
        }

        return tally;
    }

    private static long Start(long timeMs, long sizeMs) => timeMs - CivilTime.FloorMod(timeMs, sizeMs);
}
