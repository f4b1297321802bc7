using HotPath.Dataflow.Outputs;
using HotPath.Disruptor.Rings;

namespace HotPath.Runtime.Processing;

/// <summary>How far one shard's rows of one sink are whole, as the shard tells egress.</summary>
/// <remarks>
/// Threading: one writer, any readers; no lock. The key is taken back before the position moves and set again after it,
/// so a reader that finds the same position before and after the key has a key of that position. It never goes down.
/// </remarks>
public sealed class SinkFrontier
{
    private readonly Sequence _position;
    private readonly Sequence _key = new(OutputFrontier.Before(0).Key);

    /// <summary>A frontier before a position.</summary>
    /// <param name="position">Unit: bytes.</param>
    public SinkFrontier(long position) => _position = new Sequence(position);

    /// <summary>What was published last, or less. Ordering: acquire.</summary>
    public OutputFrontier Value
    {
        get
        {
            long position = _position.Value;
            long key = _key.Value;
            return _position.Value == position
                ? new OutputFrontier(position, key)
                : OutputFrontier.Before(position);
        }
    }

    /// <summary>Makes the rows below it, which are in the arena, known. Ordering: release.</summary>
    /// <param name="frontier">Not below the one before.</param>
    public void Publish(OutputFrontier frontier)
    {
        if (frontier.Position != _position.Value)
        {
            _key.Publish(OutputFrontier.Before(0).Key);
            _position.Publish(frontier.Position);
        }

        _key.Publish(frontier.Key);
    }
}
