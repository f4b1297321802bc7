using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>Seeds of the trials of each script: few in every run of the tests, many in <c>scripts/soak --crash all</c>.</summary>
internal static class TrialSeeds
{
    private static readonly int s_count =
        int.Parse(Environment.GetEnvironmentVariable("HOTPATH_TRIAL_SEEDS") ?? "2", CultureInfo.InvariantCulture);

    /// <summary>Of trials with crashes.</summary>
    public static IEnumerable<int> Crashes => Enumerable.Range(1, s_count);

    /// <summary>Of trials with evictions: even ones with next to no memory, odd ones with some.</summary>
    public static IEnumerable<int> Evictions => Enumerable.Range(1, s_count + 1);
}
