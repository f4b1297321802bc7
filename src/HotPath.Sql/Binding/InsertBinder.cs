using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Fits a query's columns to the table that INSERT INTO names: by place, with the casts that Flink makes by itself.
/// </summary>
internal sealed class InsertBinder(ScalarOptions options, DiagnosticBag diagnostics)
{
    public IReadOnlyList<RelationColumn>? Bind(InsertStatement insert, Relation relation, TableEntry sink)
    {
        if (Targets(insert, sink) is not { } targets)
        {
            return null;
        }

        if (targets.Count != relation.Columns.Count)
        {
            diagnostics.Error(
                insert.TablePlace,
                insert.Table,
                $"the query gives {relation.Columns.Count} columns, but '{insert.Table}' takes {targets.Count}: "
                + string.Join(", ", targets.Select(t => sink.Schema.Columns[t].Name)));
            return null;
        }

        var outputs = new RelationColumn[sink.Schema.Columns.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            Column column = sink.Schema.Columns[i];
            outputs[i] = new RelationColumn(column.Name, new BoundLiteral(null, column.Type));
        }

        bool failed = false;
        bool isCast = false;
        for (int i = 0; i < targets.Count; i++)
        {
            Column column = sink.Schema.Columns[targets[i]];
            BoundExpression? value = Fit(relation.Columns[i], column, insert);
            failed |= value is null;
            isCast |= value is not BoundRetyped && !ReferenceEquals(value, relation.Columns[i].Expression);
            outputs[targets[i]] = new RelationColumn(column.Name, value!);
        }

        failed |= !isCast && HasSeveralTimes(insert, relation);
        return failed || LeavesOut(targets, insert, sink) ? null : Require(outputs, sink);
    }

    // Flink's job fails at such a row, so it is one for the dead letters.
    private static RelationColumn[] Require(RelationColumn[] outputs, TableEntry sink) =>
    [
        .. outputs.Select(output => sink.IsRequired(output.Name)
            ? output with
            {
                Expression = new BoundRequired(output.Expression, $"column '{output.Name}' of '{sink.Name}'"),
            }
            : output),
    ];

    // Flink stamps its records with the row time that a sink is given. Where it casts any column, none is a row time.
    private bool HasSeveralTimes(InsertStatement insert, Relation relation)
    {
        string[] times =
            [.. relation.Columns.Where(static column => column.IsTimeAttribute).Select(static column => column.Name)];
        if (times.Length < 2)
        {
            return false;
        }

        diagnostics.Error(
            insert.TablePlace,
            times[1],
            $"the query gives '{insert.Table}' several row times, {string.Join(" and ", times)}, which Flink refuses; "
            + $"keep one and cast the others, as in CAST({times[1]} AS TIMESTAMP(3))");
        return true;
    }

    private bool LeavesOut(List<int> targets, InsertStatement insert, TableEntry sink)
    {
        string[] missing =
        [
            .. sink.Schema.Columns.Where((column, i) => !targets.Contains(i) && sink.IsRequired(column.Name))
                .Select(static column => column.Name),
        ];
        foreach (string name in missing)
        {
            diagnostics.Error(
                insert.TablePlace,
                name,
                $"column '{name}' of '{insert.Table}' is NOT NULL, and the INSERT does not name it; name it, or "
                + "declare it without NOT NULL");
        }

        return missing.Length > 0;
    }

    // Source: asked of Flink 2.3.0 for every pair; see InsertTypeTests.
    private static bool IsImplicit(SqlType from, SqlType to) =>
        (from.Kind == to.Kind && (from.Kind != SqlTypeKind.VarBinary || from.Precision <= to.Precision))
        || (from.IsText && to.Kind == SqlTypeKind.VarChar)
        || (from.IsInteger && to.IsInteger && from.Kind < to.Kind)
        || (from.IsNumeric && to.Kind == SqlTypeKind.Decimal)
        || (from.IsInteger && to.IsApproximate)
        || (from.Kind is SqlTypeKind.Decimal or SqlTypeKind.Float && to.IsApproximate)
        || (from.IsTimestamp && to.IsTimestamp)
        || (from.Kind == SqlTypeKind.Timestamp && to.Kind is SqlTypeKind.Date or SqlTypeKind.Time);

    private List<int>? Targets(InsertStatement insert, TableEntry sink)
    {
        if (insert.ColumnNames.Count == 0)
        {
            return [.. Enumerable.Range(0, sink.Schema.Columns.Count)];
        }

        var targets = new List<int>();
        bool failed = false;
        foreach (string name in insert.ColumnNames)
        {
            int index = sink.Schema.IndexOf(name);
            if (index < 0 || targets.Contains(index))
            {
                string suggestion = NameSuggestions.For(name, sink.Schema.Columns.Select(static c => c.Name));
                string problem = index < 0
                    ? $"is not a stored column of '{insert.Table}'; {suggestion}"
                    : "is named twice";
                diagnostics.Error(insert.TablePlace, name, $"column '{name}' {problem}");
                failed = true;
            }

            targets.Add(index);
        }

        return failed ? null : targets;
    }

    private BoundExpression? Fit(RelationColumn from, Column to, InsertStatement insert)
    {
        var binder = new ExpressionBinder([], options, diagnostics);
        if (IsImplicit(from.Expression.Type, to.Type))
        {
            return binder.Coerce(from.Expression, to.Type, insert.Place);
        }

        bool isShort = to.Type.Kind == SqlTypeKind.VarBinary && to.Type != SqlType.Bytes;
        string type = isShort ? $"BINARY({to.Type.Precision}) or VARBINARY({to.Type.Precision})" : $"{to.Type}";
        string remedy = isShort ? "declare it BYTES" : "add a CAST";
        return binder.Refuse(
            insert.TablePlace,
            to.Name,
            $"column '{to.Name}' of '{insert.Table}' is {type}, but the query gives {from.Expression.Type} "
            + $"('{from.Name}'); {remedy}");
    }
}
