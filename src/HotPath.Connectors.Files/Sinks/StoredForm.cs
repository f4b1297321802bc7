namespace HotPath.Connectors.Files.Sinks;

/// <summary>How Flink's file formats write some values.</summary>
/// <param name="IsIso8601">Timestamps with a <c>T</c> between date and time.</param>
/// <param name="IsDecimalPlain">Decimals with all their digits, instead of the shortest, perhaps scientific
/// form.</param>
internal readonly record struct StoredForm(bool IsIso8601, bool IsDecimalPlain);
