using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Durability;

/// <summary>One shard's part in checkpoints: hands its state over in slices, between frames.</summary>
/// <remarks>Threading: single-threaded; owned by the shard's agent.</remarks>
public sealed class ShardCheckpoint
{
    private readonly CheckpointBoard _board;
    private readonly IShardState _state;
    private readonly int _shard;
    private readonly int _sliceEntries;
    private readonly long _dirtyBytesMax;
    private readonly long _imageBytesMax;
    private long _begun;
    private bool _isWriting;
    private bool _isWaiting;
    private bool _hasDeclined;

    /// <summary>No checkpoint yet.</summary>
    /// <param name="board">Where parts meet.</param>
    /// <param name="state">State of the shard.</param>
    /// <param name="shard">Which shard.</param>
    /// <param name="sliceEntries">Entries of a slice. Unit: entries.</param>
    /// <param name="dirtyBytesMax">Changes that the shard may hold; 0 for any amount. Unit: bytes.</param>
    /// <param name="imageBytesMax">Old images that may wait to be written. Unit: bytes.</param>
    public ShardCheckpoint(
        CheckpointBoard board, IShardState state, int shard, int sliceEntries, long dirtyBytesMax, long imageBytesMax)
    {
        _imageBytesMax = imageBytesMax;
        _dirtyBytesMax = dirtyBytesMax;
        _board = board;
        _state = state;
        _shard = shard;
        _sliceEntries = sliceEntries;
    }

    /// <summary>Whether the shard still owes the board something.</summary>
    public bool IsBusy => _isWriting || _isWaiting;

    /// <summary>The shard has passed a mark: freezes the state if that mark is a checkpoint.</summary>
    /// <param name="position">Position after the mark. Unit: bytes.</param>
    public void OnMark(long position)
    {
        if (_board.IsDeclined)
        {
            Pass(position);
        }
        else if (IsAskedFor(position))
        {
            _begun = position;
            _state.Begin();
            _isWriting = true;
        }
    }

    /// <summary>Whether the shard may pass a mark with something pending, which no checkpoint can be.</summary>
    /// <param name="position">Position after the mark. Unit: bytes.</param>
    public bool MayPass(long position) => !IsAskedFor(position) || _board.MayDecline;

    /// <summary>The shard has passed a mark which is no checkpoint: it, or another, had something pending.</summary>
    /// <param name="position">Position after the mark. Unit: bytes.</param>
    public void Pass(long position)
    {
        if (IsAskedFor(position))
        {
            _begun = position;
            _hasDeclined = true;
            _isWaiting = true;
            _board.Decline();
        }
    }

    /// <summary>
    /// Whether the shard may take frames. At half its budget of changes it asks for a checkpoint; over the budget it
    /// waits while one runs, for frames would only add to it. Over its bound of old images it writes those first.
    /// </summary>
    /// <returns>Whether it may.</returns>
    public bool HasRoom()
    {
        if (_isWriting && _state.PendingImageBytes > _imageBytesMax)
        {
            return false;
        }

        if (_dirtyBytesMax == 0)
        {
            return true;
        }

        long bytes = _state.DirtyBytes + _state.PendingImageBytes;
        if (!IsBusy && bytes > _dirtyBytesMax / 2)
        {
            _board.Want();
        }

        return !IsBusy || bytes <= _dirtyBytesMax;
    }

    /// <summary>Writes one slice, or hears the answer.</summary>
    /// <returns>Whether anything was done.</returns>
    public bool Work()
    {
        if (_isWriting)
        {
            _isWriting = _state.WriteSlice(_board.PartOf(_shard), _sliceEntries);
            if (!_isWriting)
            {
                _isWaiting = true;
                _board.NoteShardWritten();
            }

            return true;
        }

        if (!_isWaiting || _board.Answered != _begun)
        {
            return false;
        }

        _isWaiting = false;
        if (!_hasDeclined)
        {
            _state.End(_board.IsCommitted);
        }

        _hasDeclined = false;
        _board.NoteShardEnded();
        return true;
    }

    private bool IsAskedFor(long position) => _board.Requested == position && _begun != position;
}
