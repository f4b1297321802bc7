using System;

namespace HotPath.Generator.Answers;

/// <summary>How many amounts there were, and what they add up to.</summary>
/// <param name="Count">Amounts.</param>
/// <param name="Mantissa">Sum. Unit: ten-thousandths of the currency unit.</param>
internal readonly record struct AmountSum(long Count, Int128 Mantissa)
{
    public AmountSum With(long mantissa) => new(Count + 1, checked(Mantissa + mantissa));
}
