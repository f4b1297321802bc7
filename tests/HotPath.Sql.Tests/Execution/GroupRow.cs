namespace HotPath.Sql.Tests.Execution;

/// <summary>A row of a made-up stream.</summary>
internal sealed record GroupRow(long IngestMs, long? TimeMs, string Tenant, string? K, int? V, string? S);
