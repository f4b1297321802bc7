using System;
using System.Globalization;
using HotPath.Foundation.Hashing;

namespace HotPath.Foundation.Tests;

/// <summary>Seeds of property tests: fixed, or HOTPATH_SEED to replay a failure.</summary>
internal static class TestSeed
{
    internal static ulong Value { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("HOTPATH_SEED"), CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : 20260101;

    internal static string Hint => string.Create(CultureInfo.InvariantCulture, $"replay with HOTPATH_SEED={Value}");

    internal static SplitMix64 Numbers() => new(Value);
}
