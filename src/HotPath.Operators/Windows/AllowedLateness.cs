using System;
using System.Collections.Generic;

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
    private readonly TenantDurations _ofTenants;

    /// <summary>The lateness of a statement.</summary>
    /// <param name="ms">That of everybody else. Unit: ms.</param>
    /// <param name="ofTenants">That of tenants, by name. Unit: ms.</param>
    public AllowedLateness(long ms, IReadOnlyDictionary<string, long> ofTenants)
    {
        Ms = ms;
        _ofTenants = new TenantDurations(ofTenants);
    }

    /// <summary>That of tenants without one of their own, and of global statements. Unit: ms.</summary>
    public long Ms { get; }

    /// <summary>The longest of all. Unit: ms.</summary>
    public long LongestMs => Math.Max(Ms, _ofTenants.LongestMs);

    /// <summary>Whether any window is kept at all.</summary>
    public bool IsAny => LongestMs > 0;

    /// <summary>That of a tenant.</summary>
    /// <param name="tenant">Its name, UTF-8.</param>
    /// <returns>Unit: ms.</returns>
    public long Of(ReadOnlySpan<byte> tenant) => _ofTenants.Of(tenant) ?? Ms;

    /// <summary>The lateness as text, as it stands in plans.</summary>
    /// <returns>Each number with its tenant.</returns>
    public override string ToString()
    {
        string ofTenants = _ofTenants.ToString();
        return ofTenants.Length == 0 ? $"{Ms} ms" : $"{Ms} ms, {ofTenants}";
    }
}
