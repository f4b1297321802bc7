namespace HotPath.Client;

/// <summary>What became of a record that was to be sent.</summary>
public enum SendStatus
{
    /// <summary>It has its number, and will be sent until it is acknowledged.</summary>
    Taken = 0,

    /// <summary>The node gives no credit now, or the client holds as much as it may: do other work and try again.
    /// </summary>
    Full = 1,

    /// <summary>
    /// The node no longer has what it acknowledged: it was started anew without its data directory, or has none. Go
    /// on with the record whose number <see cref="IngressClient.NextSequence"/> is.
    /// </summary>
    Rewound = 2,

    /// <summary>The client was told to stop.</summary>
    Stopped = 3,
}
