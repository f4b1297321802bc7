using System;
using System.Collections.Generic;
using System.Reflection;

namespace HotPath.Operators.Functions;

/// <summary>A user's aggregate.</summary>
/// <param name="Name">Name in SQL, in lower case.</param>
/// <param name="Holder">The class.</param>
/// <param name="Accumulator">Its accumulator: unmanaged, without gaps.</param>
/// <param name="AccumulatorBytes">Length of an accumulator. Unit: bytes.</param>
/// <param name="Accumulate">Takes a row.</param>
/// <param name="Retract">Takes a row back; <see langword="null"/> if it cannot.</param>
/// <param name="Merge">Takes another accumulator.</param>
/// <param name="Read">Gives the result.</param>
/// <param name="Parameters">Parameters of <paramref name="Accumulate"/> behind the accumulator.</param>
/// <param name="Result">What it gives.</param>
/// <param name="Assembly">Where it comes from.</param>
public sealed record CustomAggregate(
    string Name,
    Type Holder,
    Type Accumulator,
    int AccumulatorBytes,
    MethodInfo Accumulate,
    MethodInfo? Retract,
    MethodInfo Merge,
    MethodInfo Read,
    IReadOnlyList<FunctionParameter> Parameters,
    FunctionResult Result,
    UserAssembly Assembly);
