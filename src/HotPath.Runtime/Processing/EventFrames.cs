using HotPath.Dataflow.Plans;
using HotPath.Journal.Frames;

namespace HotPath.Runtime.Processing;

/// <summary>Event frames of the log as shards see them.</summary>
public static class EventFrames
{
    /// <summary>A frame by itself.</summary>
    /// <param name="frame">A whole event frame.</param>
    /// <returns>The same, valid as long as the frame is.</returns>
    public static EventFrame One(FrameFlyweight frame) => new()
    {
        Position = frame.Position,
        Tenant = frame.Tenant,
        Table = frame.Table,
        Source = frame.Source,
        Partition = frame.Partition,
        SourceOffset = frame.SourceOffset,
        IngestTimeMs = frame.IngestTimeMs,
        Payload = frame.Payload,
        PayloadBytes = frame.PayloadBytes,
    };

    /// <summary>A frame among others of its table.</summary>
    /// <param name="frame">A whole event frame.</param>
    /// <returns>The same, valid as long as the frame is.</returns>
    public static RowFrame InRun(FrameFlyweight frame) => new()
    {
        Position = frame.Position,
        Payload = frame.Payload,
        SourceOffset = frame.SourceOffset,
        IngestTimeMs = frame.IngestTimeMs,
        Tenant = frame.Tenant,
        Source = frame.Source,
    };
}
