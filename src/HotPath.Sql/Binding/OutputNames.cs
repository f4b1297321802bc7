using System;
using System.Collections.Generic;

namespace HotPath.Sql.Binding;

/// <summary>Names of the columns that a bare SELECT shows.</summary>
internal static class OutputNames
{
    /// <summary>Gives columns whose name stands before a name of their own, as Flink does: k, k0, k1.</summary>
    /// <param name="columns">In order.</param>
    /// <returns>The same, no two with one name.</returns>
    public static IReadOnlyList<RelationColumn> Unique(IReadOnlyList<RelationColumn> columns)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<RelationColumn>(columns.Count);
        foreach (RelationColumn column in columns)
        {
            string name = column.Name;
            for (int attempt = 0; !names.Add(name); attempt++)
            {
                name = $"{column.Name}{attempt}";
            }

            named.Add(column with { Name = name });
        }

        return named;
    }
}
