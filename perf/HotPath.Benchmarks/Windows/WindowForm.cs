namespace HotPath.Benchmarks.Windows;

/// <summary>A kind of window.</summary>
internal enum WindowForm
{
    /// <summary>One after the other.</summary>
    Tumble,

    /// <summary>Each a second after the one before.</summary>
    Hop,

    /// <summary>Each a second longer than the one before.</summary>
    Cumulate,

    /// <summary>By key, as long as its rows come half a second after each other.</summary>
    Session,

    /// <summary>The same with a gap as long as the other windows, so that there are as many groups as of those.</summary>
    LongSession,
}
