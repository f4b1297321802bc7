using HotPath.Foundation.Time;
using HotPath.Operators.Functions;

namespace HotPath.Operators.Scalars;

/// <summary>What scalars need to know of the session when they are resolved.</summary>
/// <param name="SessionZone">
/// Zone of 'table.local-time-zone': in it TIMESTAMP_LTZ becomes text, dates and wall-clock times.
/// </param>
public sealed record ScalarOptions(ZoneRules SessionZone)
{
    /// <summary>The user's functions.</summary>
    public FunctionSet Functions { get; init; } = FunctionSet.Empty;
}
