using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Functions;
using HotPath.Operators.Scalars;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Code around calls of users' methods: arguments as the method declares them, a result that lasts, and what it throws
/// as a failure of the row.
/// </summary>
/// <param name="context">The row's context.</param>
internal sealed class FunctionCode(ParameterExpression context)
{
    /// <summary>A call of a scalar function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Computed arguments.</param>
    /// <param name="expressions">The same as they were bound.</param>
    /// <param name="block">Receives the code.</param>
    public Operand Call(
        ScalarFunction function,
        IReadOnlyList<Operand> arguments,
        IReadOnlyList<BoundExpression> expressions,
        CodeBlock block)
    {
        if (IsNeverCalled(function.Parameters, arguments))
        {
            return Operand.Null(function.Result.Type.ClrType);
        }

        IEnumerable<Expression> values = Arguments(function.Parameters, arguments, expressions);
        CodeBlock guarded = block.Nest();
        Operand result = Result(
            function.Result,
            Expression.Call(function.Method, values.Concat(Buffer(function.Result))),
            function.Name,
            guarded);
        if (AnyNull(function.Parameters, arguments) is not { } isNull)
        {
            block.Add(guarded.Body);
            return result;
        }

        ParameterExpression isNullNow = block.Assign(isNull);
        guarded.Add(Expression.Assign(isNullNow, result.IsNull));
        block.Add(Expression.IfThen(Expression.Not(isNullNow), guarded.Body));
        return new Operand(result.Value, isNullNow);
    }

    /// <summary>Whether a method is not called for any row: an argument is NULL that it does not take.</summary>
    public static bool IsNeverCalled(IReadOnlyList<FunctionParameter> parameters, IReadOnlyList<Operand> arguments) =>
        arguments.Where((argument, i) => !parameters[i].IsNullable && argument.IsAlwaysNull).Any();

    /// <summary>Whether an argument is NULL that the method does not take; null where none ever is.</summary>
    public static Expression? AnyNull(IReadOnlyList<FunctionParameter> parameters, IReadOnlyList<Operand> arguments)
    {
        Expression[] nulls =
        [
            .. arguments.Where((argument, i) => !parameters[i].IsNullable && !argument.IsNeverNull)
                .Select(static argument => argument.IsNull),
        ];
        return nulls.Length == 0 ? null : nulls.Aggregate(Expression.OrElse);
    }

    /// <summary>Arguments as the parameters take them.</summary>
    public static IEnumerable<Expression> Arguments(
        IReadOnlyList<FunctionParameter> parameters,
        IReadOnlyList<Operand> arguments,
        IReadOnlyList<BoundExpression> expressions) =>
        arguments.Select((argument, i) => Argument(parameters[i], argument, expressions[i].Type));

    /// <summary>A call whose exception is a failure of the row, told with the name of the function.</summary>
    public Expression Guarded(Expression call, string name)
    {
        ParameterExpression thrown = Expression.Variable(typeof(Exception));
        return Expression.TryCatch(
            Expression.Block(typeof(void), call),
            Expression.Catch(thrown, Runtime(nameof(FunctionCalls.Fail), context, thrown, Expression.Constant(name))));
    }

    /// <summary>The buffer behind the arguments, where the method takes one.</summary>
    public IEnumerable<Expression> Buffer(FunctionResult result) => result.TakesBuffer
        ? [Expression.Property(context, nameof(ScalarContext.Texts))]
        : [];

    /// <summary>Calls, and keeps what comes back.</summary>
    public Operand Result(FunctionResult result, Expression call, string name, CodeBlock block)
    {
        Expression kept = Kept(result, call, name);
        ParameterExpression given = block.Declare(kept.Type);
        block.Add(Guarded(Expression.Assign(given, kept), name));
        return Nullable.GetUnderlyingType(given.Type) is null
            ? Operand.NotNull(given)
            : ExpressionCompiler.Unwrap(given, block);
    }

    private static MethodCallExpression Runtime(string name, params Expression[] arguments) =>
        Expression.Call(typeof(FunctionCalls), name, null, arguments);

    private static Expression Argument(FunctionParameter parameter, Operand argument, SqlType type)
    {
        if (parameter.Kind is SqlTypeKind.VarChar or SqlTypeKind.VarBinary)
        {
            string method = parameter.Kind == SqlTypeKind.VarChar
                ? nameof(FunctionCalls.Text)
                : nameof(FunctionCalls.Bytes);
            return parameter.IsNullable
                ? Runtime(method, argument.Value, argument.IsNull)
                : Expression.Property(argument.Value, nameof(Utf8View.Span));
        }

        Expression value = parameter.Kind switch
        {
            SqlTypeKind.Decimal =>
                Runtime(nameof(FunctionCalls.Decimal), argument.Value, Expression.Constant(type.Scale)),
            SqlTypeKind.Date => Runtime(nameof(FunctionCalls.Date), argument.Value),
            SqlTypeKind.Time => Runtime(nameof(FunctionCalls.Time), argument.Value),
            _ => argument.Value,
        };
        if (!parameter.IsNullable)
        {
            return value;
        }

        Expression some = Expression.Convert(value, parameter.ClrType);
        return argument.IsNeverNull
            ? some
            : Expression.Condition(argument.IsNull, Expression.Default(parameter.ClrType), some);
    }

    private Expression Kept(FunctionResult result, Expression call, string name)
    {
        // A DECIMAL may be NULL for too many digits, whatever the method gives.
        bool isNullable = Nullable.GetUnderlyingType(result.ClrType) is not null
            || (result.IsNullable && result.ClrType != typeof(decimal));
        string Pick(string some, string orNull) => isNullable ? orNull : some;
        return result.Type.Kind switch
        {
            SqlTypeKind.Decimal => Runtime(
                Pick(nameof(FunctionCalls.Unscaled), nameof(FunctionCalls.UnscaledOrNull)),
                call,
                Expression.Constant(result.Type.Precision),
                Expression.Constant(result.Type.Scale)),
            SqlTypeKind.Date => Runtime(Pick(nameof(FunctionCalls.Days), nameof(FunctionCalls.DaysOrNull)), call),
            SqlTypeKind.Time =>
                Runtime(Pick(nameof(FunctionCalls.TimeOfDayMs), nameof(FunctionCalls.TimeOfDayMsOrNull)), call),
            SqlTypeKind.VarChar => Runtime(
                Pick(nameof(FunctionCalls.Keep), nameof(FunctionCalls.KeepOrNull)),
                call,
                context,
                Expression.Constant(name)),
            SqlTypeKind.VarBinary => Runtime(
                Pick(nameof(FunctionCalls.KeepBytes), nameof(FunctionCalls.KeepBytesOrNull)), call, context),
            _ => call,
        };
    }
}
