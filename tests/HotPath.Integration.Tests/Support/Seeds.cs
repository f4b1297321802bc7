using System;
using System.Globalization;

namespace HotPath.Integration.Tests.Support;

/// <summary>The seed of random tests: fixed, so that a run is repeatable, or taken from HOTPATH_SEED to replay or to
/// explore.</summary>
public static class Seeds
{
    private const ulong Default = 20160801;

    /// <summary>Seed of this run; a failing test names the seed of its case, which is this plus the case's
    /// number.</summary>
    public static ulong Base =>
        Environment.GetEnvironmentVariable("HOTPATH_SEED") is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : Default;
}
