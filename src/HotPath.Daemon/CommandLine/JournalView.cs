namespace HotPath.Daemon.CommandLine;

/// <summary>What <c>hotpath journal</c> shows.</summary>
internal enum JournalView
{
    /// <summary>One line a segment.</summary>
    Segments,

    /// <summary>One line a frame.</summary>
    Frames,

    /// <summary>Whether everything is whole.</summary>
    Verdict,
}
