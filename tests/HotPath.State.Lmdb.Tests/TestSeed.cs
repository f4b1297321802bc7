using System;
using System.Globalization;

namespace HotPath.State.Lmdb.Tests;

/// <summary>The seed of a property test: fixed, unless the environment replays another.</summary>
internal static class TestSeed
{
    public static ulong Value { get; } =
        Environment.GetEnvironmentVariable("HOTPATH_SEED") is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : 20160801;

    public static string Replay(ulong seed) => string.Create(CultureInfo.InvariantCulture, $"replay with HOTPATH_SEED={seed}");
}
