namespace HotPath.Sql.Tests.Execution;

/// <summary>A row of a made-up stream of window queries. Cents: DECIMAL(10, 2) as hundredths.</summary>
internal sealed record WindowRow(long TimeMs, string Tenant, string? K, int? V, long? Cents, double? F, string? S);
