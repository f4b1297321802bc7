using System;
using System.Globalization;

namespace HotPath.Sql.Tests;

/// <summary>The first seed of a property test: 1, unless the environment replays another.</summary>
internal static class TestSeed
{
    public static ulong Value { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("HOTPATH_SEED"), CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : 1;
}
