using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HotPath.Operators.Windows;

/// <summary>Durations of tenants, by name. Immutable; shared by all shards.</summary>
public sealed class TenantDurations
{
    private readonly (byte[] Tenant, long Ms)[] _all;

    /// <summary>Some durations.</summary>
    /// <param name="ofTenants">By name. Unit: ms.</param>
    public TenantDurations(IReadOnlyDictionary<string, long> ofTenants)
    {
        ArgumentNullException.ThrowIfNull(ofTenants);
        _all =
        [
            .. ofTenants.OrderBy(static tenant => tenant.Key, StringComparer.Ordinal)
                .Select(static tenant => (Encoding.UTF8.GetBytes(tenant.Key), tenant.Value)),
        ];
    }

    /// <summary>The longest; 0 when there are none. Unit: ms.</summary>
    public long LongestMs => _all.Select(static tenant => tenant.Ms).DefaultIfEmpty().Max();

    /// <summary>That of a tenant.</summary>
    /// <param name="tenant">Its name, UTF-8.</param>
    /// <returns>Unit: ms; <see langword="null"/> for a tenant without one.</returns>
    public long? Of(ReadOnlySpan<byte> tenant)
    {
        foreach ((byte[] name, long ms) in _all)
        {
            if (tenant.SequenceEqual(name))
            {
                return ms;
            }
        }

        return null;
    }

    /// <summary>As it stands in plans.</summary>
    /// <returns>Each tenant with its number.</returns>
    public override string ToString() =>
        string.Join(", ", _all.Select(static t => $"{Encoding.UTF8.GetString(t.Tenant)} {t.Ms} ms"));
}
