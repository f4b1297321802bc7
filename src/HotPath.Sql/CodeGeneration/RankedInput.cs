namespace HotPath.Sql.CodeGeneration;

/// <summary>What a row brings to a ranking, computed into locals.</summary>
/// <param name="Partition">One a PARTITION BY key.</param>
/// <param name="Order">One an ORDER BY expression; none where rows come in their order.</param>
/// <param name="Stored">One a column of the ranked row.</param>
/// <param name="Time">Time of its window, or of the row where it waits for the watermark.</param>
internal sealed record RankedInput(Operand[] Partition, Operand[] Order, Operand[] Stored, Operand Time);
