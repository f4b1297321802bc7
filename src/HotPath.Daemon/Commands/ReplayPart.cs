using System.Collections.Generic;
using HotPath.Dataflow.Ports;

namespace HotPath.Daemon.Commands;

/// <summary>The part of a journal whose outputs are compared with what the sinks hold.</summary>
internal sealed record ReplayPart
{
    /// <summary>Position of its first frame. Unit: bytes.</summary>
    public required long FromPosition { get; init; }

    /// <summary>Whether it starts where the replay does, so that no output lies before it.</summary>
    public required bool IsFromStart { get; init; }

    /// <summary>Whether it goes to the end of the journal.</summary>
    public required bool IsToEnd { get; init; }

    /// <summary>What each sink had published at the newest checkpoint, by id.</summary>
    public required IReadOnlyDictionary<int, SinkCursor> Published { get; init; }
}
