using System.Collections.Generic;
using System.Reflection;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>
/// A scalar operator, function or cast, resolved for given argument types: the static method that compiled code calls.
/// </summary>
/// <remarks>
/// The method is strict: it is called only when no argument is NULL, and a NULL argument gives NULL. Its parameters
/// are, in order: the CLR forms of <see cref="ParameterTypes"/>, the <see cref="Constants"/>, and a
/// <see cref="ScalarContext"/> if <see cref="TakesContext"/>. It returns the CLR form of <see cref="ReturnType"/>, or
/// its <c>Nullable</c> when the result can be NULL. A failing row is reported by
/// <see cref="ScalarContext.Fail"/>, never by an exception.
/// </remarks>
/// <param name="Method">Public static method.</param>
/// <param name="ParameterTypes">Types that the arguments must be cast to first, one an argument.</param>
/// <param name="Constants">Values known when the query is compiled (scales, precisions, zone rules).</param>
/// <param name="ReturnType">Type of the result.</param>
/// <param name="TakesContext">Whether the last parameter is a <see cref="ScalarContext"/>.</param>
public sealed record ScalarCall(
    MethodInfo Method,
    IReadOnlyList<SqlType> ParameterTypes,
    IReadOnlyList<object> Constants,
    SqlType ReturnType,
    bool TakesContext);
