using System;
using System.Linq.Expressions;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// A computed SQL value: its CLR form, and whether it is NULL. Both are constants or variables, so they may be used
/// repeatedly.
/// </summary>
/// <param name="Value">Value; the type's default when NULL.</param>
/// <param name="IsNull">BOOLEAN expression.</param>
internal readonly record struct Operand(Expression Value, Expression IsNull)
{
    private static readonly ConstantExpression False = Expression.Constant(false);
    private static readonly ConstantExpression True = Expression.Constant(true);

    public bool IsNeverNull => IsNull is ConstantExpression { Value: false };

    public bool IsAlwaysNull => IsNull is ConstantExpression { Value: true };

    /// <summary>For BOOLEAN: TRUE, neither FALSE nor NULL.</summary>
    public Expression IsTrue => IsNeverNull ? Value : Expression.AndAlso(Expression.Not(IsNull), Value);

    /// <summary>For BOOLEAN: FALSE, neither TRUE nor NULL.</summary>
    public Expression IsFalse => IsNeverNull
        ? Expression.Not(Value)
        : Expression.AndAlso(Expression.Not(IsNull), Expression.Not(Value));

    public static Operand NotNull(Expression value) => new(value, False);

    public static Operand Null(Type type) => new(Expression.Default(type), True);
}
