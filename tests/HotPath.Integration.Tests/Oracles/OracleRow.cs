namespace HotPath.Integration.Tests.Oracles;

/// <summary>One input row of the tumbling oracle.</summary>
/// <param name="TimeMs">Event time. Unit: ms since the Unix epoch.</param>
/// <param name="Tenant">Tenant.</param>
/// <param name="K">Another key, or NULL.</param>
/// <param name="V">INT, or NULL.</param>
/// <param name="W">BIGINT, or NULL.</param>
/// <param name="Cents">DECIMAL(10, 2) as hundredths, or NULL.</param>
/// <param name="S">Text, or NULL.</param>
public sealed record OracleRow(long TimeMs, string Tenant, string? K, int? V, long? W, long? Cents, string? S);
