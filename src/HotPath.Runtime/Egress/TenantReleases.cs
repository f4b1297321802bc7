using System;
using System.Collections.Generic;

namespace HotPath.Runtime.Egress;

/// <summary>
/// How far each tenant's events have been released while a firing holds up some sinks: as far as those sinks have come
/// that rows of the tenant, or of everybody, have gone to.
/// </summary>
/// <remarks>
/// For measuring alone: a tenant whose first row of a sink is not there yet does not wait for that sink. Threading:
/// single-threaded; owned by egress. Allocates only for a tenant with a higher number than any before.
/// </remarks>
/// <param name="queues">By sink.</param>
internal sealed class TenantReleases(SinkQueue[] queues)
{
    private const int Everybody = 0;

    private readonly List<bool[]> _feeds = []; // by tenant and sink
    private readonly List<(long Round, long Position)> _known = [];
    private long _round;
    private long _taken;

    /// <summary>A row of a tenant goes to a sink.</summary>
    /// <param name="tenant">The tenant; 0 for everybody.</param>
    /// <param name="sink">Index of the sink.</param>
    public void Note(int tenant, int sink)
    {
        if (tenant >= _feeds.Count)
        {
            Grow(tenant);
        }

        _feeds[tenant][sink] = true;
    }

    /// <summary>Sinks have come further.</summary>
    /// <param name="taken">Position below which every shard has taken the frames and the journal holds them. Unit:
    /// bytes.</param>
    public void Begin(long taken)
    {
        _round++;
        _taken = taken;
    }

    /// <summary>Position below which what a tenant's events have caused is released.</summary>
    /// <param name="tenant">The tenant; 0 for events without one.</param>
    /// <returns>Unit: bytes.</returns>
    public long Of(int tenant)
    {
        if (tenant >= _feeds.Count)
        {
            Grow(tenant);
        }

        if (_known[tenant].Round != _round)
        {
            _known[tenant] = (_round, Find(_feeds[tenant], _feeds[Everybody]));
        }

        return _known[tenant].Position;
    }

    private long Find(bool[] own, bool[] everybodys)
    {
        long position = _taken;
        for (int sink = 0; sink < queues.Length; sink++)
        {
            if (own[sink] || everybodys[sink])
            {
                position = Math.Min(position, queues[sink].Released);
            }
        }

        return position;
    }

    private void Grow(int tenant)
    {
        while (_feeds.Count <= tenant)
        {
            _feeds.Add(new bool[queues.Length]);
            _known.Add((-1, 0));
        }
    }
}
