using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HotPath.Operators.Windows;

/// <summary>
/// For how long windows that have fired are kept, so that a late row corrects what came out. Immutable; shared by all
/// shards.
/// </summary>
/// <remarks>
/// A window is kept while the watermark is below its end - 1 ms + lateness. Source: style.md 5.5, Flink's
/// allowedLateness.
/// </remarks>
public sealed class AllowedLateness
{
    private readonly (byte[] Tenant, long Ms)[] _ofTenants;

    /// <summary>The lateness of a statement.</summary>
    /// <param name="ms">That of everybody else. Unit: ms.</param>
    /// <param name="ofTenants">That of tenants, by name. Unit: ms.</param>
    public AllowedLateness(long ms, IReadOnlyDictionary<string, long> ofTenants)
    {
        ArgumentNullException.ThrowIfNull(ofTenants);
        Ms = ms;
        _ofTenants =
        [
            .. ofTenants.OrderBy(static tenant => tenant.Key, StringComparer.Ordinal)
                .Select(static tenant => (Encoding.UTF8.GetBytes(tenant.Key), tenant.Value)),
        ];
    }

    /// <summary>That of tenants without one of their own, and of global statements. Unit: ms.</summary>
    public long Ms { get; }

    /// <summary>Whether any window is kept at all.</summary>
    public bool IsAny => Ms > 0 || Array.Exists(_ofTenants, static tenant => tenant.Ms > 0);

    /// <summary>That of a tenant.</summary>
    /// <param name="tenant">Its name, UTF-8.</param>
    /// <returns>Unit: ms.</returns>
    public long Of(ReadOnlySpan<byte> tenant)
    {
        foreach ((byte[] name, long ms) in _ofTenants)
        {
            if (tenant.SequenceEqual(name))
            {
                return ms;
            }
        }

        return Ms;
    }

    /// <summary>The lateness as text, as it stands in plans.</summary>
    /// <returns>Each number with its tenant.</returns>
    public override string ToString() =>
        $"{Ms} ms{string.Concat(_ofTenants.Select(static t => $", {Encoding.UTF8.GetString(t.Tenant)} {t.Ms} ms"))}";
}
