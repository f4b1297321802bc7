namespace HotPath.Connectors.Tcp;

/// <summary>Where a connection stands.</summary>
internal enum ConnectionState
{
    /// <summary>Connected; no hello yet.</summary>
    Greeting = 0,

    /// <summary>Welcomed: records come.</summary>
    Open = 1,

    /// <summary>It has been told to go; what it still sends is thrown away, so that it can read why.</summary>
    Leaving = 2,

    /// <summary>Over: the socket can go.</summary>
    Closed = 3,
}
