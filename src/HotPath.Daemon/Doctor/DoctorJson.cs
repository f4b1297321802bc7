using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace HotPath.Daemon.Doctor;

/// <summary>JSON of findings, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
