namespace HotPath.Operators.Shards;

/// <summary>What a column of a late output holds.</summary>
/// <param name="Content">Which fact, or a column of the row.</param>
/// <param name="Column">Index of that column.</param>
public readonly record struct LateColumn(LateContent Content, int Column = -1);
