using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Binds CONCAT and CONCAT_WS, which take any number of texts, to functions of two and three.</summary>
internal sealed class ConcatBinder(ExpressionBinder binder)
{
    private static readonly BoundLiteral Empty = new(Array.Empty<byte>(), SqlType.String);

    /// <summary>Binds a call.</summary>
    /// <param name="function">CONCAT or CONCAT_WS.</param>
    /// <returns>Null when it was refused.</returns>
    public BoundExpression? Bind(FunctionExpression function)
    {
        BoundExpression?[] texts = [.. function.Arguments.Select(argument => Text(function, argument))];
        BoundExpression[] bound = [.. texts.OfType<BoundExpression>()];
        if (bound.Length != texts.Length)
        {
            return null;
        }

        return bound.Length == 0
            ? binder.Refuse(function.Place, function.Name, $"{function.Name} needs at least one argument")
            : function.Name == "CONCAT" ? Join(function, bound) : Separate(function, bound[0], bound[1..]);
    }

    private BoundExpression? Text(FunctionExpression function, SqlExpression argument)
    {
        BoundExpression? bound = binder.BindTyped(argument);
        return bound is null || bound.Type.IsText
            ? bound is null ? null : binder.Coerce(bound, SqlType.String, argument.Place)
            : binder.Refuse(
                argument.Place, function.Name, $"{function.Name} takes texts, not {bound.Type}; cast it to STRING");
    }

    // Each text with the separator before it, or nothing for NULL, and the first separator cut off: NULL of a NULL one.
    private BoundExpression? Separate(
        FunctionExpression function, BoundExpression separator, IReadOnlyList<BoundExpression> texts)
    {
        BoundExpression?[] parts =
        [
            Empty,
            .. texts.Select(text => Join(function, [separator, text]) is { } both
                ? new BoundCoalesce([both, Empty], SqlType.String)
                : null),
        ];
        BoundExpression? all = Join(function, [.. parts.OfType<BoundExpression>()]);
        BoundExpression? length = Call(function, "CHAR_LENGTH", separator);
        BoundExpression? start = length is null ? null : binder.Call(
            ScalarCatalog.ResolveBinary("+", SqlType.Int, SqlType.Int, binder.Options, out string problem),
            [length, new BoundLiteral(1, SqlType.Int)],
            function.Place,
            function.Name,
            problem);
        return all is null || start is null ? null : Call(function, "SUBSTRING", all, start);
    }

    private BoundExpression? Join(FunctionExpression function, IReadOnlyList<BoundExpression> texts)
    {
        BoundExpression? all = texts[0];
        foreach (BoundExpression text in texts.Skip(1))
        {
            all = all is null ? null : binder.Call(
                ScalarCatalog.ResolveBinary("||", SqlType.String, SqlType.String, binder.Options, out string problem),
                [all, text],
                function.Place,
                function.Name,
                problem);
        }

        return all;
    }

    private BoundExpression? Call(FunctionExpression function, string name, params BoundExpression[] arguments)
    {
        SqlType[] types = [.. arguments.Select(static argument => argument.Type)];
        return binder.Call(
            ScalarCatalog.ResolveFunction(name, types, binder.Options, out string problem),
            arguments,
            function.Place,
            function.Name,
            problem);
    }
}
