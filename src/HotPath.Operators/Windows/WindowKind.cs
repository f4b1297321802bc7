namespace HotPath.Operators.Windows;

/// <summary>Which windows a window table function assigns a row to.</summary>
public enum WindowKind
{
    /// <summary>One: windows that follow each other without overlap.</summary>
    Tumble = 0,

    /// <summary>As many as slides go into the size: one starts at every slide.</summary>
    Hop = 1,

    /// <summary>One and all that grow from the same start by a step, up to the size.</summary>
    Cumulate = 2,

    /// <summary>One that lasts until no row of its key has come for the length of a gap.</summary>
    Session = 3,
}
