using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Puts finished rows of one shard into its output arena and numbers them within (position, statement, tenant).
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Compiled code calls <see cref="Reserve"/>, fills the row and calls
/// <see cref="Commit(int)"/>.
/// </remarks>
public sealed class OutputWriter
{
    private readonly OutputArena? _arena;
    private readonly RowCapture? _capture;
    private long _position;
    private int _statement;
    private int _tenant;
    private long _index;

    /// <summary>A writer into <paramref name="arena"/>.</summary>
    /// <param name="arena">Arena of the shard.</param>
    public OutputWriter(OutputArena arena) => _arena = arena;

    /// <summary>A writer of one row that is not an output yet.</summary>
    internal OutputWriter(RowCapture capture) => _capture = capture;

    /// <summary>Number that the next row gets.</summary>
    public long NextIndex => _index;

    /// <summary>What a row does to the result that is published without saying so.</summary>
    internal RowKind Kind { get; set; }

    /// <summary>Identity of the row that was published last.</summary>
    internal OutputIdentity Last => new(_position, _statement, _tenant, _index - 1, Kind);

    /// <summary>Starts numbering rows of a statement and tenant caused by a frame.</summary>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="statement">Id of the statement.</param>
    /// <param name="tenant">Id of the tenant; 0 for global.</param>
    /// <param name="firstIndex">Number of the first row; not 0 when a firing resumes.</param>
    public void Begin(long position, int statement, int tenant, long firstIndex = 0)
    {
        _position = position;
        _statement = statement;
        _tenant = tenant;
        _index = firstIndex;
    }

    /// <summary>Room for one row; not zeroed.</summary>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <returns>Address of the row.</returns>
    public nint Reserve(int rowBytes) => _arena is null ? _capture!.Reserve(rowBytes) : _arena.Reserve(rowBytes);

    /// <summary>Publishes the row reserved last, as +I if nothing else was said.</summary>
    /// <param name="rowBytes">Unit: bytes.</param>
    public void Commit(int rowBytes) => Commit(rowBytes, Kind);

    /// <summary>Publishes the row reserved last.</summary>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <param name="kind">What it does to the result.</param>
    public void Commit(int rowBytes, RowKind kind)
    {
        if (_arena is null)
        {
            _capture!.Commit(rowBytes);
            return;
        }

        _arena.Commit(new OutputIdentity(_position, _statement, _tenant, _index++, kind), rowBytes);
    }
}
