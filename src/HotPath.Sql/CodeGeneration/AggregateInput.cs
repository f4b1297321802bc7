namespace HotPath.Sql.CodeGeneration;

/// <summary>What a row brings to an aggregation, computed into locals.</summary>
/// <param name="Keys">One a GROUP BY key.</param>
/// <param name="Arguments">One an aggregate; default for COUNT(*).</param>
/// <param name="Filters">One an aggregate; default without FILTER.</param>
/// <param name="Custom">All arguments of a user's aggregate; empty for any other.</param>
/// <param name="Summed">One an aggregate; default but of one that adds up something else than its argument.</param>
internal sealed record AggregateInput(
    Operand[] Keys, Operand[] Arguments, Operand[] Filters, Operand[][] Custom, Operand[] Summed);
