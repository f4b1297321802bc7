using System;

namespace HotPath.Functions;

/// <summary>
/// Says which DECIMAL a result of type <c>decimal</c> is: <c>[return: DecimalType(18, 2)]</c>. As in Flink, a result
/// with more digits behind the point is rounded half up, and one that has too many before it is NULL.
/// </summary>
/// <param name="precision">Digits in all, 1 to 38. Unit: digits.</param>
/// <param name="scale">Digits behind the point, 0 to 28 and at most the precision. Unit: digits.</param>
[AttributeUsage(AttributeTargets.ReturnValue)]
public sealed class DecimalTypeAttribute(int precision, int scale) : Attribute
{
    /// <summary>Digits in all. Unit: digits.</summary>
    public int Precision { get; } = precision;

    /// <summary>Digits behind the point. Unit: digits.</summary>
    public int Scale { get; } = scale;
}
