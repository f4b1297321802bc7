using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Shards;

/// <summary>A group as a row for people: its key columns, then each of its aggregates.</summary>
/// <param name="Schema">Layout of that row; columns are named after their expressions.</param>
/// <param name="Kernel">Makes it of a group; refuses none.</param>
public sealed record GroupInspection(RowSchema Schema, ResultKernel Kernel);
