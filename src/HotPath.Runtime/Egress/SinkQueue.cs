using System.Linq;
using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>
/// Rows of all shards that wait for one sink, or for all sinks that are kept in one order, and how far those have come.
/// </summary>
/// <remarks>Threading: single-threaded; owned by egress.</remarks>
internal sealed class SinkQueue
{
    private readonly ShardOutputs[] _shards;
    private int _count;

    /// <summary>Nothing waits.</summary>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="capacity">Rows of a shard that fit before it grows. Unit: rows.</param>
    /// <param name="position">Where the run starts. Unit: bytes.</param>
    public SinkQueue(int shards, int capacity, long position)
    {
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new ShardOutputs(capacity))];
        Limit = OutputFrontier.Before(position);
        Released = position;
    }

    /// <summary>How far the shards let it go, before bounds of the journal and of checkpoints.</summary>
    public OutputFrontier Allowed { get; set; }

    /// <summary>Up to where nothing can come any more that is not here.</summary>
    public OutputFrontier Limit { get; private set; }

    /// <summary>Every row of a frame before it is released. Unit: bytes.</summary>
    public long Released { get; private set; }

    /// <summary>Whether rows below the limit are left for the next duty cycle.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds a row as its shard produced it.</summary>
    public void Add(int shard, in OutputRecord record)
    {
        _shards[shard].Add(record);
        _count++;
    }

    /// <summary>Moves the limit, if it goes up.</summary>
    public void Raise(OutputFrontier limit) => Limit = Limit.Max(limit);

    /// <summary>Begins to take rows: puts them in order.</summary>
    public void Sort()
    {
        foreach (ShardOutputs shard in _shards)
        {
            shard.Sort();
        }
    }

    /// <summary>Takes the first row, if the limit is above it.</summary>
    /// <param name="shard">Which shard it is of.</param>
    /// <param name="record">The row; its memory is the shard's to take back.</param>
    public bool TryTake(out int shard, out OutputRecord record)
    {
        if (!TryFind(out shard, out record))
        {
            return false;
        }

        _shards[shard].RemoveFirst();
        _count--;
        return true;
    }

    /// <summary>Ends taking rows: finds out how far the sink has come.</summary>
    public void Settle()
    {
        IsCut = TryFind(out _, out OutputRecord next);
        Released = IsCut ? next.Identity.Position : Limit.Position;
    }

    private bool TryFind(out int shard, out OutputRecord record)
    {
        if (_count == 0)
        {
            shard = -1;
            record = default;
            return false;
        }

        shard = FirstShard();
        record = _shards[shard].First;
        return Limit.Covers(record.Identity);
    }

    private int FirstShard()
    {
        int first = -1;
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            if (_shards[shard].Count > 0
                && (first < 0 || _shards[shard].First.Identity < _shards[first].First.Identity))
            {
                first = shard;
            }
        }

        return first;
    }
}
