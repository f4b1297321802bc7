using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Puts the inputs of a UNION ALL together: columns by place, named as in the first, of the type that all have in
/// common. Source: flink-semantics.md 2.1, "Multi-input operators".
/// </summary>
internal sealed class UnionBinder(ScalarOptions options, DiagnosticBag diagnostics)
{
    private readonly StageBinder _stages = new(diagnostics);

    /// <param name="union">Where it stands.</param>
    /// <param name="inputs">What each query gives.</param>
    /// <returns>A relation of branches; null when it was refused.</returns>
    public Relation? Bind(UnionTableReference union, IReadOnlyList<Relation> inputs)
    {
        List<Relation> branches = [.. inputs.SelectMany(BranchesOf)];
        if (!HasOneWidth(union, branches) || branches.Exists(branch => IsRefused(union, branch)))
        {
            return null;
        }

        branches = [.. branches.Select(WithoutOpenWindow)];
        for (int i = 0; i < branches[0].Columns.Count; i++)
        {
            if (!Unify(union, branches, i))
            {
                return null;
            }
        }

        return Of(branches);
    }

    /// <summary>A relation of branches whose columns agree in name, type and role.</summary>
    public static Relation Of(IReadOnlyList<Relation> branches) => branches[0] with
    {
        Filters = [],
        GroupFilters = [],
        Inputs = [],
        Window = null,
        Aggregation = null,
        Ranking = null,
        Attached = WindowsOf(branches),
        Branches = branches,
        Columns =
        [
            .. branches[0].Columns.Select(static (column, i) =>
                column with { Expression = new BoundColumn(i, column.Expression.Type) }),
        ],
    };

    /// <summary>A branch under the column names of its union.</summary>
    public static Relation Named(Relation branch, Relation union) => branch with
    {
        Columns =
        [
            .. union.Columns.Select((column, i) => column with { Expression = branch.Columns[i].Expression }),
        ],
    };

    // A union of unions is one: its inputs have the names that the inner one has.
    private static IEnumerable<Relation> BranchesOf(Relation input) => input.Branches.Count == 0
        ? [input]
        : input.Branches.Select(branch => Named(branch, input));

    private static Relation WithoutOpenWindow(Relation branch) => branch.HasOperator || branch.Window is null
        ? branch
        : branch with { Window = null, Attached = branch.Window };

    // Rows of equal windows still are rows of windows.
    private static BoundWindow? WindowsOf(IReadOnlyList<Relation> branches)
    {
        BoundWindow? first = branches[0].Window ?? branches[0].Attached;
        return first is not null && branches.All(branch =>
            (branch.Window ?? branch.Attached)?.Specification.Equals(first.Specification) == true)
            ? first
            : null;
    }

    private bool IsRefused(UnionTableReference union, Relation branch)
    {
        if (branch.Window is { Overlaps: true } window && !branch.HasOperator)
        {
            diagnostics.Unsupported(window.Syntax.Place, window.Syntax.Function, Relation.NotGrouped(window));
            return true;
        }

        if (branch.Ranking is { Last: 0 } ranking)
        {
            _stages.RefuseUnbounded(ranking, union.Place);
            return true;
        }

        return false;
    }

    private bool HasOneWidth(UnionTableReference union, List<Relation> branches)
    {
        Relation? other = branches.Find(branch => branch.Columns.Count != branches[0].Columns.Count);
        if (other is null)
        {
            return true;
        }

        diagnostics.Error(
            union.Place,
            "UNION",
            $"the inputs of UNION have {branches[0].Columns.Count} and {other.Columns.Count} columns; give them as "
            + "many");
        return false;
    }

    private bool Unify(UnionTableReference union, List<Relation> branches, int column)
    {
        SqlType common = branches[0].Columns[column].Expression.Type;
        foreach (Relation branch in branches.Skip(1))
        {
            SqlType type = branch.Columns[column].Expression.Type;
            if (ScalarCatalog.CommonType(common, type) is not { } next)
            {
                string name = branches[0].Columns[column].Name;
                diagnostics.Error(
                    union.Place,
                    "UNION",
                    $"column '{name}' of UNION is {common} in one input and {type} in another, which have no common "
                    + "type; cast one of them");
                return false;
            }

            common = next;
        }

        bool isTime = branches.TrueForAll(branch => branch.Columns[column].IsTimeAttribute);
        bool isProcessingTime = branches.TrueForAll(branch => branch.Columns[column].IsProcessingTime);
        WindowBound bound = branches[0].Columns[column].Bound;
        bool isBound = WindowsOf(branches) is not null
            && branches.TrueForAll(branch => branch.Columns[column].Bound == bound);
        var binder = new ExpressionBinder([], options, diagnostics);
        for (int i = 0; i < branches.Count; i++)
        {
            RelationColumn from = branches[i].Columns[column];
            if (binder.Coerce(from.Expression, common, union.Place) is not { } value)
            {
                return false;
            }

            RelationColumn[] columns = [.. branches[i].Columns];
            columns[column] = new RelationColumn(
                branches[0].Columns[column].Name, value, isTime, isBound ? bound : WindowBound.None)
            {
                IsProcessingTime = isProcessingTime,
            };
            branches[i] = branches[i] with { Columns = columns };
        }

        return true;
    }
}
