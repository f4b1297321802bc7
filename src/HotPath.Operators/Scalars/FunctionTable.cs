using System;
using System.Collections.Generic;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Functions by name. A row of the table takes the call's arguments and gives the call, or null when they do not fit.
/// </summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, (string Signature, Func<FunctionCall, ScalarCall?> Resolve)> _functions =
        new(StringComparer.Ordinal);

    internal IEnumerable<string> Names => _functions.Keys;

    internal void Add(string name, string signature, Func<FunctionCall, ScalarCall?> resolve) =>
        _functions.Add(name, (signature, resolve));

    /// <summary>A function of a fixed list of parameters; more lists are tried in order.</summary>
    internal void Add(string name, string signature, params Overload[] overloads) =>
        Add(name, signature, call => Resolve(call, overloads));

    internal static ScalarCall? Resolve(FunctionCall call, IReadOnlyList<Overload> overloads)
    {
        foreach (Overload overload in overloads)
        {
            if (call.Accepts(overload.Parameters))
            {
                return CallBuilder.Call(overload.Holder, overload.Method, overload.Result, overload.Parameters);
            }
        }

        return null;
    }

    internal bool TryGet(string name, out string signature, out Func<FunctionCall, ScalarCall?> resolve)
    {
        bool isFound = _functions.TryGetValue(name, out var found);
        (signature, resolve) = found;
        return isFound;
    }
}
