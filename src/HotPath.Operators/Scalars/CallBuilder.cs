using System;
using System.Collections.Generic;
using System.Reflection;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>Makes <see cref="ScalarCall"/>s of methods named in the catalog's tables.</summary>
internal static class CallBuilder
{
    internal static ScalarCall Call(
        Type holder, string method, SqlType result, IReadOnlyList<SqlType> parameters, params object[] constants)
    {
        MethodInfo info = holder.GetMethod(method)
            ?? throw new MissingMethodException(holder.FullName, method);
        return Of(info, result, parameters, constants);
    }

    /// <summary>A method that is generic over the CLR type of its first parameter.</summary>
    internal static ScalarCall Generic(
        Type holder, string method, SqlType result, IReadOnlyList<SqlType> parameters, params object[] constants) =>
        GenericOf(parameters[0].ClrType, holder, method, result, parameters, constants);

    /// <summary>A method that is generic over one CLR type.</summary>
    internal static ScalarCall GenericOf(
        Type argument,
        Type holder,
        string method,
        SqlType result,
        IReadOnlyList<SqlType> parameters,
        params object[] constants)
    {
        MethodInfo info = holder.GetMethod(method)?.MakeGenericMethod(argument)
            ?? throw new MissingMethodException(holder.FullName, method);
        return Of(info, result, parameters, constants);
    }

    /// <summary>
    /// Remainder of integers whose divisor is narrower than its dividend: computed wide, given in the divisor's type.
    /// </summary>
    internal static ScalarCall ModuloTo(SqlType result, SqlType wide)
    {
        MethodInfo info = typeof(Arithmetic)
            .GetMethod(nameof(Arithmetic.ModuloTo))!
            .MakeGenericMethod(wide.ClrType, result.ClrType);
        return Of(info, result, [wide, wide], []);
    }

    private static ScalarCall Of(
        MethodInfo info, SqlType result, IReadOnlyList<SqlType> parameters, IReadOnlyList<object> constants)
    {
        ParameterInfo[] declared = info.GetParameters();
        bool takesContext = declared.Length > 0 && declared[^1].ParameterType == typeof(ScalarContext);
        return new ScalarCall(info, parameters, constants, result, takesContext);
    }
}
