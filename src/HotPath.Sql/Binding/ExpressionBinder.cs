using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Functions;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Gives expressions their types and resolves names, operators and functions. Errors go to the bag; a null result means
/// that one was reported, so that callers go on and find the others.
/// </summary>
internal class ExpressionBinder(IReadOnlyList<ScopeColumn> scope, ScalarOptions options, DiagnosticBag diagnostics)
{
    private int _depth;

    protected DiagnosticBag Diagnostics { get; } = diagnostics;

    public ScalarOptions Options { get; } = options;

    protected IReadOnlyList<ScopeColumn> Scope { get; } = scope;

    public BoundExpression? Bind(SqlExpression expression)
    {
        _depth++;
        BoundExpression? bound = BindSpecial(expression, out BoundExpression? special) ? special : BindKind(expression);
        _depth--;
        return bound is BoundRowBound && _depth > 0 ? RefuseBound(expression) : bound;
    }

    /// <summary>Refuses a bound of overlapping windows where a value of the row is needed.</summary>
    public BoundExpression? RefuseBound(SqlExpression expression)
    {
        Diagnostics.Unsupported(
            expression.Place,
            expression is NameExpression name ? name.Parts[^1] : "window",
            "a bound of overlapping windows or sessions in WHERE, in an aggregate or inside a GROUP BY key; name it "
            + "alone in GROUP BY, then use it in SELECT and HAVING");
        return null;
    }

    /// <summary>Binds what needs a type of its own, which a bare NULL has not: Flink refuses it, too.</summary>
    public BoundExpression? BindTyped(SqlExpression expression)
    {
        BoundExpression? bound = Bind(expression);
        return bound?.Type.Kind == SqlTypeKind.Null ? RefuseNull(expression.Place) : bound;
    }

    /// <summary>Refuses a NULL that nothing gives a type.</summary>
    public BoundExpression? RefuseNull(SourcePlace place) =>
        Refuse(place, "NULL", "NULL has no type here; cast it to the one that is meant, as in CAST(NULL AS STRING)");

    /// <summary>Binds a condition; anything but BOOLEAN is an error.</summary>
    public BoundExpression? BindCondition(SqlExpression expression, string clause)
    {
        if (Bind(expression) is not { } bound)
        {
            return null;
        }

        if (bound.Type.Kind == SqlTypeKind.Null)
        {
            return clause is "WHERE" or "HAVING" or "WHEN"
                ? new BoundLiteral(null, SqlType.Boolean)
                : RefuseNull(expression.Place);
        }

        return bound.Type.Kind == SqlTypeKind.Boolean
            ? bound
            : Refuse(expression.Place, clause, $"{clause} needs a BOOLEAN condition, not {bound.Type}");
    }

    /// <summary>Casts implicitly; the caller has made sure that the types have a common type.</summary>
    public BoundExpression? Coerce(BoundExpression expression, SqlType type, SourcePlace place)
    {
        if (expression.Type == type)
        {
            return expression;
        }

        if (expression is BoundLiteral { IsNull: true })
        {
            return new BoundLiteral(null, type);
        }

        if (ScalarCatalog.IsIdentityCast(expression.Type, type))
        {
            return new BoundRetyped(expression, type);
        }

        ScalarCall? call = ScalarCatalog.ResolveCast(expression.Type, type, isTry: false, Options, out string problem);
        return call is null ? Refuse(place, "CAST", problem) : new BoundCall(call, [expression]);
    }

    public BoundExpression? Compare(string op, BoundExpression left, BoundExpression right, SourcePlace place)
    {
        if (left.Type.Kind == SqlTypeKind.Null || right.Type.Kind == SqlTypeKind.Null)
        {
            return new BoundLiteral(null, SqlType.Boolean);
        }

        BoundExpression? first = AsTime(left, right.Type, place);
        BoundExpression? second = AsTime(right, left.Type, place);
        if (first is null || second is null)
        {
            return null;
        }

        if (first.Type.IsTimestamp && second.Type.IsTimestamp)
        {
            (first, second) = (AsLocal(first, second.Type, place), AsLocal(second, first.Type, place));
        }

        return Operate(op, first, second, place);
    }

