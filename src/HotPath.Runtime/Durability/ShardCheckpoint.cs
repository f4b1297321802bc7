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
    private long _begun;
    private bool _isWriting;
    private bool _isWaiting;

    /// <summary>No checkpoint yet.</summary>
    /// <param name="board">Where parts meet.</param>
    /// <param name="state">State of the shard.</param>
    /// <param name="shard">Which shard.</param>
    /// <param name="sliceEntries">Entries of a slice. Unit: entries.</param>
    public ShardCheckpoint(CheckpointBoard board, IShardState state, int shard, int sliceEntries)
    {
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
        if (_board.Requested == position && _begun != position)
        {
            _begun = position;
            _state.Begin();
            _isWriting = true;
        }
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
        _state.End(_board.IsCommitted);
        _board.NoteShardEnded();
        return true;
    }
}
