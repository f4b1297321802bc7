namespace HotPath.Connectors.Files.Sinks;

/// <summary>Whose rows stand last on a stream that several sinks share.</summary>
/// <remarks>Threading: single-threaded, as its sinks are.</remarks>
internal sealed class OutputTurn
{
    private SinkOutput? _last;
    private int _sharers;

    /// <summary>Another sink writes to the stream.</summary>
    public void Join() => _sharers++;

    /// <summary>Notes who writes now.</summary>
    /// <param name="writer">The one that writes.</param>
    /// <returns>Whether the rows of another one stand last, or may: nobody knows whose those of an earlier run are.
    /// </returns>
    public bool Take(SinkOutput writer)
    {
        bool isOther = _sharers > 1 && !ReferenceEquals(_last, writer);
        _last = writer;
        return isOther;
    }
}
