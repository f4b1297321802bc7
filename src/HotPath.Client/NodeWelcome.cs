using HotPath.Client.Protocol;

namespace HotPath.Client;

/// <summary>What a node says to a client that has said hello.</summary>
public sealed record NodeWelcome
{
    /// <summary>Last sequence of the client that is acknowledged; 0 for none. Unit: records.</summary>
    public required long Sequence { get; init; }

    /// <summary>Highest sequence that may be sent. Unit: records.</summary>
    public required long Limit { get; init; }

    /// <summary>Longest record that is taken. Unit: bytes.</summary>
    public required int RecordBytesMax { get; init; }

    /// <summary>Format of the records.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>Whether acknowledged records outlive the node's process.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>Name of the table.</summary>
    public required string Table { get; init; }
}
