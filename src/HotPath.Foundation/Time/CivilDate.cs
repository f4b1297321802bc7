namespace HotPath.Foundation.Time;

/// <summary>A date of the proleptic Gregorian calendar.</summary>
/// <param name="Year">Astronomical year (0 is 1 BC).</param>
/// <param name="Month">Range: 1 to 12.</param>
/// <param name="Day">Range: 1 to 31.</param>
public readonly record struct CivilDate(int Year, int Month, int Day);
