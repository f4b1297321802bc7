using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds CREATE TABLE: stored columns, computed columns over them, event time and watermark. Source: flink-semantics.md
/// 2.1.
/// </summary>
internal sealed class TableBinder(ScalarOptions scalars, DiagnosticBag diagnostics)
{
    public TableEntry? Bind(CreateTableStatement table, int id)
    {
        int before = diagnostics.Count;
        RefuseDuplicates(table);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TableOption option in table.Options)
        {
            if (!options.TryAdd(option.Key, option.Value))
            {
                diagnostics.Error(option.Place, option.Key, $"option '{option.Key}' is given twice");
            }
        }

        var stored = new List<Column>();
        var physical = new Dictionary<string, RelationColumn>(StringComparer.Ordinal);
        foreach (ColumnDeclaration column in table.Columns.Where(static c => c.Type is not null))
        {
            physical[column.Name] = new RelationColumn(column.Name, new BoundColumn(stored.Count, column.Type!));
            stored.Add(new Column(column.Name, column.Type!));
        }

        List<RelationColumn> columns = BindColumns(table, physical);
        if (columns.Count == 0 && before == diagnostics.Count)
        {
            diagnostics.Error(table.Place, table.Name, $"table '{table.Name}' has no columns");
        }

        (BoundExpression? rowTime, BoundExpression? watermark) = BindWatermark(table, columns);
        if (diagnostics.Count != before)
        {
            return null;
        }

        return new TableEntry
        {
            Id = id,
            Syntax = table,
            Schema = new RowSchema(table.Name, id, stored),
            Columns = columns,
            Options = options,
            RowTime = rowTime,
            Watermark = watermark,
            Zone = scalars.SessionZone,
        };
    }

    private void RefuseDuplicates(CreateTableStatement table)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ColumnDeclaration column in table.Columns)
        {
            if (!names.Add(column.Name))
            {
                diagnostics.Error(column.Place, column.Name, $"column '{column.Name}' is declared twice");
            }
        }

        foreach (string key in table.PrimaryKey.Where(key => !names.Contains(key)))
        {
            diagnostics.Error(table.Place, key, $"PRIMARY KEY column '{key}' is not a column of table '{table.Name}'");
        }
    }

    private List<RelationColumn> BindColumns(CreateTableStatement table, Dictionary<string, RelationColumn> physical)
    {
        ScopeColumn[] scope = [.. physical.Values.Select(c => new ScopeColumn(table.Name, c))];
        var binder = new ExpressionBinder(scope, scalars, diagnostics);
        var columns = new List<RelationColumn>();
        foreach (ColumnDeclaration column in table.Columns)
        {
            bool isTime = table.Watermark?.Column == column.Name;
            if (column.Computed is null)
            {
                columns.Add(physical[column.Name] with { IsTimeAttribute = isTime });
            }
            else if (binder.BindTyped(column.Computed) is { } computed)
            {
                bool isProcessingTime = column.Computed is FunctionExpression { Name: "PROCTIME" };
                columns.Add(
                    new RelationColumn(column.Name, computed, isTime) { IsProcessingTime = isProcessingTime });
            }
        }

        return columns;
    }

    private (BoundExpression? RowTime, BoundExpression? Watermark) BindWatermark(
        CreateTableStatement table,
        List<RelationColumn> columns)
    {
        if (table.Watermark is not { } declaration)
        {
            return (null, null);
        }

        RelationColumn? column = columns.Find(c => c.Name == declaration.Column);
        if (column is null)
        {
            if (table.Columns.All(c => c.Name != declaration.Column))
            {
                string suggestion = NameSuggestions.For(declaration.Column, table.Columns.Select(static c => c.Name));
                diagnostics.Error(
                    declaration.Place, declaration.Column,
                    $"WATERMARK column '{declaration.Column}' not found; {suggestion}");
            }

            return (null, null);
        }

        SqlType type = column.Expression.Type;
        if (!type.IsTimestamp || type.Precision > 3)
        {
            diagnostics.Error(
                declaration.Place,
                declaration.Column,
                $"WATERMARK column '{declaration.Column}' must be TIMESTAMP(3) or TIMESTAMP_LTZ(3), not {type}");
            return (null, null);
        }

        ScopeColumn[] scope = [.. columns.Select(c => new ScopeColumn(table.Name, c))];
        var binder = new ExpressionBinder(scope, scalars, diagnostics);
        BoundExpression? watermark = binder.Bind(declaration.Expression);
        if (watermark is not null && watermark.Type.Kind != type.Kind)
        {
            diagnostics.Error(
                declaration.Expression.Place,
                declaration.Column,
                $"the watermark expression must give {type}, like its column, not {watermark.Type}");
        }

        return (column.Expression, watermark);
    }
}
