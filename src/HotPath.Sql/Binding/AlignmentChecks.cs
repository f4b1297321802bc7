using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;

namespace HotPath.Sql.Binding;

/// <summary>What cannot be asked of a table whose source keeps step with others.</summary>
internal static class AlignmentChecks
{
    /// <summary>Compares the tables of statements with what else is set.</summary>
    public static void Check(
        IEnumerable<BoundStatement> statements, PartitionSettings partitions, DiagnosticBag diagnostics)
    {
        var known = new HashSet<TableEntry>(ReferenceEqualityComparer.Instance);
        foreach (BoundStatement statement in statements)
        {
            foreach (TableEntry table in statement.Source.Scanned.Where(IsAligned))
            {
                if (known.Add(table))
                {
                    Check(table, partitions, diagnostics);
                }

                if (statement.TimeoutMs > 0)
                {
                    diagnostics.Unsupported(
                        statement.Place, TimeoutSettings.Key,
                        $"'{TimeoutSettings.Key}' over table '{table.Name}', whose source waits for others "
                        + $"('{WatermarkAlignment.GroupKey}') and is not silent then");
                }
            }
        }
    }

    private static bool IsAligned(TableEntry table) => table.Options.ContainsKey(WatermarkAlignment.GroupKey);

    private static void Check(TableEntry table, PartitionSettings partitions, DiagnosticBag diagnostics)
    {
        if (table.RowTime is null)
        {
            diagnostics.Error(
                table.Syntax.Place, table.Name,
                $"table '{table.Name}' has '{WatermarkAlignment.GroupKey}' and declares no WATERMARK, by which sources "
                + "keep step; declare one, or leave the option out");
        }

        if (partitions.IdleMsOf(table.Name) > 0)
        {
            diagnostics.Unsupported(
                table.Syntax.Place, table.Name,
                $"idle partitions of table '{table.Name}', whose source waits for others "
                + $"('{WatermarkAlignment.GroupKey}') and is not idle then");
        }
    }
}
