using System.Collections.Generic;
using System.Globalization;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>A call to be resolved: the types of its arguments, and those that are literals.</summary>
internal sealed class FunctionCall(
    string name, IReadOnlyList<SqlType> types, IReadOnlyList<string?>? literals, ScalarOptions options)
{
    internal string Name { get; } = name;

    internal IReadOnlyList<SqlType> Types { get; } = types;

    internal ZoneRules Zone { get; } = options.SessionZone;

    internal int Count => Types.Count;

    /// <summary>A more precise refusal than that the arguments do not fit.</summary>
    internal string Problem { get; set; } = "";

    internal SqlType this[int index] => Types[index];

    internal string? Literal(int index) => literals is not null && index < literals.Count ? literals[index] : null;

    internal int? IntegerLiteral(int index) =>
        int.TryParse(Literal(index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;

    /// <summary>Whether arguments can be passed: the same family, and integers widened but never narrowed.</summary>
    internal bool Accepts(IReadOnlyList<SqlType> parameters)
    {
        if (parameters.Count != Count)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            if (!Accepts(Types[i], parameters[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Accepts(SqlType argument, SqlType parameter)
    {
        if (argument.Kind == SqlTypeKind.Null)
        {
            return true;
        }

        if (parameter.IsText)
        {
            return argument.IsText;
        }

        if (parameter.IsInteger)
        {
            return argument.IsInteger && argument.Kind <= parameter.Kind;
        }

        return parameter.Kind == SqlTypeKind.Double ? argument.IsNumeric : argument.Kind == parameter.Kind;
    }
}
