using HotPath.Connectors.Files;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Daemon.Commands;

/// <summary>
/// A sink of a replay: every row goes to the sink that proves, whose figures count; those of the part that was asked
/// for are also compared with the file, shown and listed.
/// </summary>
/// <remarks>Threading: single-threaded (egress).</remarks>
internal sealed class PartSink : ITableSink
{
    private readonly ITableSink _hashed;
    private readonly long _fromPosition;
    private bool _isInPart;

    /// <summary>A sink.</summary>
    /// <param name="hashed">Whose figures count.</param>
    /// <param name="fromPosition">Where the part starts. Unit: bytes.</param>
    public PartSink(ITableSink hashed, long fromPosition)
    {
        _hashed = hashed;
        _fromPosition = fromPosition;
    }

    /// <summary>What the user sees, or <see langword="null"/>.</summary>
    public ITableSink? Shown { get; init; }

    /// <summary>The file, or <see langword="null"/>.</summary>
    public ComparedFileStream? File { get; init; }

    /// <summary>Lists rows with their ids, or <see langword="null"/>.</summary>
    public ListedSink? Listing { get; init; }

    /// <inheritdoc/>
    public SinkCursor Cursor => _hashed.Cursor;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        if (!_isInPart && identity.Position >= _fromPosition)
        {
            _isInPart = true;
            File?.StartAt(_hashed.Cursor.LengthBytes);
        }

        _hashed.Write(identity, row);
        if (_isInPart)
        {
            Shown?.Write(identity, row);
            Listing?.Write(identity, row);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        _hashed.Flush();
        Shown?.Flush();
        Listing?.Flush();
    }

    /// <inheritdoc/>
    public void Sync()
    {
        _hashed.Sync();
        Shown?.Sync();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _hashed.Complete();
        Shown?.Complete();
        Listing?.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashed.Dispose();
        Shown?.Dispose();
    }
}
