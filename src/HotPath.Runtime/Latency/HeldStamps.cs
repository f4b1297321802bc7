using System.Collections.Generic;

namespace HotPath.Runtime.Latency;

/// <summary>Events whose tenant's rows a firing holds up, while those of others behind them go out.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a tenant that was not held up before.</remarks>
internal sealed class HeldStamps
{
    private const int Capacity = 1 << 14;
    private const int None = -1;

    private readonly ArrivalStamp[] _stamps = new ArrivalStamp[Capacity];
    private readonly int[] _next = new int[Capacity];
    private readonly List<int> _tenants = []; // that have any
    private readonly List<(int First, int Last)> _ofTenant = [];
    private int _free = None;
    private int _used;

    /// <summary>Whether there is no room for another.</summary>
    public bool IsFull => _free == None && _used == Capacity;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _tenants.Count == 0;

    /// <summary>Tenants that have any, in no order that lasts.</summary>
    public int TenantCount => _tenants.Count;

    /// <summary>One of those tenants.</summary>
    /// <param name="index">Which.</param>
    /// <returns>The tenant.</returns>
    public int TenantAt(int index) => _tenants[index];

    /// <summary>Whether a tenant has any: what comes later must wait behind it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <returns>Whether it is held up.</returns>
    public bool Holds(int tenant) => tenant < _ofTenant.Count && _ofTenant[tenant].First != None;

    /// <summary>Adds a stamp behind the others of its tenant; there is room.</summary>
    /// <param name="stamp">The stamp.</param>
    public void Add(in ArrivalStamp stamp)
    {
        int slot = _free == None ? _used++ : _free;
        _free = slot == _free ? _next[slot] : _free;
        _stamps[slot] = stamp;
        _next[slot] = None;
        while (_ofTenant.Count <= stamp.Tenant)
        {
            _ofTenant.Add((None, None));
        }

        (int first, int last) = _ofTenant[stamp.Tenant];
        if (first == None)
        {
            _tenants.Add(stamp.Tenant);
            _ofTenant[stamp.Tenant] = (slot, slot);
            return;
        }

        _next[last] = slot;
        _ofTenant[stamp.Tenant] = (first, slot);
    }

    /// <summary>Takes a tenant's oldest stamp if all its events lie below a position.</summary>
    /// <param name="tenant">A tenant that has any.</param>
    /// <param name="position">Unit: bytes.</param>
    /// <param name="stamp">The stamp.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(int tenant, long position, out ArrivalStamp stamp)
    {
        (int first, int last) = _ofTenant[tenant];
        if (first == None || _stamps[first].EndPosition > position)
        {
            stamp = default;
            return false;
        }

        stamp = _stamps[first];
        _ofTenant[tenant] = _next[first] == None ? (None, None) : (_next[first], last);
        if (_next[first] == None)
        {
            _tenants.Remove(tenant);
        }

        _next[first] = _free;
        _free = first;
        return true;
    }
}