    /// <summary>
    /// Equality for IN and NULLIF: of TIMESTAMP and TIMESTAMP_LTZ the second is cast to the type of the first.
    /// </summary>
    public BoundExpression? CompareAs(BoundExpression left, BoundExpression right, SourcePlace place) =>
        AsKindOf(left, right, place) is { } second ? Compare("=", left, second, place) : null;

    /// <summary>An operator of the catalog, on operands as they are.</summary>
    public BoundExpression? Operate(string op, BoundExpression left, BoundExpression right, SourcePlace place) => Call(
        ScalarCatalog.ResolveBinary(op, left.Type, right.Type, Options, out string problem), [left, right],
        place, op, problem);

    // Flink compares TIMESTAMP and TIMESTAMP_LTZ by the clock of the session's zone.
    private BoundExpression AsLocal(BoundExpression time, SqlType other, SourcePlace place) =>
        time.Type.Kind == SqlTypeKind.TimestampLtz && other.Kind == SqlTypeKind.Timestamp
            ? Coerce(time, time.Type with { Kind = SqlTypeKind.Timestamp }, place)!
            : time;

    private BoundExpression? AsKindOf(BoundExpression first, BoundExpression time, SourcePlace place) =>
        first.Type.IsTimestamp && time.Type.IsTimestamp && first.Type.Kind != time.Type.Kind
            ? Coerce(time, time.Type with { Kind = first.Type.Kind }, place)
            : time;

    // ... but in BETWEEN and IS DISTINCT FROM as instants.
    private BoundExpression? CompareInstants(
        string op, BoundExpression left, BoundExpression right, SourcePlace place) =>
        left.Type.Kind == SqlTypeKind.TimestampLtz
            ? Compare(op, left, AsKindOf(left, right, place)!, place)
            : Compare(op, AsKindOf(right, left, place)!, right, place);

    // A text beside a time is cast to it. One that is none is NULL; of a literal that is known already.
    private BoundExpression? AsTime(BoundExpression text, SqlType other, SourcePlace place)
    {
        if (!text.Type.IsText || !(other.IsTimestamp || other.Kind is SqlTypeKind.Date or SqlTypeKind.Time))
        {
            return text;
        }

        if (text is BoundLiteral { Value: byte[] literal })
        {
            if (ScalarCatalog.TimeOf(literal, other, Options) is { } value)
            {
                return new BoundLiteral(value, other);
            }

            string shown = Encoding.UTF8.GetString(literal);
            return Refuse(place, shown, $"'{shown}' is compared with a {other} and is none");
        }

        ScalarCall? cast = ScalarCatalog.ResolveCast(text.Type, other, isTry: true, Options, out string problem);
        return Call(cast, [text], place, "CAST", problem);
    }

    public BoundExpression? Refuse(SourcePlace place, string word, string message)
    {
        Diagnostics.Error(place, word, message);
        return null;
    }

    /// <summary>For scopes with rules of their own: keys and aggregates behind GROUP BY.</summary>
    /// <returns>Whether the expression was dealt with; <paramref name="bound"/> is null when it was refused.</returns>
    protected virtual bool BindSpecial(SqlExpression expression, out BoundExpression? bound)
    {
        bound = null;
        return false;
    }

    protected virtual BoundExpression? BindName(NameExpression name)
    {
        string? qualifier = name.Parts.Count > 1 ? name.Parts[^2] : null;
        string column = name.Parts[^1];
        ScopeColumn[] found =
            [.. Scope.Where(c => c.Name == column && (qualifier is null || c.Qualifier == qualifier))];
        if (found.Length == 1)
        {
            return found[0].Column.Expression;
        }

        string text = string.Join('.', name.Parts);
        return found.Length > 1
            ? Refuse(name.Place, text, $"column '{text}' is ambiguous; qualify it with its table's name or alias")
            : Refuse(
                name.Place, text,
                $"column '{text}' not found; {NameSuggestions.For(column, Scope.Select(static c => c.Name))}");
    }

