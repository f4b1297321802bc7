using System;
using HotPath.Functions;

namespace HotPath.Examples.Functions;

/// <summary>Scalar functions over numbers.</summary>
public static class MoneyFunctions
{
    /// <summary>The price before tax, to the cent; whoever gives an impossible rate gets a dead letter.</summary>
    [ScalarFunction("net")]
    [return: DecimalType(18, 2)]
    public static decimal Net(decimal gross, int percent) => percent is >= 0 and < 100
        ? gross * 100 / (100 + percent)
        : throw new ArgumentOutOfRangeException(nameof(percent));

    /// <summary>The larger of two numbers, or the one that is there.</summary>
    [ScalarFunction("larger")]
    public static long? Larger(long? a, long? b) => a is null || b > a ? b : a;

    /// <summary>The same of floating-point numbers.</summary>
    [ScalarFunction("larger")]
    public static double? Larger(double? a, double? b) => a is null || b > a ? b : a;
}
