namespace HotPath.Operators.Windows;

/// <summary>What a firing of a window that rolls on is at.</summary>
internal enum RollingStep
{
    /// <summary>New panes come.</summary>
    Merge,

    /// <summary>Results come out.</summary>
    Emit,

    /// <summary>The pane that no later window has goes.</summary>
    Remove,
}