    private BoundExpression? BindKind(SqlExpression expression) => expression switch
    {
        LiteralExpression literal => LiteralBinder.Bind(literal, Diagnostics),
        NameExpression name => BindName(name),
        UnaryExpression unary => BindUnary(unary),
        BinaryExpression binary => BindBinary(binary),
        BetweenExpression between => BindBetween(between),
        InExpression list => BindIn(list),
        LikeExpression like => BindLike(like),
        CaseExpression branches => new CaseBinder(this, Diagnostics).BindCase(branches),
        CastExpression cast => BindCast(cast),
        FunctionExpression function => BindFunction(function),
        RowNumberExpression rank => RefuseRank(rank),
        StarExpression star => Refuse(star.Place, "*", "'*' stands only in a SELECT list or in COUNT(*)"),
        _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
    };

    private BoundExpression? RefuseRank(RowNumberExpression rank)
    {
        Diagnostics.Unsupported(
            rank.Place,
            "ROW_NUMBER",
            "ROW_NUMBER inside an expression; give it a name in a subquery and filter by that");
        return null;
    }

    private BoundExpression? BindUnary(UnaryExpression unary)
    {
        if (unary.Operator is "-" && unary.Operand is LiteralExpression { Kind: LiteralKind.Integer } literal)
        {
            return LiteralBinder.Bind(literal with { Text = "-" + literal.Text }, Diagnostics);
        }

        if (unary.Operator is "IS NULL" or "IS NOT NULL")
        {
            return Bind(unary.Operand) is { } tested
                ? new BoundIsNull(tested, unary.Operator == "IS NOT NULL")
                : null;
        }

        if (BindTyped(unary.Operand) is not { } operand)
        {
            return null;
        }

        if (unary.Operator is "-" or "+")
        {
            return Call(
                ScalarCatalog.ResolveUnary(unary.Operator, operand.Type, out string problem), [operand], unary.Place,
                unary.Operator, problem);
        }

        if (operand.Type.Kind != SqlTypeKind.Boolean)
        {
            return Refuse(unary.Place, unary.Operator, $"{unary.Operator} needs a BOOLEAN, not {operand.Type}");
        }

        return unary.Operator switch
        {
            "NOT" => new BoundNot(operand),
            "IS TRUE" => new BoundIsTruth(operand, expected: true, isNegated: false),
            "IS NOT TRUE" => new BoundIsTruth(operand, expected: true, isNegated: true),
            "IS FALSE" => new BoundIsTruth(operand, expected: false, isNegated: false),
            "IS NOT FALSE" => new BoundIsTruth(operand, expected: false, isNegated: true),
            "IS UNKNOWN" => new BoundIsNull(operand, isNegated: false),
            "IS NOT UNKNOWN" => new BoundIsNull(operand, isNegated: true),
            _ => Refuse(unary.Place, unary.Operator, $"operator {unary.Operator} is not known"),
        };
    }

    private BoundExpression? BindBinary(BinaryExpression binary)
    {
        if (binary.Operator is "AND" or "OR")
        {
            BoundExpression? first = BindCondition(binary.Left, binary.Operator);
            BoundExpression? second = BindCondition(binary.Right, binary.Operator);
            return first is null || second is null ? null : new BoundLogical(binary.Operator == "AND", first, second);
        }

        bool takesNull = binary.Operator is not ("+" or "-" or "*" or "/" or "%" or "||");
        BoundExpression? left = takesNull ? Bind(binary.Left) : BindTyped(binary.Left);
        BoundExpression? right = takesNull ? Bind(binary.Right) : BindTyped(binary.Right);
        if (left is null || right is null)
        {
            return null;
        }

        if (binary.Operator is "IS DISTINCT FROM" or "IS NOT DISTINCT FROM")
        {
            return BindDistinct(binary, left, right);
        }

        if (takesNull)
        {
            return Compare(binary.Operator, left, right, binary.Place);
        }

        return Call(
            ScalarCatalog.ResolveBinary(binary.Operator, left.Type, right.Type, Options, out string problem),
            [left, right],
            binary.Place,
            binary.Operator,
            problem);
    }

