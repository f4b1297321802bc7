using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Tests.EventIds;

/// <summary>
/// The slow oracle of event ids: every admitted event is kept for ever, and the definition is asked each time.
/// </summary>
internal sealed class ReferenceSet(long windowMs, long latenessMs, long tenantBytesMax = 0)
{
    private const int BytesOfId = 128;
    private const int BucketsOfWindow = 64;

    private readonly Dictionary<(int Tenant, string Id), long> _remembered = [];
    private readonly Dictionary<(int Tenant, string Id), List<long>> _admitted = [];
    private readonly Dictionary<int, long> _watermarks = [];

    public List<string> Admitted { get; } = [];

    public List<string> Stale { get; } = [];

    public List<string> Refused { get; } = [];

    /// <summary>Ids that are not forgotten. Unit: ids.</summary>
    public long Live => _watermarks.Keys.Sum(tenant => LiveOf(tenant, HorizonOf(tenant)));

    public int Copies { get; private set; }

    public int Readmitted { get; private set; }

    public void Take(int tenant, string id, long timeMs)
    {
        long horizon = HorizonOf(tenant);
        string what = $"{tenant}/{id}/{timeMs}";
        if (timeMs < horizon)
        {
            Stale.Add(what);
            return;
        }

        if (!_admitted.TryGetValue((tenant, id), out List<long>? times))
        {
            _admitted[(tenant, id)] = times = [];
        }

        if (times.Any(time => time >= horizon))
        {
            Copies++;
            return;
        }

        _remembered.Remove((tenant, id));
        _watermarks[tenant] = Math.Max(_watermarks.GetValueOrDefault(tenant, long.MinValue), timeMs - latenessMs);
        if (tenantBytesMax != 0 && BytesOf(tenant, horizon) + BytesOfId > tenantBytesMax)
        {
            Refused.Add(what);
            return;
        }

        _remembered[(tenant, id)] = timeMs;
        Readmitted += times.Count > 0 ? 1 : 0;
        times.Add(timeMs);
        Admitted.Add(what);
    }

    // Ids are forgotten a sixty-fourth of the window at a time.
    private long BytesOf(int tenant, long horizon) => BytesOfId * LiveOf(tenant, horizon);

    private long HorizonOf(int tenant) =>
        _watermarks.TryGetValue(tenant, out long mark) ? mark - windowMs : long.MinValue;

    private long LiveOf(int tenant, long horizon) => _remembered.LongCount(
        id => id.Key.Tenant == tenant && (horizon == long.MinValue || Bucket(id.Value) >= Bucket(horizon)));

    private long Bucket(long timeMs) => (long)Math.Floor((double)timeMs / (windowMs / BucketsOfWindow));
}
