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

    /// <summary>Nothing waits.</summary>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="capacity">Stretches of rows of a shard that fit before it grows.</param>
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

    /// <summary>Adds rows as their shard produced them.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="stretch">The rows.</param>
    /// <param name="first">Identity of the first.</param>
    public void Add(int shard, OutputStretch stretch, in OutputIdentity first) => _shards[shard].Add(stretch, first);

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

    /// <summary>Shows the first rows, if the limit is above them.</summary>
    /// <param name="shard">Which shard they are of.</param>
    /// <param name="stretch">The rows; their memory is the shard's to take back.</param>
    public bool TryPeek(out int shard, out OutputStretch stretch)
    {
        if (!TryFind(out shard, out _))
        {
            stretch = default;
            return false;
        }

        stretch = _shards[shard].First;
        return true;
    }

    /// <summary>Takes rows of those away that are first.</summary>
    /// <param name="shard">Which shard they are of.</param>
    /// <param name="rows">At most what was shown. Unit: rows.</param>
    /// <param name="lengthBytes">Length of their records. Unit: bytes.</param>
    public void Remove(int shard, int rows, int lengthBytes) => _shards[shard].Remove(rows, lengthBytes);

    /// <summary>Ends taking rows: finds out how far the sink has come.</summary>
    public void Settle()
    {
        IsCut = TryFind(out _, out OutputIdentity next);
        Released = IsCut ? next.Position : Limit.Position;
    }

    private bool TryFind(out int shard, out OutputIdentity first)
    {
        shard = FirstShard();
        first = shard < 0 ? default : _shards[shard].FirstIdentity;
        return shard >= 0 && Limit.Covers(first);
    }

    // -1 where no row waits.
    private int FirstShard()
    {
        int first = -1;
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            if (!_shards[shard].IsEmpty
                && (first < 0 || _shards[shard].FirstIdentity < _shards[first].FirstIdentity))
            {
                first = shard;
            }
        }

        return first;
    }
}