    private BoundExpression? BindDistinct(BinaryExpression binary, BoundExpression left, BoundExpression right)
    {
        bool isNegated = binary.Operator == "IS NOT DISTINCT FROM";
        if (left is BoundLiteral { IsNull: true })
        {
            return new BoundIsNull(right, !isNegated);
        }

        if (right is BoundLiteral { IsNull: true })
        {
            return new BoundIsNull(left, !isNegated);
        }

        return CompareInstants("=", left, right, binary.Place) is BoundCall equality
            ? new BoundDistinct(equality, isNegated)
            : null;
    }

    private BoundExpression? BindBetween(BetweenExpression between)
    {
        BoundExpression? operand = Bind(between.Operand);
        BoundExpression? low = Bind(between.Low);
        BoundExpression? high = Bind(between.High);
        if (operand is null || low is null || high is null)
        {
            return null;
        }

        BoundExpression? above = CompareInstants(">=", operand, low, between.Place);
        BoundExpression? below = CompareInstants("<=", operand, high, between.Place);
        if (above is null || below is null)
        {
            return null;
        }

        var both = new BoundLogical(isAnd: true, above, below);
        return between.IsNegated ? new BoundNot(both) : both;
    }

    private BoundExpression? BindIn(InExpression list)
    {
        BoundExpression? operand = Bind(list.Operand);
        BoundExpression? any = null;
        bool failed = operand is null;
        foreach (SqlExpression item in list.Items)
        {
            if (Bind(item) is not { } value || operand is null
                || CompareAs(operand, value, item.Place) is not { } equal)
            {
                failed = true;
                continue;
            }

            any = any is null ? equal : new BoundLogical(isAnd: false, any, equal);
        }

        return failed ? null : list.IsNegated ? new BoundNot(any!) : any;
    }

    private BoundExpression? BindLike(LikeExpression like)
    {
        SqlExpression[] parts = like.Escape is null
            ? [like.Operand, like.Pattern]
            : [like.Operand, like.Pattern, like.Escape];
        BoundExpression? match = BindStrict("LIKE", parts, like.Place);
        return match is not null && like.IsNegated ? new BoundNot(match) : match;
    }

    private BoundExpression? BindCast(CastExpression cast)
    {
        if (Bind(cast.Operand) is not { } operand)
        {
            return null;
        }

        if (cast.Type.Kind == SqlTypeKind.VarBinary && cast.Type != SqlType.Bytes && operand.Type != cast.Type)
        {
            Diagnostics.Unsupported(cast.Place, "CAST", "CAST to BINARY(n) or VARBINARY(n); use BYTES");
            return null;
        }

        if (operand is BoundLiteral { IsNull: true })
        {
            return new BoundLiteral(null, cast.Type);
        }

        if (operand.Type == cast.Type)
        {
            // A cast that changes nothing still ends a time attribute, as in Flink.
            return new BoundRetyped(operand, cast.Type);
        }

        if (ScalarCatalog.IsIdentityCast(operand.Type, cast.Type))
        {
            return new BoundRetyped(operand, cast.Type);
        }

        ScalarCall? call = ScalarCatalog.ResolveCast(operand.Type, cast.Type, cast.IsTry, Options, out string problem);
        return Call(call, [operand], cast.Place, "CAST", problem);
    }

    private BoundExpression? BindFunction(FunctionExpression function)
    {
        if (AggregateBinder.IsAggregate(function.Name, Options.Functions))
        {
            return Refuse(
                function.Place, function.Name,
                $"aggregate {function.Name} cannot stand here; aggregates belong to the SELECT list or HAVING of a "
                + "query with GROUP BY");
        }

        if (function.IsDistinct || function.Filter is not null)
        {
            return Refuse(
                function.Place, function.Name,
                $"DISTINCT and FILTER belong to aggregates, and {function.Name} is none");
        }

        if (Options.Functions.Contains(function.Name))
        {
            return BindOwn(function);
        }

        return CaseBinder.Handles(function.Name)
            ? new CaseBinder(this, Diagnostics).BindFunction(function)
            : function.Name is "CONCAT" or "CONCAT_WS"
                ? new ConcatBinder(this).Bind(function)
                : BindStrict(function.Name, function.Arguments, function.Place);
    }

