using System.Collections.Generic;
using HotPath.Foundation.Hashing;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A record of a fake source: a row, or what stands in its place.</summary>
/// <param name="Tenant">Tenant, or NULL.</param>
/// <param name="TimeMs">Row time, or NULL.</param>
/// <param name="Value">Value.</param>
/// <param name="IsRejected">Whether the source refuses it.</param>
/// <param name="IdleBefore">How many times the source says Idle first.</param>
internal sealed record ShopRow(string? Tenant, long? TimeMs, long Value, bool IsRejected = false, int IdleBefore = 0)
{
    public static List<ShopRow> Random(ulong seed, int count, int tenants = 7, bool withIdle = false)
    {
        var random = new SplitMix64(seed);
        var rows = new List<ShopRow>();
        long timeMs = 0;
        for (int i = 0; i < count; i++)
        {
            timeMs += random.Below(5) - 1;
            int kind = random.Below(50);
            rows.Add(new ShopRow(
                kind == 0 ? null : $"shop-{random.Below(tenants)}",
                kind == 1 ? null : timeMs,
                random.Below(1000),
                IsRejected: kind == 2,
                IdleBefore: withIdle && kind < 8 ? kind : 0));
        }

        return rows;
    }
}
