namespace HotPath.Connectors.Files.Sinks;

/// <summary>Whose rows stand last on a stream that several sinks share.</summary>
/// <remarks>Threading: single-threaded, as its sinks are.</remarks>
internal sealed class OutputTurn
{
    private SinkOutput? _last;

    /// <summary>Notes who writes now.</summary>
    /// <param name="writer">The one that writes.</param>
    /// <returns>Whether the rows of another one stand last.</returns>
    public bool Take(SinkOutput writer)
    {
        bool isOther = _last is not null && !ReferenceEquals(_last, writer);
        _last = writer;
        return isOther;
    }
}
