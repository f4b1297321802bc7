using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace HotPath.Daemon.Reports;

/// <summary>JSON of a report, generated at compile time: no reflection at start-up.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(IReadOnlyList<LatencyLine>))]
internal sealed partial class ReportJson : JsonSerializerContext;
