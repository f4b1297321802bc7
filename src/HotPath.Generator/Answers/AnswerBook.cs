using System.Collections.Generic;
using System.IO;
using HotPath.Generator.Delivery;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Answers;

/// <summary>
/// The answers to the data that is written, from the records themselves and nothing that the generator knows besides:
/// windows and late rows in the order of arrival, sessions and funnels in the order in which things happened.
/// </summary>
/// <remarks>Shares no code with the engine. Holds every event id and every visit in memory until the end.</remarks>
internal sealed class AnswerBook
{
    private readonly Reading _raw;
    private readonly Reading _distinct;
    private readonly UserSessions _sessions;
    private readonly SortedDictionary<int, TenantFunnel> _funnels = [];
    private readonly HashSet<(int TenantId, ulong High, ulong Low)> _ids = [];
    private long _records;
    private long _poison;

    public AnswerBook(GeneratorOptions options)
    {
        _raw = new Reading(options, hasIds: false);
        _distinct = new Reading(options, hasIds: true);
        _sessions = new UserSessions(options.SessionGapMs);
    }

    public void Add(in Delivered record)
    {
        _records++;
        if (!record.IsEvent)
        {
            _poison++;
            return;
        }

        ShopEvent shopEvent = record.Event;

        bool isCopy = !_ids.Add((shopEvent.TenantId, shopEvent.IdHigh, shopEvent.IdLow));
        _raw.Add(shopEvent, isCopy);
        _distinct.Add(shopEvent, isCopy);
        if (!isCopy)
        {
            AddOnce(shopEvent);
        }
    }

    /// <summary>Writes all files.</summary>
    /// <param name="folder">Where to.</param>
    public void Write(string folder)
    {
        _raw.Write(Path.Combine(folder, "raw"));
        _distinct.Write(Path.Combine(folder, "distinct"));
        _sessions.Write(Path.Combine(folder, "sessions.csv"));
        var funnels = new AnswerTable(TenantFunnel.Header);
        foreach ((int id, TenantFunnel funnel) in _funnels)
        {
            funnel.Write(id, funnels);
        }

        funnels.Write(Path.Combine(folder, "funnels.csv"));
        var totals = new AnswerTable("name,value");
        totals.Add($"records,{_records}");
        totals.Add($"poison,{_poison}");
        totals.Add($"events,{_ids.Count}");
        totals.Add($"copies,{_records - _poison - _ids.Count}");
        totals.Write(Path.Combine(folder, "totals.csv"));
    }

    private void AddOnce(in ShopEvent shopEvent)
    {
        if (shopEvent.UserId != 0)
        {
            _sessions.Add(shopEvent.TenantId, shopEvent.UserId, shopEvent.TimeMs);
        }

        if (!_funnels.TryGetValue(shopEvent.TenantId, out TenantFunnel? funnel))
        {
            _funnels.Add(shopEvent.TenantId, funnel = new TenantFunnel());
        }

        funnel.Add(shopEvent);
    }
}
