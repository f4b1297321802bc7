using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Scalar operators, functions and casts by name and types: what a binder asks when it compiles an expression. A
/// refusal says what would be accepted. AND, OR, NOT, IS, CASE, COALESCE, IF, NULLIF, IN, BETWEEN,
/// GREATEST and LEAST are no functions here: they are not strict, and compiled code branches for them. CONCAT and
/// <c>||</c> take two texts; a caller folds more, and makes CONCAT_WS of them.
/// </summary>
/// <remarks>Threading: immutable after start. Source: specs/flink-semantics.md 2.9, 2.10, 2.12.</remarks>
public static class ScalarCatalog
{
    private const int MaxSuggestionDistance = 2;

    private static readonly string[] Nondeterministic = ["UUID", "RAND", "RAND_INTEGER"];

    // Names that other dialects have, and what stands for them here.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["LENGTH"] = "CHAR_LENGTH",
        ["LEN"] = "CHAR_LENGTH",
        ["STRPOS"] = "POSITION(search IN text) or LOCATE",
        ["CHARINDEX"] = "LOCATE",
        ["NVL"] = "COALESCE or IFNULL",
        ["ISNULL"] = "COALESCE or IFNULL",
        ["DATE_TRUNC"] = "FLOOR(time TO unit)",
        ["DATE_PART"] = "EXTRACT(unit FROM time)",
        ["DATEDIFF"] = "TIMESTAMPDIFF",
        ["DATE_DIFF"] = "TIMESTAMPDIFF",
        ["DATEADD"] = "TIMESTAMPADD",
        ["DATE_ADD"] = "TIMESTAMPADD",
        ["GETDATE"] = "CURRENT_TIMESTAMP",
        ["TO_CHAR"] = "DATE_FORMAT",
        ["POW"] = "POWER",
        ["SUBSTRING_INDEX"] = "SPLIT_INDEX",
        ["SPLIT_PART"] = "SPLIT_INDEX",
        ["REGEXP_LIKE"] = "REGEXP",
        ["REGEXP_SUBSTR"] = "REGEXP_EXTRACT",
        ["UCASE"] = "UPPER",
        ["LCASE"] = "LOWER",
    };

    private static readonly FunctionTable Functions = CreateTable();

    /// <summary>Names of all functions, in ordinal order.</summary>
    public static IReadOnlyList<string> FunctionNames { get; } = [.. Functions.Names.Order(StringComparer.Ordinal)];

    /// <summary>Finds a function.</summary>
    /// <param name="name">Upper-case name.</param>
    /// <param name="arguments">Types of the arguments.</param>
    /// <param name="options">The session.</param>
    /// <param name="problem">Why not, when refused; else empty.</param>
    /// <param name="literals">
    /// Value of each argument that is a literal (numbers as written, with their sign), else null. It decides ROUND's
    /// scale, checks units and time patterns when the query is compiled, and saves looking them up for each row.
    /// </param>
    /// <returns>The call, or null when refused.</returns>
    public static ScalarCall? ResolveFunction(
        string name,
        IReadOnlyList<SqlType> arguments,
        ScalarOptions options,
        out string problem,
        IReadOnlyList<string?>? literals = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        problem = "";
        if (!Functions.TryGet(name, out string signature, out Func<FunctionCall, ScalarCall?> resolve))
        {
            problem = Unknown(name, []);
            return null;
        }

        var call = new FunctionCall(name, arguments, literals, options);
        ScalarCall? resolved = resolve(call);
        if (resolved is null)
        {
            problem = call.Problem.Length > 0
                ? call.Problem
                : $"{name} does not take ({string.Join(", ", arguments)}); it is called as {signature}";
        }

        return resolved;
    }

    /// <summary>Finds an operator of two operands.</summary>
    /// <param name="op"><c>+ - * / % || = &lt;&gt; &lt; &lt;= &gt; &gt;=</c>.</param>
    /// <param name="left">Type of the first operand.</param>
    /// <param name="right">Type of the second operand.</param>
    /// <param name="options">The session.</param>
    /// <param name="problem">Why not, when refused; else empty.</param>
    /// <returns>The call, or null when refused.</returns>
    public static ScalarCall? ResolveBinary(
        string op, SqlType left, SqlType right, ScalarOptions options, out string problem)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(options);
        ScalarCall? call = OperatorCatalog.Binary(
            op, left.Kind == SqlTypeKind.Null ? right : left, right.Kind == SqlTypeKind.Null ? left : right);
        problem = call is null ? $"{op} does not take {left} and {right}; cast one of them" : "";
        return call;
    }

    /// <summary>Finds an operator of one operand.</summary>
    /// <param name="op"><c>-</c> or <c>+</c>.</param>
    /// <param name="operand">Type of the operand.</param>
    /// <param name="problem">Why not, when refused; else empty.</param>
    /// <returns>The call, or null when refused.</returns>
    public static ScalarCall? ResolveUnary(string op, SqlType operand, out string problem)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(operand);
        ScalarCall? call = OperatorCatalog.Unary(op, operand);
        problem = call is null ? $"unary {op} does not take {operand}; it takes a number or an interval" : "";
        return call;
    }

    /// <summary>Finds a cast. Its parameter has exactly the type <paramref name="from"/>.</summary>
    /// <param name="from">Type of the operand.</param>
    /// <param name="to">Type of the result.</param>
    /// <param name="isTry">TRY_CAST: a failure is NULL.</param>
    /// <param name="options">The session.</param>
    /// <param name="problem">Why not, when refused; else empty, also for an identity cast.</param>
    /// <returns>The call; null when refused and for an identity cast, which needs none.</returns>
    public static ScalarCall? ResolveCast(
        SqlType from, SqlType to, bool isTry, ScalarOptions options, out string problem)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(options);
        problem = "";
        if (IsIdentityCast(from, to))
        {
            return null;
        }

        ScalarCall? call = CastCatalog.Cast(from, to, isTry, options.SessionZone);
        problem = call is null ? $"{from} cannot be cast to {to}" : "";
        return call;
    }

    /// <summary>Whether a cast changes nothing but the type.</summary>
    /// <param name="from">Type of the operand.</param>
    /// <param name="to">Type of the result.</param>
    /// <returns>Whether values stay as they are.</returns>
    public static bool IsIdentityCast(SqlType from, SqlType to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return CastCatalog.IsIdentity(from, to);
    }

    /// <summary>What a cast makes of a literal that is compared with a DATE, TIME or TIMESTAMP.</summary>
    /// <param name="text">The literal.</param>
    /// <param name="type">Type of the other side.</param>
    /// <param name="options">The session.</param>
    /// <returns>The value in the CLR form of <paramref name="type"/>; null when the text is no such time.</returns>
    public static object? TimeOf(ReadOnlySpan<byte> text, SqlType type, ScalarOptions options)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(options);
        if (type.Kind == SqlTypeKind.Date)
        {
            return LooseTime.TryDate(text, out int days) ? days : null;
        }

        if (type.Kind == SqlTypeKind.Time)
        {
            return LooseTime.TryTime(text, out int timeOfDayMs) ? TimeCasts.CutTime(timeOfDayMs, type.UnitMs) : null;
        }

        if (!LooseTime.TryTimestamp(text, out long localMs))
        {
            return null;
        }

        return type.Kind == SqlTypeKind.TimestampLtz
            ? TimeCasts.TimestampToLtz(localMs, type.UnitMs, options.SessionZone)
            : TimeCasts.Cut(localMs, type.UnitMs);
    }

    /// <summary>
    /// The least restrictive type of two, for CASE, COALESCE, IN and set operations. Of TIMESTAMP and TIMESTAMP_LTZ
    /// it is the first, as in Flink.
    /// </summary>
    /// <param name="a">First type.</param>
    /// <param name="b">Second type.</param>
    /// <returns>The type to which both are cast; null when there is none, as for INT with STRING.</returns>
    public static SqlType? CommonType(SqlType a, SqlType b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return TypeRules.Common(a, b);
    }

    /// <summary>Whether there is a function: each gives the same result for the same arguments and frame.</summary>
    /// <param name="name">Upper-case name.</param>
    /// <returns>CURRENT_TIMESTAMP and its kin are the frame's ingest time.</returns>
    public static bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Functions.TryGet(name, out _, out _);
    }

    private static FunctionTable CreateTable()
    {
        var table = new FunctionTable();
        TextFunctionTable.AddTo(table);
        MathFunctionTable.AddTo(table);
        TimeFunctionTable.AddTo(table);
        return table;
    }

    /// <summary>What to tell about a name that no function here has.</summary>
    /// <param name="name">Upper-case name.</param>
    /// <param name="others">Other names that may have been meant. Upper-case.</param>
    /// <returns>The message, with the nearest names.</returns>
    public static string Unknown(string name, IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Nondeterministic.Contains(name, StringComparer.Ordinal))
        {
            return $"{name} is not supported: its result would differ between a run and its replay";
        }

        if (Elsewhere.TryGetValue(name, out string? meant))
        {
            return $"there is no function {name}; use {meant}";
        }

        string[] near =
        [
            .. FunctionNames.Concat(others).Where(n => EditDistance.Between(n, name) <= MaxSuggestionDistance),
        ];
        return near.Length == 0
            ? $"there is no function {name}"
            : $"there is no function {name}; did you mean {string.Join(" or ", near)}?";
    }
}
