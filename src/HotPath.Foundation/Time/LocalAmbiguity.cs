namespace HotPath.Foundation.Time;

/// <summary>Which instant a wall-clock time means when the clock shows it twice.</summary>
public enum LocalAmbiguity
{
    /// <summary>The first time it is shown: casts, as in Java.</summary>
    Earlier = 0,

    /// <summary>The second time it is shown: ends of windows, which must not fire between the two.</summary>
    Later = 1,
}
