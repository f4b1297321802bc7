using HotPath.Conformance.Levels;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Conformance.Running;

/// <summary>A shard that notes the frames it is handed. Every shard sees every frame, so one observer is
/// enough.</summary>
/// <param name="shard">The shard.</param>
/// <param name="lines">Told about every event and end-of-input frame.</param>
public sealed class ObservedShard(IShardProgram shard, FrameLines lines) : ShardDecorator
{
    /// <inheritdoc/>
    protected override IShardProgram Inner => shard;

    /// <inheritdoc/>
    public override void OnEvent(in EventFrame frame)
    {
        lines.Add(frame.Position, frame.SourceOffset);
        base.OnEvent(frame);
    }

    /// <inheritdoc/>
    public override void OnReject(in EventFrame frame, RejectReason reason, int column)
    {
        lines.Add(frame.Position, frame.SourceOffset);
        base.OnReject(frame, reason, column);
    }

    /// <inheritdoc/>
    public override void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        lines.Add(position, Change.EndOfInput);
        base.OnEndOfInput(position, table, ingestTimeMs);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            shard.Dispose();
        }
    }
}
