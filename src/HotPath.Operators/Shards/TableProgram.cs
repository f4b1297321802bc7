using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Shards;

/// <summary>A source table as a shard needs it. Immutable; shared by all shards.</summary>
/// <param name="Definition">Ids and columns.</param>
/// <param name="RowTime">Row time, or <see langword="null"/> when the table declares no watermark.</param>
/// <param name="Watermark">Watermark expression; present with <paramref name="RowTime"/>.</param>
public sealed record TableProgram(TableDefinition Definition, WatermarkKernel? RowTime, WatermarkKernel? Watermark);
