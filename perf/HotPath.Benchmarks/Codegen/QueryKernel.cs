namespace HotPath.Benchmarks.Codegen;

/// <summary>
/// <c>SELECT k, COUNT(*), SUM(v) ... WHERE kind &lt;= 2 GROUP BY k</c> over a batch of rows: one filter, one key, two
/// accumulators, NULLs in filter and argument. Every way of compiling a query must give code of this shape.
/// </summary>
/// <param name="rows">First row.</param>
/// <param name="rowCount">Rows in the batch. Unit: rows.</param>
/// <param name="cells">Cells of a <see cref="CellTable"/>.</param>
/// <param name="mask">Its capacity minus one. Unit: cells.</param>
public delegate void QueryKernel(nint rows, int rowCount, nint cells, long mask);
