using System;
using System.Threading;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Where the agents meet for a checkpoint: the sequencer asks for one at a mark, every shard and egress hand in their
/// part as of that mark, the writer commits them together. One at a time; nobody waits for anybody.
/// </summary>
/// <remarks>
/// <code>
/// sequencer: Request --> shards: PartOf, NoteShardWritten, or Decline ---+
///                        egress: EgressPart, NoteEgressWritten ----------+-> writer: IsReady, Parts, NoteAnswer
///                        shards: Answered, NoteShardEnded -------> the next request
/// </code>
/// Threading: each method belongs to the agent named above. A part is written before its Note call (release) and read
/// after <see cref="IsReady"/> (acquire). Which marks become checkpoints may follow from time: no result depends on it.
/// </remarks>
public sealed class CheckpointBoard : IDisposable
{
    private readonly StateBatch[] _parts; // ingress, egress, then each shard
    private readonly int _shardCount;
    private long _requested;
    private long _answered;
    private bool _isCommitted;
    private int _partsWritten;
    private int _shardsEnded;
    private bool _isWanted;
    private bool _mayDecline;
    private bool _isDeclined;

    /// <summary>A board without a request.</summary>
    /// <param name="shardCount">Shards of the node.</param>
    /// <param name="heap">Where parts lie.</param>
    /// <param name="position">Position of the checkpoint that the node starts from; 0 for none. Unit: bytes.</param>
    public CheckpointBoard(int shardCount, NativeHeap heap, long position)
    {
        _shardCount = shardCount;
        _shardsEnded = shardCount;
        _parts = new StateBatch[shardCount + 2];
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new StateBatch(heap);
        }

        _requested = _answered = position;
    }

    /// <summary>Position after the mark asked for last. Unit: bytes. Ordering: acquire.</summary>
    public long Requested => Volatile.Read(ref _requested);

    /// <summary>The request that the writer has answered last. Unit: bytes. Ordering: acquire.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Whether the request answered last was committed. After <see cref="Answered"/>.</summary>
    public bool IsCommitted => Volatile.Read(ref _isCommitted);

    /// <summary>Whether a shard wants the next mark to be a checkpoint. Ordering: acquire.</summary>
    public bool IsWanted => Volatile.Read(ref _isWanted);

    /// <summary>Whether the last request is over for everyone. Ordering: acquire.</summary>
    public bool IsIdle => Answered == Requested && Volatile.Read(ref _shardsEnded) == _shardCount;

    /// <summary>Whether every part of the request is there. Ordering: acquire.</summary>
    public bool IsReady => Answered != Requested && Volatile.Read(ref _partsWritten) == _shardCount + 1;

    /// <summary>
    /// Whether a shard may have the request made last come to nothing. After <see cref="Requested"/>.
    /// </summary>
    public bool MayDecline => Volatile.Read(ref _mayDecline);

    /// <summary>
    /// Whether a shard has had the request made last come to nothing: its state is not whole at the mark. Ordering:
    /// acquire. After <see cref="Requested"/>.
    /// </summary>
    public bool IsDeclined => Volatile.Read(ref _isDeclined);

    /// <summary>The parts of a request that is ready.</summary>
    public ReadOnlySpan<StateBatch> Parts => _parts;

    /// <summary>The sequencer's part; written before the request.</summary>
    public StateBatch IngressPart => _parts[0];

    /// <summary>Egress's part.</summary>
    public StateBatch EgressPart => _parts[1];

    /// <summary>A shard's part.</summary>
    /// <param name="shard">Which shard.</param>
    /// <returns>Its batch.</returns>
    public StateBatch PartOf(int shard) => _parts[shard + 2];

    /// <summary>Asks for a checkpoint, before the mark's frame is published. The board is idle.</summary>
    /// <param name="position">Position after the mark. Unit: bytes.</param>
    /// <param name="mayDecline">Whether a shard with a firing pending there may have it come to nothing, rather than
    /// have everyone wait for the firing.</param>
    public void Request(long position, bool mayDecline)
    {
        Volatile.Write(ref _mayDecline, mayDecline);
        Volatile.Write(ref _isDeclined, false);
        _partsWritten = 0;
        _shardsEnded = 0;
        Volatile.Write(ref _isWanted, false);
        Volatile.Write(ref _requested, position);
    }

    /// <summary>A shard holds many changes: the next mark is to be a checkpoint. Ordering: release.</summary>
    public void Want() => Volatile.Write(ref _isWanted, true);

    /// <summary>A shard's part is whole. Ordering: release.</summary>
    public void NoteShardWritten() => Interlocked.Increment(ref _partsWritten);

    /// <summary>A shard's part is not going to be: the request comes to nothing. Ordering: release.</summary>
    public void Decline()
    {
        Volatile.Write(ref _isDeclined, true);
        NoteShardWritten();
    }

    /// <summary>Egress's part is whole. Ordering: release.</summary>
    public void NoteEgressWritten() => Interlocked.Increment(ref _partsWritten);

    /// <summary>The store has answered. Ordering: release.</summary>
    /// <param name="isCommitted">Whether it took the checkpoint.</param>
    public void NoteAnswer(bool isCommitted)
    {
        foreach (StateBatch part in _parts)
        {
            part.Clear();
        }

        Volatile.Write(ref _isCommitted, isCommitted);
        Volatile.Write(ref _answered, _requested);
    }

    /// <summary>A shard has heard the answer. Ordering: release.</summary>
    public void NoteShardEnded() => Interlocked.Increment(ref _shardsEnded);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StateBatch part in _parts)
        {
            part.Dispose();
        }
    }
}
