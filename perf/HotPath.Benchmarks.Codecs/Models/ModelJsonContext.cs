using System.Text.Json.Serialization;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>Code of System.Text.Json for both messages, written by its generator.</summary>
[JsonSerializable(typeof(CarModel))]
[JsonSerializable(typeof(OrderModel))]
public sealed partial class ModelJsonContext : JsonSerializerContext;
