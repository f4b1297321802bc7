using System.Collections.Generic;
using System.Reflection;

namespace HotPath.Operators.Functions;

/// <summary>A user's scalar function.</summary>
/// <param name="Name">Name in SQL, in lower case.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters but for the buffer.</param>
/// <param name="Result">What it gives.</param>
/// <param name="Assembly">Where it comes from.</param>
public sealed record ScalarFunction(
    string Name,
    MethodInfo Method,
    IReadOnlyList<FunctionParameter> Parameters,
    FunctionResult Result,
    UserAssembly Assembly);
