using System;
using System.Globalization;

namespace HotPath.Sql.Tests;

/// <summary>How many random streams each test against an oracle runs: 1,000 in all its parts, unless the environment
/// says otherwise.</summary>
internal static class OracleStreams
{
    private static readonly int s_all =
        int.Parse(Environment.GetEnvironmentVariable("HOTPATH_ORACLE_STREAMS") ?? "1000", CultureInfo.InvariantCulture);

    /// <summary>Those of one part.</summary>
    /// <param name="parts">Into how many the test is cut.</param>
    public static int Of(int parts) => Math.Max(1, s_all / parts);
}
