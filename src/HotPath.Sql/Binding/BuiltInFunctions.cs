using HotPath.Operators.Scalars;
using HotPath.Sql.Parsing;

namespace HotPath.Sql.Binding;

/// <summary>Names that a user's function cannot have.</summary>
internal static class BuiltInFunctions
{
    /// <summary>Whether a function of a name is built in, or Flink's and outside the dialect.</summary>
    /// <param name="name">Name in any case.</param>
    /// <returns>Whether it is.</returns>
    public static bool Has(string name)
    {
        string upper = name.ToUpperInvariant();
        return ScalarCatalog.Has(upper)
            || upper is "CONCAT" or "CONCAT_WS" or "GROUPING" or "GROUPING_ID" or "CAST" or "TRY_CAST"
                or "ROW_NUMBER"
            || CaseBinder.Handles(upper)
            || AggregateBinder.IsBuiltIn(upper)
            || Deviations.Has(upper)
            || GroupWindows.IsFunction(upper)
            || UnsupportedSyntax.OfFunction(upper) is not null;
    }
}
