using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>The columns of a ranked row that something behind it reads; no others are kept.</summary>
internal sealed class RankedColumns
{
    /// <param name="ranking">The ranking.</param>
    /// <param name="used">Columns that are read.</param>
    public RankedColumns(Ranking ranking, IEnumerable<int> used)
    {
        Indexes = [.. used];
        Schema = new RowSchema(
            "ranked",
            templateId: 0,
            [.. Indexes.Select(i => new Column($"column{i}", ranking.Stored[i].Type))]);
    }

    /// <summary>Which columns, in the order in which they are kept.</summary>
    public IReadOnlyList<int> Indexes { get; }

    public RowSchema Schema { get; }

    public int PlaceOf(int index) => Indexes.ToList().IndexOf(index);
}