    private BoundFunction? BindOwn(FunctionExpression function)
    {
        string name = function.Name.ToLowerInvariant();
        if (Options.Functions.ProblemOf(name) is { } missing)
        {
            Refuse(function.Place, name, missing);
            return null;
        }

        if (BindAll(function.Arguments, Bind) is not { } bound)
        {
            return null;
        }

        SqlType[] types = [.. bound.Select(static b => b.Type)];
        if (Options.Functions.Resolve(name, types, out IReadOnlyList<SqlType> taken, out string problem) is { } found)
        {
            return CoerceAll(bound, taken, function.Place) is { } arguments
                ? new BoundFunction(found, arguments)
                : null;
        }

        Refuse(function.Place, name, problem);
        return null;
    }

    /// <summary>Binds the arguments of a user's aggregate.</summary>
    public BoundExpression[]? BindArguments(
        FunctionExpression function, string name, IReadOnlyList<FunctionParameter> parameters)
    {
        if (BindAll(function.Arguments, Bind) is not { } bound)
        {
            return null;
        }

        SqlType[] types = [.. bound.Select(static b => b.Type)];
        if (FunctionSet.Accept(parameters, types, out _) is { } taken)
        {
            return CoerceAll(bound, taken, function.Place);
        }

        Refuse(
            function.Place,
            name,
            $"{name} does not take ({string.Join(", ", types.AsEnumerable())}); it is called as "
            + FunctionSet.Signature(name, parameters) + FunctionSet.Digits(types));
        return null;
    }

    private BoundExpression[]? BindAll(
        IReadOnlyList<SqlExpression> arguments, Func<SqlExpression, BoundExpression?> bind)
    {
        BoundExpression?[] bound = [.. arguments.Select(bind)];
        for (int i = 0; i < bound.Length; i++)
        {
            bound[i] = bound[i] is BoundRowBound ? RefuseBound(arguments[i]) : bound[i];
        }

        BoundExpression[] whole = [.. bound.OfType<BoundExpression>()];
        return whole.Length == bound.Length ? whole : null;
    }

    private BoundExpression[]? CoerceAll(
        IReadOnlyList<BoundExpression> arguments, IReadOnlyList<SqlType> types, SourcePlace place)
    {
        BoundExpression[] coerced =
            [.. arguments.Select((argument, i) => Coerce(argument, types[i], place)).OfType<BoundExpression>()];
        return coerced.Length == arguments.Count ? coerced : null;
    }

    private BoundExpression? BindStrict(string name, IReadOnlyList<SqlExpression> arguments, SourcePlace place)
    {
        if (!ScalarCatalog.Has(name))
        {
            IEnumerable<string> own = Options.Functions.Names.Select(static known => known.ToUpperInvariant());
            string problem = GroupWindows.Misplaced(name)
                ?? Options.Functions.Uncreated(name)
                ?? ScalarCatalog.Unknown(name, AggregateBinder.Names.Concat(own));
            return Refuse(place, name, problem);
        }

        if (BindAll(arguments, BindTyped) is not { } bound)
        {
            return null;
        }

        SqlType[] types = [.. bound.Select(static b => b.Type)];
        string?[] literals = [.. bound.Select(LiteralText)];
        return Call(
            ScalarCatalog.ResolveFunction(name, types, Options, out string reason, literals), bound, place, name,
            reason);
    }

    // Units, time patterns and digits to round to: what a function wants to know before it sees a row.
    private static string? LiteralText(BoundExpression expression) =>
        expression is not BoundLiteral { Value: { } value }
        ? null
        : value is byte[] bytes
            ? Encoding.UTF8.GetString(bytes)
            : string.Create(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>A call with its arguments cast; null when it was refused.</summary>
    public BoundExpression? Call(
        ScalarCall? call,
        IReadOnlyList<BoundExpression> arguments,
        SourcePlace place,
        string word,
        string problem)
    {
        if (call is null)
        {
            return Refuse(place, word, problem);
        }

        return CoerceAll(arguments, call.ParameterTypes, place) is { } coerced ? new BoundCall(call, coerced) : null;
    }
}
