using System;

namespace HotPath.Sbe.Generated;

/// <summary>Null values of floating point numbers: the NaN without sign that every SBE tool writes.</summary>
public static class SbeNull
{
    /// <summary>Null value of a float. Unit: none. This platform's own NaN has a sign.</summary>
    public static float Single => BitConverter.UInt32BitsToSingle(0x7fc0_0000u);

    /// <summary>Null value of a double. Unit: none. This platform's own NaN has a sign.</summary>
    public static double Double => BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000ul);
}
